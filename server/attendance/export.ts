// The list as a spreadsheet: confirmed, or said to be a draft. Names, standing, arrival and leaving; nothing that ranks.
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { toCsv } from '@/server/export/csv'
import { wallTime } from '@/server/meetings/zoned-time'
import type { MeetingId } from '@/server/ids'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { readAttendanceSheet } from './read'

const columns = ['name', 'unit', 'office', 'standing', 'proxy', 'onSite', 'arrived', 'left'] as const

/** @throws not_found */
export async function exportAttendance(
  db: Db,
  actor: PersonActor,
  { meetingId, locale, at }: { meetingId: MeetingId; locale: Locale; at: Date },
): Promise<{ type: string; fileName: string; body: string }> {
  const t = translator(locale, 'attendance')
  const offices = translator(locale, 'bodies')
  const sheet = await readAttendanceSheet(db, actor, meetingId, at)
  const time = (date: Date | null) => (date === null ? '' : wallTime(date, sheet.timeZone))
  const rows = sheet.lines.map((line) => [
    line.name,
    line.unit?.name ?? '',
    line.office === null ? '' : offices(`offices.${line.office}`),
    t(`standing.${line.standing}`),
    line.proxyName ?? '',
    line.isOnSite ? t('export.yes') : '',
    time(line.arrivedAt),
    time(line.leftAt),
  ])
  const note = sheet.confirmed ? t('export.confirmed', { number: sheet.confirmed.number }) : t('export.draft')
  return {
    type: 'text/csv; charset=utf-8',
    fileName: 'attendance.csv',
    body: toCsv([columns.map((name) => t(`export.${name}`)), ...rows, [note]]),
  }
}
