import { useFormatter, useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import type { SeriesRule } from '@/server/series/model'
import { nthKey, useWeekday } from './weekday'
import './series.css'

/** A rule as it is said aloud. */
export function RuleWords({
  rule,
  liaison,
}: {
  rule: SeriesRule & { liaisonDays: number | null }
  /** The name of the meeting beforehand. */
  liaison: string | null
}) {
  const t = useTranslations('series')
  const format = useFormatter()
  const weekday = useWeekday()
  const day = useDay()
  const { every, pattern, weekdays, nth } = rule
  const days = format.list(weekdays.map(weekday), { type: 'conjunction' })
  const repeats =
    pattern === 'week'
      ? t('says.week', { every, days })
      : pattern === 'month-weekday'
        ? t('says.month-weekday', { every, days, nth: t(`nths.${nthKey(nth)}`) })
        : nth === -1
          ? t('says.month-last-day', { every })
          : t('says.month-day', { every, nth })
  const ends = rule.until
    ? t('says.until', { day: day(rule.until, 'day') })
    : rule.count
      ? t('says.count', { count: rule.count })
      : t('says.never')
  const said = [
    repeats,
    t('says.time', { from: rule.startTime, minutes: rule.minutes }),
    t('says.begins', { day: day(rule.beginsOn, 'day') }),
    ends,
    t(`says.${rule.onDayOff}`),
    t(rule.isWeekendOff ? 'says.holidays' : 'says.holidaysOnly'),
    ...(liaison && rule.liaisonDays ? [t('says.liaison', { name: liaison, days: rule.liaisonDays })] : []),
  ]
  return (
    <ul className="rule-words">
      {said.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  )
}
