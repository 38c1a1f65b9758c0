import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'

/**
 * Lets seats in, waiting or expected. One that was refused a moment earlier stays refused: of two askers at once the
 * first wins. Seats that are in already are left as they are.
 * @throws conflict when none of them could be let in
 */
export function admit(db: Db, actor: Actor, input: { meetingId: MeetingId; seatIds: readonly SeatId[] }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    const named = and(
      eq(seats.countyId, room.countyId),
      eq(seats.meetingId, room.id),
      inArray(seats.id, [...input.seatIds]),
    )
    const admitted = await tx
      .update(seats)
      .set({ admission: 'admitted', admittedAt: at, word: null })
      .where(and(named, inArray(seats.admission, ['waiting', 'expected']), isNull(seats.bannedAt)))
      .returning({ id: seats.id })
    const ids = admitted.map(({ id }) => id)
    if (ids.length === 0) {
      const there = await tx
        .select({ id: seats.id })
        .from(seats)
        .where(and(named, eq(seats.admission, 'admitted')))
      if (there.length === 0) throw new AppError('conflict')
      return null
    }
    return {
      result: ids,
      topic: 'seats',
      event: { verb: 'seat.admit', thingId: ids.length === 1 ? ids[0] : room.id, detail: { seats: ids.length } },
      access: ids,
    }
  })
}
