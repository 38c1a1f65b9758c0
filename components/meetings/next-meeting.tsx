import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import { Plate } from '@/components/ui/plate'
import type { UnitView } from '@/server/rooms/contract'
import type { MeetingItem } from './meeting-rows'
import './home.css'

export type NextMeetingFacts = MeetingItem & {
  openedAt: Date | null
  /** today, tomorrow or another day, by the county's calendar */
  when: 'today' | 'tomorrow' | 'on'
  seat: { name: string; unit: UnitView } | null
  presents: { position: number; unitName: string; minutes: number }[]
}

/** The meeting that comes next, or that is going on: its entrance is the largest thing on the page. */
export function NextMeeting({ meeting }: { meeting: NextMeetingFacts }) {
  const t = useTranslations('home')
  const kinds = useTranslations('units.kinds')
  const format = useFormatter()
  const time = format.dateTime(meeting.startsAt, 'time')
  const isLive = meeting.state === 'live'
  return (
    <section className="card card-paper home-next" aria-labelledby={`next-${meeting.id}`}>
      <div>
        <p className="label">
          {isLive ? (
            <>
              <Badge tone="good" icon="st-doing">
                {t('live.now')}
              </Badge>{' '}
              {t('live.since', { time: format.dateTime(meeting.openedAt ?? meeting.startsAt, 'time') })}
            </>
          ) : (
            t(`next.${meeting.when}`, { time, day: format.dateTime(meeting.startsAt, 'dayWeek') })
          )}
        </p>
        <h2 className="title" id={`next-${meeting.id}`}>
          <Link href={`/meetings/${meeting.id}`}>
            {meeting.title} {t('issue', { number: meeting.issueNumber })}
          </Link>
        </h2>
        <p className="meta">
          {[meeting.place, `${time}–${format.dateTime(meeting.endsAt, 'time')}`].filter(Boolean).join(' · ')}
        </p>
        <div className="row row-wrap">
          {isLive ? (
            <LinkButton href={`/rooms/${meeting.id}`} tone="primary" size="big" icon="enter" external>
              {t('enter')}
            </LinkButton>
          ) : null}
          <LinkButton href={`/meetings/${meeting.id}`} icon="agenda" size={isLive ? 'big' : undefined}>
            {t('see')}
          </LinkButton>
        </div>
      </div>
      <div className="stack">
        {meeting.seat ? (
          <>
            <p className="label">{t('seat')}</p>
            <Plate
              hue={meeting.seat.unit.kind}
              mark={kinds(`${meeting.seat.unit.kind}.mark`)}
              name={meeting.seat.name}
              unit={meeting.seat.unit.name}
            />
          </>
        ) : null}
        <p className="label">{t('yours')}</p>
        {meeting.presents.length > 0 ? (
          <ul className="meta">
            {meeting.presents.map((point) => (
              <li key={point.position}>
                {t('presents', { position: point.position, unit: point.unitName, minutes: point.minutes })}
              </li>
            ))}
          </ul>
        ) : (
          <p className="meta">{t('nothingYours')}</p>
        )}
      </div>
    </section>
  )
}
