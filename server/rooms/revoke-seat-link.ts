import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { seatDevices, seatLinks } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import type { MeetingId, SeatId } from '@/server/ids'
import { changeRoom } from './change-room'
import { seatInRoom } from './seat-in-room'

/**
 * Stops every link of a seat, and with them the browsers that hold it: a link that went round a chat group must not leave
 * strangers in the room. The seat stays; a new link can be made for it.
 */
export function revokeSeatLinks(db: Db, actor: Actor, input: { meetingId: MeetingId; seatId: SeatId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['meeting.manage', 'room.run'], at, async (tx, room) => {
    const seat = await seatInRoom(tx, room, input.seatId)
    const revoked = await tx
      .update(seatLinks)
      .set({ revokedAt: at })
      .where(and(eq(seatLinks.countyId, room.countyId), eq(seatLinks.seatId, seat.id), isNull(seatLinks.revokedAt)))
      .returning({ id: seatLinks.id })
    if (revoked.length === 0) return null
    await tx
      .update(seatDevices)
      .set({ endedAt: at })
      .where(and(eq(seatDevices.countyId, room.countyId), eq(seatDevices.seatId, seat.id), isNull(seatDevices.endedAt)))
    return {
      result: revoked.length,
      topic: 'seats',
      event: { verb: 'seat.revoke-link', thingId: seat.id, detail: { links: revoked.length } },
      access: [seat.id],
    }
  })
}
