import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { attendanceEntries, attendanceVersions } from '@/db/schema/attendance'
import { bodyUnits, memberships } from '@/db/schema/bodies'
import { seats } from '@/db/schema/rooms'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from '@/server/rooms/change-room'
import type { AttendanceLine } from './gather'

export type ConfirmedLine = Omit<AttendanceLine, 'unit' | 'office'> & { unitId: string | null }

/**
 * Adds a version of the list. Of two secretaries who started from the same one, the first wins and the second is told.
 * @throws conflict; not_found for a place, seat or unit of elsewhere; meeting_not_open before the sitting was opened
 */
export function confirmAttendance(
  db: Db,
  actor: PersonActor,
  input: { meetingId: MeetingId; base: number; lines: readonly ConfirmedLine[] },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'attendance.confirm', at, async (tx, room) => {
    if (room.state === 'planned') throw new AppError('meeting_not_open')
    const key = { countyId: room.countyId, meetingId: room.id }
    const [newest] = await tx
      .select({ number: attendanceVersions.number })
      .from(attendanceVersions)
      .where(and(eq(attendanceVersions.countyId, key.countyId), eq(attendanceVersions.meetingId, key.meetingId)))
      .orderBy(desc(attendanceVersions.number))
      .limit(1)
    if ((newest?.number ?? 0) !== input.base) throw new AppError('conflict')
    const named = {
      membershipId: input.lines.flatMap(({ membershipId }) => membershipId ?? []),
      seatId: input.lines.flatMap(({ seatId }) => seatId ?? []),
      unitId: [...new Set(input.lines.flatMap(({ unitId }) => unitId ?? []))],
    }
    // Foreign keys hold to the county; this holds to the body and the sitting.
    const found = await Promise.all([
      tx.$count(
        memberships,
        and(
          eq(memberships.countyId, room.countyId),
          eq(memberships.bodyId, room.bodyId),
          inArray(memberships.id, named.membershipId),
        ),
      ),
      tx.$count(
        seats,
        and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), inArray(seats.id, named.seatId)),
      ),
      tx.$count(
        bodyUnits,
        and(
          eq(bodyUnits.countyId, room.countyId),
          eq(bodyUnits.bodyId, room.bodyId),
          inArray(bodyUnits.unitId, named.unitId as never[]),
        ),
      ),
    ])
    const wanted = [new Set(named.membershipId).size, new Set(named.seatId).size, named.unitId.length]
    if (found.some((count, index) => count !== wanted[index])) throw new AppError('not_found')
    if (new Set(named.membershipId).size !== named.membershipId.length) throw new AppError('malformed')
    const number = input.base + 1
    await tx.insert(attendanceVersions).values({ ...key, number, byPersonId: actor.personId, confirmedAt: at })
    const entries = input.lines.map(({ proxyName, ...line }, position) => ({
      ...key,
      number,
      position,
      ...line,
      unitId: line.unitId as never,
      proxyName: line.standing === 'proxy' ? proxyName : null,
    }))
    if (entries.length > 0) await tx.insert(attendanceEntries).values(entries)
    const count = (standing: AttendanceLine['standing']) =>
      input.lines.filter((line) => line.standing === standing).length
    return {
      result: number,
      topic: 'meeting',
      event: {
        verb: 'attendance.confirm',
        detail: {
          number,
          present: count('present'),
          proxy: count('proxy'),
          observer: count('observer'),
          excused: count('excused'),
          absent: count('absent'),
        },
      },
    }
  })
}
