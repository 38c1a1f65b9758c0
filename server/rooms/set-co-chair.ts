import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { presentSeat, seatKey } from './seat-in-room'
import { readStanding } from './standing'

/**
 * Lets somebody run the room beside the chair, for this sitting. Only who holds an office in the body by the record, never
 * a guest or an observer; and only a chair grants it.
 * @throws conflict for who holds no such office
 */
export function setCoChair(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; seatId: SeatId; isCoChair: boolean },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room, now) => {
    if (now.kind === 'seat' && (now.role !== 'chair' || now.seatId === input.seatId)) throw new AppError('not_allowed')
    const seat = await presentSeat(tx, room, input.seatId)
    if (seat.isCoChair === input.isCoChair) return null
    const standing = seat.personId === null ? [] : await readStanding(tx, room, seat.personId, at)
    if (input.isCoChair && !standing.some(({ office }) => office !== 'observer')) throw new AppError('conflict')
    await tx.update(seats).set({ isCoChair: input.isCoChair }).where(seatKey(room, seat.id))
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'seat.co-chair', thingId: seat.id, detail: { isCoChair: input.isCoChair, meetingId: room.id } },
      access: [seat.id],
    }
  })
}
