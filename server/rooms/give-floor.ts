import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { presentSeat, seatKey } from './seat-in-room'

/** Gives the floor to one seat and thereby takes it from the one before; a listener may publish while holding it. */
export function giveFloor(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    if (seat.role === 'observer') throw new AppError('conflict')
    if (room.floorSeatId === seat.id) return null
    await tx.update(seats).set({ handRaisedAt: null }).where(seatKey(room, seat.id))
    await tx
      .update(meetings)
      .set({ floorSeatId: seat.id, floorSince: at })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'floor.give', thingId: seat.id },
      access: room.floorSeatId === null ? [seat.id] : [room.floorSeatId, seat.id],
    }
  })
}
