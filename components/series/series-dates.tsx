import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { Badge } from '@/components/ui/badge'
import type { FormState } from '@/server/forms/contract'
import { ChangeDateForm } from './change-date-form'
import './series.css'

type Times = { startsAt: Date; endsAt: Date; clock: 'gap' | 'twice' | null }
type Sitting = { id: string; title: string; issueNumber: number; startsAt: Date; endsAt: Date; isCancelled: boolean }
export type SeriesDate = {
  on: string
  day: string | null
  why: null | { kind: 'byHand' } | { kind: 'dayOff' | 'next'; name: string | null }
  times: Times | null
  sitting: Sitting | null
  offNow: { name: string | null } | null
  liaison: Sitting | { times: Times } | null
}
type Other = { id: string; title: string; issueNumber: number; startsAt: Date }
type Change = ((before: FormState, data: FormData) => Promise<FormState>) | null

/** Date by date what the rule comes to: a sitting, a date to plan, or why there is none. */
export function SeriesDates({
  seriesId,
  plan,
  others,
  startTime,
  change,
}: {
  seriesId: string
  plan: { rows: readonly SeriesDate[]; through: string }
  others: readonly Other[]
  startTime: string
  /** Null for those who only look. */
  change: Change
}) {
  const t = useTranslations('series.dates')
  const words = useTranslations('meetings')
  const format = useFormatter()
  const day = useDay()
  return (
    <>
      {plan.rows.length === 0 ? <p className="meta">{t('empty')}</p> : null}
      <ul className="list" aria-label={t('title')}>
        {plan.rows.map((row) => (
          <li key={row.on} className="series-date" data-off={(!row.sitting && !row.times) || undefined}>
            <When row={row} />
            <Facts row={row} startTime={startTime} />
            {change && !row.sitting ? (
              <details>
                <summary>{t('change', { day: day(row.on) })}</summary>
                <ChangeDateForm
                  action={change}
                  seriesId={seriesId}
                  on={row.on}
                  day={row.day}
                  isByHand={row.why?.kind === 'byHand'}
                />
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="fine">{t('lead', { day: day(plan.through, 'day') })}</p>
      {others.length > 0 ? (
        <>
          <h3 className="subheading">{t('others')}</h3>
          <ul className="list" aria-label={t('others')}>
            {others.map((sitting) => (
              <li key={sitting.id} className="series-date">
                <b>{format.dateTime(sitting.startsAt, 'dayWeek')}</b>
                <Link href={`/meetings/${sitting.id}`}>
                  {sitting.title} {words('issue', { number: sitting.issueNumber })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function When({ row }: { row: SeriesDate }) {
  const format = useFormatter()
  const day = useDay()
  const shown = row.sitting ?? row.times
  if (!shown)
    return (
      <span>
        <s>{day(row.on, 'dayWeek')}</s>
      </span>
    )
  return (
    <span>
      <b className="block nowrap">{format.dateTime(shown.startsAt, 'dayWeek')}</b>
      <span className="meta">
        {format.dateTime(shown.startsAt, 'time')}–{format.dateTime(shown.endsAt, 'time')}
      </span>
    </span>
  )
}

function Facts({ row, startTime }: { row: SeriesDate; startTime: string }) {
  const t = useTranslations('series.dates')
  const words = useTranslations('meetings')
  const format = useFormatter()
  const day = useDay()
  const { on, why, sitting, times, offNow, liaison } = row
  const nameOf = (name: string | null) => name ?? t('weekend')
  const issue = sitting && words('issue', { number: sitting.issueNumber })
  const isMoved = sitting && times && sitting.startsAt.getTime() !== times.startsAt.getTime()
  const notes = [
    why?.kind === 'byHand' && row.day ? t('byHand', { day: day(on) }) : null,
    why?.kind === 'dayOff' && row.day ? t('moved', { day: day(on), name: nameOf(why.name) }) : null,
    isMoved ? t('changed', { day: day(on) }) : null,
    !sitting && times?.clock === 'gap'
      ? t('gap', { time: startTime, actual: format.dateTime(times.startsAt, 'time') })
      : null,
    !sitting && times?.clock === 'twice' ? t('twice', { time: startTime }) : null,
  ].filter((note) => note !== null)
  return (
    <span>
      {sitting ? (
        <Link className="item-title" href={`/meetings/${sitting.id}`}>
          {t(sitting.isCancelled ? 'cancelled' : 'planned', { issue: issue! })}
        </Link>
      ) : times ? (
        <span>{t('free')}</span>
      ) : (
        <Badge>
          {why?.kind === 'dayOff' || why?.kind === 'next'
            ? t(why.kind === 'next' ? 'skippedNext' : 'skipped', { name: nameOf(why.name) })
            : t('takenOut')}
        </Badge>
      )}
      {notes.map((note) => (
        <span key={note} className="fine block">
          {note}
        </span>
      ))}
      {liaison ? (
        <span className="fine block">
          {'id' in liaison ? (
            <Link href={`/meetings/${liaison.id}`}>
              {t('liaisonPlanned', { when: format.dateTime(liaison.startsAt, 'dayMonthTime') })}
            </Link>
          ) : (
            t('liaison', { when: format.dateTime(liaison.times.startsAt, 'dayMonthTime') })
          )}
        </span>
      ) : null}
      {offNow ? (
        <Badge tone="warn" icon="warn">
          {t('offNow', { name: nameOf(offNow.name) })}
        </Badge>
      ) : null}
    </span>
  )
}
