import type { Db } from '@/db/client'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { seatInRoom, seatKey } from './seat-in-room'

/** Turns somebody at the door away, with a word they read there. @throws conflict when they are in already */
export function refuse(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId; word: string }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    const seat = await seatInRoom(tx, room, input.seatId)
    if (seat.admission === 'refused') return null
    if (seat.admission === 'admitted') throw new AppError('conflict')
    await tx
      .update(seats)
      .set({ admission: 'refused', word: input.word === '' ? null : input.word })
      .where(seatKey(room, seat.id))
    return {
      result: seat.id,
      topic: 'seats',
      event: { verb: 'seat.refuse', thingId: seat.id },
      access: [seat.id],
    }
  })
}
