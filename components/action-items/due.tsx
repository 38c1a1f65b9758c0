import { useFormatter, useTranslations } from 'next-intl'
import { daysBetween, isClosed } from '@/server/action-items/model'
import type { ActionItemState } from '@/server/action-items/contract'

/** A calendar day has no zone: it is formatted as noon of that day in UTC. */
export function useDay() {
  const format = useFormatter()
  return (day: string, how: 'dayMonth' | 'day' | 'dayWeek' = 'dayMonth') =>
    format.dateTime(new Date(`${day}T12:00:00Z`), { ...styles[how], timeZone: 'UTC' })
}
const styles = {
  dayMonth: { month: 'short', day: 'numeric' },
  day: { year: 'numeric', month: 'short', day: 'numeric' },
  dayWeek: { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' },
} as const

/** The day, and how far off it is while that still matters. */
export function Due({
  dueOn,
  state,
  today,
  long,
}: {
  dueOn: string | null
  state: ActionItemState
  today: string
  long?: boolean
}) {
  const t = useTranslations('action-items')
  const day = useDay()
  if (dueOn === null) return <span className="fine">{t('noDue')}</span>
  const days = daysBetween(today, dueOn)
  return (
    <>
      {day(dueOn, long ? 'dayWeek' : 'dayMonth')}
      {isClosed(state) || state === 'toVerify' ? null : (
        <span className="fine">{days < 0 ? t('daysLate', { days: -days }) : t('daysLeft', { days })}</span>
      )}
    </>
  )
}
