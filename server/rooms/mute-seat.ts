import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { muteMicrophone } from './media-server'
import { presentSeat } from './seat-in-room'

/**
 * Mutes the seat's microphone on LiveKit. The speaker may turn it on again (nobody's microphone is ever opened from
 * afar); taking the right itself is taking back the floor of a listener, or removing the seat.
 * @throws video_unavailable when LiveKit did not answer: a chair must not believe that a microphone is off
 */
export async function muteSeat(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  const done = await changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    return { result: seat.id, topic: 'seats', event: { verb: 'seat.mute', thingId: seat.id } }
  })
  await muteMicrophone(input.meetingId, input.seatId)
  return done
}
