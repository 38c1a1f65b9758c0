import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { stopScreen } from './media-server'
import { mayHear, publishSources } from './model'
import { readSeat } from './read-seat'
import { presentSeat } from './seat-in-room'

/** Ends a shared screen. @throws video_unavailable when LiveKit did not answer */
export async function stopShare(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  const done = await changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    return {
      result: await readSeat(tx, room.countyId, seat.id),
      topic: 'seats',
      event: { verb: 'share.stop', thingId: seat.id },
    }
  })
  const seat = done.result
  if (seat) await stopScreen(input.meetingId, input.seatId, publishSources(seat), mayHear(seat))
  return done
}
