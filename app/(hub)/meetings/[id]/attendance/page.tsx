import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { addOnSiteAction, confirmAttendanceAction, leaveSiteAction } from '@/app/(hub)/meetings/[id]/attendance/actions'
import { AttendanceForm } from '@/components/attendance/attendance-form'
import { AttendanceList } from '@/components/attendance/attendance-list'
import { OnSiteForm } from '@/components/attendance/on-site-form'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { readAttendanceSheet } from '@/server/attendance/read'
import { listUnits } from '@/server/attendance/list-units'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { MeetingId } from '@/server/ids'
import { wallTime } from '@/server/meetings/zoned-time'
import { requirePerson } from '@/server/people/current-actor'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('attendance'))('title') }
}

export default async function AttendancePage({ params }: Props) {
  const id = MeetingId.safeParse((await params).id)
  if (!id.success) notFound()
  const { person } = await requirePerson(`/meetings/${id.data}/attendance`)
  const [t, format, sheet] = await Promise.all([
    getTranslations('attendance'),
    getFormatter(),
    orNotFound(readAttendanceSheet(db(), person, id.data, clock.now())),
  ])
  const { meeting, confirmed, mayConfirm, timeZone } = sheet
  const time = (at: Date | null) => (at === null ? '' : wallTime(at, timeZone))
  const shown = (lines: typeof sheet.lines) =>
    lines.map((line) => ({ ...line, arrivedAt: time(line.arrivedAt), leftAt: time(line.leftAt) }))
  const lines = shown([...sheet.lines, ...sheet.missed])
  const units = mayConfirm ? await listUnits(db(), meeting) : []
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{meeting.title}</p>
      </div>
      <div className="row row-wrap">
        {confirmed ? (
          <Badge tone="good" icon="check">
            {t('confirmed', { number: confirmed.number })}
          </Badge>
        ) : (
          <Badge tone="warn">{t('draft')}</Badge>
        )}
        {confirmed ? (
          <span className="meta">
            {t('confirmedBy', { name: confirmed.byName ?? '–', when: format.dateTime(confirmed.at, 'dayTime') })}
          </span>
        ) : null}
        {lines.length > 0 && meeting.state !== 'planned' ? (
          <LinkButton size="small" href={`/api/export/attendance?meetingId=${meeting.id}`} icon="download" external>
            {t('csv')}
          </LinkButton>
        ) : null}
      </div>
      {meeting.state === 'planned' ? (
        <Empty title={t('notYet')} />
      ) : mayConfirm ? (
        <>
          <p className="meta">{t('lead')}</p>
          <AttendanceForm
            action={confirmAttendanceAction}
            meetingId={meeting.id}
            base={confirmed?.number ?? 0}
            lines={lines}
          />
          <OnSiteForm
            add={addOnSiteAction}
            leave={leaveSiteAction}
            meetingId={meeting.id}
            isOpen={meeting.state === 'live'}
            places={lines.filter(({ membershipId, isOnSite }) => membershipId !== null && !isOnSite)}
            here={lines.filter(({ isOnSite, seatId, leftAt }) => isOnSite && seatId !== null && leftAt === '')}
            units={units}
          />
        </>
      ) : confirmed ? (
        <AttendanceList lines={lines} />
      ) : (
        <Empty title={t('notConfirmed')} />
      )}
    </div>
  )
}
