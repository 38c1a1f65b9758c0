import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom, requireSeat } from './change-room'
import { presentSeat, seatKey } from './seat-in-room'

/**
 * "I sit in one room with …": no microphone and no loudspeaker here, theirs serve both; null ends it. No chains: the other
 * must have a device of their own.
 * @throws conflict when the other shares a device too, or is oneself
 */
export function shareDevice(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; withSeatId: SeatId | null },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.enter', at, async (tx, room, now) => {
    const mine = await presentSeat(tx, room, requireSeat(now).seatId)
    if (mine.sharesWithSeatId === input.withSeatId) return null
    if (input.withSeatId !== null) {
      const other = await presentSeat(tx, room, input.withSeatId)
      if (other.id === mine.id || other.sharesWithSeatId !== null) throw new AppError('conflict')
      await tx.update(seats).set({ sharesWithSeatId: other.id }).where(seatKey(room, mine.id))
      return shared(mine.id, true)
    }
    await tx.update(seats).set({ sharesWithSeatId: null }).where(seatKey(room, mine.id))
    return shared(mine.id, false)
  })
}

const shared = (seatId: SeatId, isShared: boolean) => ({
  result: seatId,
  topic: 'seats' as const,
  event: { verb: 'seat.share-device', thingId: seatId, detail: { isShared } },
  access: [seatId],
})
