import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { releaseFloor } from './floor-turns'
import { presentSeat, seatKey } from './seat-in-room'

/** The chair decides what somebody whose term ended during the sitting is until it is over. May be decided anew. */
export function settleTerm(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; seatId: SeatId; as: 'speaker' | 'observer' },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    const seat = await presentSeat(tx, room, input.seatId)
    if (seat.termEnd === null) throw new AppError('conflict')
    if (seat.termEnd === input.as) return null
    await tx.update(seats).set({ termEnd: input.as, role: input.as, mayWrite: false }).where(seatKey(room, seat.id))
    if (input.as === 'observer') await releaseFloor(tx, room, seat.id, at)
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'seat.settle-term', thingId: seat.id, detail: { as: input.as, meetingId: room.id } },
      access: [seat.id],
    }
  })
}
