import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Timeline } from '@/components/ui/timeline'
import type { ChangedField } from '@/server/duties/contract'

export type DutyChange = { id: string; field: ChangedField; was: string; now: string; byName: string; on: string }

const icons = { created: 'plus', lead: 'st-done', assisting: 'st-todo', position: 'sync', ended: 'st-stopped' } as const

/** Who changed what, from what to what, in sentences. Newest first. */
export function DutyHistory({ changes }: { changes: readonly DutyChange[] }) {
  const t = useTranslations('duties')
  const day = useDay()
  const say = ({ field, was, now }: DutyChange): string => {
    if (field === 'created' || field === 'lead' || field === 'position' || field === 'ended')
      return t(`history.${field}`, { was, now })
    if (field === 'assisting') return sayAssisting(was, now)
    const name = t(`form.${field}`)
    const isDay = field === 'fromOn' || field === 'untilOn'
    const values = { field: name, was: isDay && was ? day(was, 'day') : was, now: isDay && now ? day(now, 'day') : now }
    return t(was === '' ? 'history.set' : now === '' ? 'history.cleared' : 'history.changed', values)
  }
  function sayAssisting(was: string, now: string): string {
    const [before, after] = [was.split('\n').filter(Boolean), now.split('\n').filter(Boolean)]
    const join = (names: readonly string[]) => names.join(t('export.separator'))
    const came = after.filter((name) => !before.includes(name))
    const went = before.filter((name) => !after.includes(name))
    return [
      came.length > 0 ? t('history.assistingCame', { units: join(came) }) : '',
      went.length > 0 ? t('history.assistingWent', { units: join(went) }) : '',
    ]
      .filter(Boolean)
      .join(t('history.and'))
  }
  return (
    <Timeline
      moments={changes.map((change) => ({
        key: change.id,
        icon: icons[change.field as keyof typeof icons] ?? 'edit',
        when: day(change.on, 'day'),
        what: <span className="duty-content">{say(change)}</span>,
        note: change.byName || t('history.operator'),
      }))}
    />
  )
}
