import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom, requireSeat } from './change-room'
import { seatInRoom, seatKey } from './seat-in-room'

/** One's own hand, or, for who runs the room, anybody's. */
export function lowerHand(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; seatId?: SeatId | undefined },
  at: Date,
) {
  const isOwn = actor.kind === 'seat' && (input.seatId === undefined || input.seatId === actor.seatId)
  return changeRoom(db, actor, input.meetingId, isOwn ? 'room.ask-floor' : 'room.run', at, async (tx, room, now) => {
    const seat = await seatInRoom(tx, room, input.seatId ?? requireSeat(now).seatId)
    if (seat.handRaisedAt === null) return null
    await tx.update(seats).set({ handRaisedAt: null, handKind: 'turn' }).where(seatKey(room, seat.id))
    return { result: seat.id, topic: 'seats', event: { verb: 'hand.lower', thingId: seat.id } }
  })
}
