// Who was in the hall, as the secretary confirms it at the end: nearly all, one excused, one who came late.
import { confirmAttendance } from '@/server/attendance/confirm'
import { readAttendanceSheet } from '@/server/attendance/read'
import type { MeetingId } from '@/server/ids'
import type { Stage } from './stage'

const lateMs = 20 * 60_000

export async function takeAttendance(stage: Stage, meetingId: MeetingId, startsAt: Date, endsAt: Date): Promise<void> {
  const secretary = await stage.as('secretary', endsAt)
  const { lines } = await readAttendanceSheet(stage.db, secretary, meetingId, endsAt)
  const excused = lines.findIndex(({ unit }) => unit?.id === stage.units.culture)
  const late = lines.findIndex(({ unit }) => unit?.id === stage.units.rural)
  const confirmed = lines.map(({ unit, office, ...line }, at) => ({
    ...line,
    unitId: unit?.id ?? null,
    standing:
      at === excused ? ('excused' as const) : office === 'observer' ? ('observer' as const) : ('present' as const),
    isOnSite: at !== excused,
    arrivedAt: at === late ? new Date(startsAt.getTime() + lateMs) : null,
    leftAt: null,
  }))
  await confirmAttendance(stage.db, secretary, { meetingId, base: 0, lines: confirmed }, endsAt)
}
