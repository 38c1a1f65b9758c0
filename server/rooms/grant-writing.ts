import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { presentSeat, seatKey } from './seat-in-room'

/** Lets one seat write in the minutes, or takes that back; open editors hear it through the access notice. */
export function grantWriting(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; seatId: SeatId; mayWrite: boolean },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    if (seat.mayWrite === input.mayWrite) return null
    await tx.update(seats).set({ mayWrite: input.mayWrite }).where(seatKey(room, seat.id))
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'seat.grant-writing', thingId: seat.id, detail: { mayWrite: input.mayWrite } },
      access: [seat.id],
    }
  })
}
