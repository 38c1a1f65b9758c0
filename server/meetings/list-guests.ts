import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { seatLinks, seats } from '@/db/schema/rooms'
import { requireAccess, type PersonActor, type SeatRole } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { meetingThing } from './model'

export type GuestRow = { seatId: SeatId; name: string; role: SeatRole; unit: UnitView | null; hasLink: boolean }

/** Seats that were given a personal link, and whether one of them still opens. For who plans the meeting. */
export async function listGuests(db: Db, actor: PersonActor, meetingId: MeetingId, at: Date): Promise<GuestRow[]> {
  const { countyId } = actor
  const [meeting] = await db
    .select()
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!meeting) throw new AppError('not_found')
  requireAccess(actor, 'meeting.manage', meetingThing(meeting))
  return db
    .select({
      seatId: seats.id,
      name: seats.name,
      role: seats.role,
      unit: { id: units.id, name: units.name, kind: units.kind },
      hasLink: sql<boolean>`bool_or(${seatLinks.revokedAt} is null and ${seatLinks.expiresAt} > ${at.toISOString()}::timestamptz)`,
    })
    .from(seats)
    .innerJoin(seatLinks, and(eq(seatLinks.countyId, seats.countyId), eq(seatLinks.seatId, seats.id)))
    .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
    .where(and(eq(seats.countyId, countyId), eq(seats.meetingId, meetingId), isNull(seats.personId)))
    .groupBy(seats.id, seats.name, seats.role, seats.createdAt, units.id, units.name, units.kind)
    .orderBy(asc(seats.createdAt))
}
