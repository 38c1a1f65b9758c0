import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { releaseFloor } from './floor-turns'
import { seatInRoom, seatKey } from './seat-in-room'

/**
 * Removes and bans a seat: its sockets and editors close within a second, LiveKit drops it, its links and a token it
 * still holds lead nowhere. Nobody removes themselves, and only a chair removes a chair.
 */
export function removeSeat(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room, now) => {
    const seat = await seatInRoom(tx, room, input.seatId)
    const isChair = seat.role === 'chair' || seat.isCoChair || room.actingChairSeatId === seat.id
    if (now.kind === 'seat' && (now.seatId === seat.id || (isChair && now.role !== 'chair'))) {
      throw new AppError('not_allowed')
    }
    if (seat.bannedAt !== null) return null
    await tx
      .update(seats)
      .set({ bannedAt: at, handRaisedAt: null, mayWrite: false, isCoChair: false })
      .where(seatKey(room, seat.id))
    await releaseFloor(tx, room, seat.id, at)
    return { result: seat.id, topic: 'seats', event: { verb: 'seat.remove', thingId: seat.id }, access: [seat.id] }
  })
}
