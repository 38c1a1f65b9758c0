import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom, requireSeat } from './change-room'
import { seatInRoom, seatKey } from './seat-in-room'

/** Asks for the floor. The order is the server's time; raising again keeps the place, and may turn it into a point of order. */
export function raiseHand(db: Db, actor: Actor, input: { meetingId: MeetingId; kind?: 'turn' | 'order' }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.ask-floor', at, async (tx, room, now) => {
    const seat = await seatInRoom(tx, room, requireSeat(now).seatId)
    const kind = input.kind ?? 'turn'
    const isUp = seat.handRaisedAt !== null
    if ((isUp && seat.handKind === kind) || room.floorSeatId === seat.id) return null
    await tx
      .update(seats)
      .set({ handRaisedAt: seat.handRaisedAt ?? at, handKind: kind })
      .where(seatKey(room, seat.id))
    return { result: seat.id, topic: 'seats', event: { verb: 'hand.raise', thingId: seat.id, detail: { kind } } }
  })
}
