import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import type { UnitKind } from '@/server/rooms/contract'
import './home.css'

export type FortnightDay = {
  day: string
  meetings: readonly { id: string; title: string }[]
  items: readonly { id: string; title: string; kind: UnitKind | null }[]
}

/** Fourteen days from today: what meets and what falls due, each a way in. */
export function Fortnight({ days }: { days: readonly FortnightDay[] }) {
  const t = useTranslations('home')
  const kinds = useTranslations('units.kinds')
  const format = useFormatter()
  const spoken = useDay()
  return (
    <ol className="home-strip" aria-label={t('fortnightLabel')}>
      {days.map(({ day, meetings, items }) => {
        const at = new Date(`${day}T12:00:00Z`)
        const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
        return (
          <li key={day} data-weekend={isWeekend || undefined}>
            <span>{format.dateTime(at, { weekday: 'narrow', timeZone: 'UTC' })}</span>
            <span>{Number(day.slice(8))}</span>
            {meetings.slice(0, 2).map((meeting) => (
              <Link
                key={meeting.id}
                href={`/meetings/${meeting.id}`}
                title={meeting.title}
                aria-label={t('dayEntry', { day: spoken(day), what: t('dayMeeting', { title: meeting.title }) })}
              >
                <span className="home-meeting">{t('meetingMark')}</span>
              </Link>
            ))}
            {items.slice(0, 3).map((item) => (
              <Link
                key={item.id}
                className="unit-dot"
                data-unit={item.kind ?? undefined}
                href={`/action-items/${item.id}`}
                title={item.title}
                aria-label={t('dayEntry', { day: spoken(day), what: t('dayItem', { title: item.title }) })}
              >
                {item.kind ? kinds(`${item.kind}.mark`) : '?'}
              </Link>
            ))}
          </li>
        )
      })}
    </ol>
  )
}
