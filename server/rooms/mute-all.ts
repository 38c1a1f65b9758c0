import type { Db } from '@/db/client'
import { can, type Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { changeRoom } from './change-room'
import { muteMicrophones } from './media-server'
import { readSeatsOfMeeting } from './read-seat'

/**
 * Mutes everybody's microphone but of who has the floor and of those who run the room. Each may open theirs again.
 * @throws video_unavailable when LiveKit did not answer: a chair must not believe that microphones are off
 */
export async function muteAll(db: Db, actor: Actor, input: { meetingId: MeetingId }, at: Date) {
  const done = await changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seats = [...(await readSeatsOfMeeting(tx, room.countyId, room.id)).values()]
    const spared = seats.filter((seat) => seat.hasFloor || can(seat, 'room.run', meetingThing(room)))
    const result = new Set<string>(spared.map(({ seatId }) => seatId))
    return { result, topic: 'seats', event: { verb: 'seat.mute-all', thingId: room.id } }
  })
  const spared = done.result ?? new Set()
  await muteMicrophones(input.meetingId, ({ identity }) => !spared.has(identity))
  return done
}
