// Who presides when the convenor's line is gone: after a minute the deputy convenor who is in, else the secretary, by the
// record; the returning convenor has it back at once. What was witnessed (attendance_stays) says who is there, so every node
// comes to the same, and the room's lock lets one of them do it.

import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { isCurrent } from '@/server/people/current-term'
import { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'

/** Milliseconds. A sight is written every two seconds: who was seen within `freshMs` is there. */
export const chairPatience = { graceMs: 60_000, freshMs: 8_000 }

const Officer = z.object({
  meetingId: MeetingId,
  seatId: SeatId,
  office: z.enum(['convenor', 'deputy-convenor', 'secretary']),
  actingChairSeatId: SeatId.nullable(),
  seenUntil: z.coerce.date().nullable(),
})
type Officer = z.infer<typeof Officer>

/** Those who may preside, in their order, with when they were last seen; of one sitting under way, or of all. */
async function readOfficers(db: Db | Tx, at: Date, meetingId?: MeetingId): Promise<Officer[]> {
  const rows = await db.execute(sql`
    select r.id as "meetingId", s.id as "seatId", m.office as "office", r.acting_chair_seat_id as "actingChairSeatId",
      (select max(w.seen_until) from attendance_stays w
        where w.county_id = s.county_id and w.seat_id = s.id and w.witness in ('room', 'media')) as "seenUntil"
    from meetings r
    join counties on counties.id = r.county_id
    join seats s on s.county_id = r.county_id and s.meeting_id = r.id and s.admission = 'admitted' and s.banned_at is null
    join memberships m on m.county_id = r.county_id and m.body_id = r.body_id and m.person_id = s.person_id
      and m.office in ('convenor', 'deputy-convenor', 'secretary') and ${isCurrent('m', 'counties.time_zone', at)}
    where r.state = 'live' and ${meetingId === undefined ? sql`true` : sql`r.id = ${meetingId}`}
    order by r.id, array_position(array['convenor', 'deputy-convenor', 'secretary'], m.office), s.created_at, s.id`)
  return rows.map((row) => Officer.parse(row))
}

/** @returns the seat that should preside instead of the convenor; null: the convenor does, or nobody can */
export function actingChairOf(officers: readonly Officer[], at: Date, { graceMs, freshMs } = chairPatience) {
  const ago = ({ seenUntil }: Officer) => (seenUntil === null ? Infinity : at.getTime() - seenUntil.getTime())
  const convenors = officers.filter(({ office }) => office === 'convenor')
  const now = officers[0]?.actingChairSeatId ?? null
  const since = Math.min(...convenors.map(ago))
  // A convenor who never came has not dropped: deputies and secretary run the room anyway.
  if (since === Infinity || since <= freshMs) return null
  const acting = officers.find(({ seatId }) => seatId === now)
  if (acting && ago(acting) < graceMs) return now
  if (since < graceMs) return null
  return officers.find((each) => each.office !== 'convenor' && ago(each) <= freshMs)?.seatId ?? null
}

/** @returns how many rooms changed hands */
export async function followChairs(db: Db, at: Date, patience = chairPatience): Promise<number> {
  const officers = await readOfficers(db, at)
  let changed = 0
  for (const meetingId of new Set(officers.map((each) => each.meetingId))) {
    const here = officers.filter((each) => each.meetingId === meetingId)
    if (actingChairOf(here, at, patience) === here[0]!.actingChairSeatId) continue
    const { result } = await changeRoom(db, { kind: 'system' }, meetingId, 'room.run', at, async (tx, room) => {
      const wanted = actingChairOf(await readOfficers(tx, at, meetingId), at, patience)
      if (wanted === room.actingChairSeatId || room.state !== 'live') return null
      await tx
        .update(meetings)
        .set({ actingChairSeatId: wanted })
        .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
      const who = wanted ?? room.actingChairSeatId
      return {
        result: true,
        topic: 'seats',
        event: { verb: wanted === null ? 'chair.return' : 'chair.hand-over', thingId: who },
        access: [wanted, room.actingChairSeatId].filter((id) => id !== null),
      }
    })
    if (result) changed++
  }
  return changed
}
