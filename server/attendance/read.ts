// The list of a sitting for pages, exports and minutes: as confirmed, else as the facts have it.
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { attendanceEntries, attendanceVersions } from '@/db/schema/attendance'
import { memberships, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { gatherAttendance, type AttendanceLine } from './gather'
import type { Standing } from './model'

export type ConfirmedBy = { number: number; at: Date; byName: string | null }

type Confirmed = ConfirmedBy & { lines: AttendanceLine[] }

async function readConfirmed(db: Db | Tx, meeting: typeof meetings.$inferSelect): Promise<Confirmed | null> {
  const ofMeeting = and(eq(attendanceVersions.countyId, meeting.countyId), eq(attendanceVersions.meetingId, meeting.id))
  const [version] = await db
    .select({
      number: attendanceVersions.number,
      at: attendanceVersions.confirmedAt,
      byName: people.name,
    })
    .from(attendanceVersions)
    .leftJoin(
      people,
      and(eq(people.countyId, attendanceVersions.countyId), eq(people.id, attendanceVersions.byPersonId)),
    )
    .where(ofMeeting)
    .orderBy(desc(attendanceVersions.number))
    .limit(1)
  if (!version) return null
  const rows = await db
    .select({
      entry: attendanceEntries,
      unit: { id: units.id, name: units.name, kind: units.kind },
      office: memberships.office,
    })
    .from(attendanceEntries)
    .leftJoin(units, and(eq(units.countyId, attendanceEntries.countyId), eq(units.id, attendanceEntries.unitId)))
    .leftJoin(
      memberships,
      and(eq(memberships.countyId, attendanceEntries.countyId), eq(memberships.id, attendanceEntries.membershipId)),
    )
    .where(
      and(
        eq(attendanceEntries.countyId, meeting.countyId),
        eq(attendanceEntries.meetingId, meeting.id),
        eq(attendanceEntries.number, version.number),
      ),
    )
    .orderBy(asc(attendanceEntries.position))
  const lines = rows.map(({ entry, unit, office }): AttendanceLine => {
    const { membershipId, seatId, name, standing, proxyName, isOnSite, arrivedAt, leftAt } = entry
    return { membershipId, seatId, unit, office, name, standing, proxyName, isOnSite, arrivedAt, leftAt }
  })
  return { ...version, lines }
}

/** A line of the minutes: who, of which unit, in whose place, and when where it was not the whole sitting. */
export type Attendee = Pick<
  AttendanceLine,
  'name' | 'unit' | 'office' | 'proxyName' | 'isOnSite' | 'arrivedAt' | 'leftAt'
>
export type Attendance = {
  meetingId: MeetingId
  confirmed: ConfirmedBy | null
  /** 出席, with those who were represented 代會; 列席; 請假; 缺席. */
  present: Attendee[]
  observers: Attendee[]
  excused: Attendee[]
  absent: Attendee[]
}

/**
 * For the minutes. The caller has asked access.ts.
 * @returns the confirmed list; while there is none, what the facts propose, with `confirmed` null
 * @throws not_found
 */
export async function readAttendance(db: Db | Tx, meetingId: MeetingId, at: Date): Promise<Attendance> {
  const [meeting] = await db.select().from(meetings).where(eq(meetings.id, meetingId))
  if (!meeting) throw new AppError('not_found')
  const confirmed = await readConfirmed(db, meeting)
  const lines = confirmed?.lines ?? (await gatherAttendance(db, meeting, at))
  const having = (...wanted: Standing[]): Attendee[] =>
    lines
      .filter(({ standing }) => wanted.includes(standing))
      .map(({ membershipId: _m, seatId: _s, standing: _o, ...attendee }) => attendee)
  return {
    meetingId,
    confirmed: confirmed && { number: confirmed.number, at: confirmed.at, byName: confirmed.byName },
    present: having('present', 'proxy'),
    observers: having('observer'),
    excused: having('excused'),
    absent: having('absent'),
  }
}

export type AttendanceSheet = {
  meeting: typeof meetings.$inferSelect
  timeZone: string
  /** Who may confirm; others read the confirmed list alone. */
  mayConfirm: boolean
  confirmed: ConfirmedBy | null
  lines: AttendanceLine[]
  /** Lines that the facts know and the confirmed list does not, for who confirms: somebody came after it was made. */
  missed: AttendanceLine[]
}

/** @throws not_found, also for a sitting of another body */
export async function readAttendanceSheet(
  db: Db | Tx,
  actor: PersonActor,
  meetingId: MeetingId,
  at: Date,
): Promise<AttendanceSheet> {
  const [found] = await db
    .select({ meeting: meetings, timeZone: counties.timeZone })
    .from(meetings)
    .innerJoin(counties, eq(counties.id, meetings.countyId))
    .where(and(eq(meetings.countyId, actor.countyId), eq(meetings.id, meetingId)))
  if (!found) throw new AppError('not_found')
  const { meeting, timeZone } = found
  const thing = meetingThing(meeting)
  requireAccess(actor, 'attendance.read', thing)
  const mayConfirm = can(actor, 'attendance.confirm', thing)
  const confirmed = await readConfirmed(db, meeting)
  const facts = mayConfirm ? await gatherAttendance(db, meeting, at) : []
  const known = new Set(confirmed?.lines.flatMap(({ membershipId, seatId }) => [membershipId, seatId]))
  return {
    meeting,
    timeZone,
    mayConfirm,
    confirmed: confirmed && { number: confirmed.number, at: confirmed.at, byName: confirmed.byName },
    lines: confirmed?.lines ?? facts,
    missed: confirmed ? facts.filter((line) => !known.has(line.membershipId ?? line.seatId)) : [],
  }
}
