import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { beginTurn, devicesOf } from './floor-turns'
import { readSeat } from './read-seat'
import { presentSeat, seatKey } from './seat-in-room'

/** Gives the floor to one seat and thereby takes it from the one before; a listener may publish while holding it. */
export function giveFloor(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    if (seat.role === 'observer') throw new AppError('conflict')
    if (room.floorSeatId === seat.id) return null
    const actorOf = await readSeat(tx, room.countyId, seat.id)
    // Who was put aside by a restricted item neither hears nor speaks.
    if (actorOf?.isSetAside) throw new AppError('conflict')
    await tx.update(seats).set({ handRaisedAt: null, handKind: 'turn' }).where(seatKey(room, seat.id))
    await beginTurn(tx, room, seat, at)
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'floor.give', thingId: seat.id },
      // Also the seats whose devices serve them: everybody's rights are looked at.
      access: [...(await devicesOf(tx, room, [room.floorSeatId, seat.id]))],
    }
  })
}
