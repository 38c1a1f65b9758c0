import { useFormatter, useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import type { UnitView } from '@/server/rooms/contract'
import './meetings.css'

export type RulerPoint = {
  id: string
  position: number
  title: string
  minutesPlanned: number
  presenter: UnitView | null
  isTopic: boolean
  startedAt: Date | null
  endedAt: Date | null
}

/** The agenda against the clock: as high as it is long. */
export function AgendaRuler({ points, startsAt }: { points: readonly RulerPoint[]; startsAt: Date }) {
  const t = useTranslations('meetings')
  const format = useFormatter()
  const startOf = (index: number) =>
    new Date(startsAt.getTime() + points.slice(0, index).reduce((sum, point) => sum + point.minutesPlanned, 0) * 60_000)
  return (
    <ol className="ruler">
      {points.map((point, index) => {
        const isNow = point.startedAt !== null && point.endedAt === null
        return (
          <li key={point.id} data-now={isNow || undefined}>
            <span className="ruler-time">{format.dateTime(startOf(index), 'time')}</span>
            <span className="ruler-bar" />
            <div className="ruler-point" style={{ '--minutes': point.minutesPlanned } as CSSProperties}>
              <span className="ruler-no">{point.position}</span>
              <span className="grow">
                <b className="item-title">{point.title}</b>
                <span className="row row-wrap">
                  {point.presenter ? <UnitName unit={point.presenter} small /> : null}
                  {point.isTopic ? <Badge tone="line">{t('fromTopic')}</Badge> : null}
                  {isNow ? <Badge tone="info">{t('now')}</Badge> : null}
                  {point.endedAt ? <Badge icon="check">{t('done')}</Badge> : null}
                </span>
              </span>
              <span className="meta nowrap">{t('minutesOf', { minutes: point.minutesPlanned })}</span>
            </div>
          </li>
        )
      })}
      <li>
        <span className="ruler-time">{format.dateTime(startOf(points.length), 'time')}</span>
        <span />
        <span className="ruler-end">{t('adjourn')}</span>
      </li>
    </ol>
  )
}
