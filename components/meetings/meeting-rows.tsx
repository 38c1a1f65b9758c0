import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import './meetings.css'

export type MeetingItem = {
  id: string
  title: string
  issueNumber: number
  seriesName: string
  bodyName: string
  place: string
  startsAt: Date
  endsAt: Date
  state: 'planned' | 'live' | 'ended'
  cancelledAt: Date | null
}

export function MeetingRows({ meetings, label }: { meetings: readonly MeetingItem[]; label: string }) {
  const t = useTranslations('meetings')
  const format = useFormatter()
  return (
    <ul aria-label={label}>
      {meetings.map((meeting) => (
        <li className="meeting-row" key={meeting.id}>
          <span className="nowrap">
            <b className="block">{format.dateTime(meeting.startsAt, 'dayWeek')}</b>
            <span className="meta">
              {format.dateTime(meeting.startsAt, 'time')}–{format.dateTime(meeting.endsAt, 'time')}
            </span>
          </span>
          <span>
            <Link className="item-title" href={`/meetings/${meeting.id}`}>
              {meeting.title} {t('issue', { number: meeting.issueNumber })}
            </Link>
            <span className="meta">
              {[meeting.seriesName, meeting.place].filter(Boolean).join(' · ')}{' '}
              {meeting.cancelledAt ? (
                <Badge tone="warn" icon="stop">
                  {t('states.cancelled')}
                </Badge>
              ) : null}
              {meeting.state === 'live' ? (
                <Badge tone="good" icon="st-doing">
                  {t('states.live')}
                </Badge>
              ) : null}
            </span>
          </span>
          {meeting.state === 'live' ? (
            <LinkButton href={`/rooms/${meeting.id}`} tone="primary" icon="enter" external>
              {t('enter')}
            </LinkButton>
          ) : (
            <span />
          )}
        </li>
      ))}
    </ul>
  )
}
