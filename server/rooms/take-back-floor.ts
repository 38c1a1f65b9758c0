import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'

/** Ends a turn: by who runs the room, or by the speaker who is done. */
export function takeBackFloor(db: Db, actor: Actor, input: { meetingId: MeetingId }, at: Date) {
  const verb = actor.kind === 'seat' && actor.hasFloor ? 'room.ask-floor' : 'room.run'
  return changeRoom(db, actor, input.meetingId, verb, at, async (tx, room, now) => {
    const holder = room.floorSeatId
    // Somebody who held it when asking but no longer does must not end the next speaker's turn.
    const isOwnTurnOver = verb === 'room.ask-floor' && now.kind === 'seat' && !now.hasFloor
    if (holder === null || isOwnTurnOver) return null
    await tx
      .update(meetings)
      .set({ floorSeatId: null, floorSince: null })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return {
      result: holder,
      topic: 'seats',
      event: { verb: 'floor.take-back', thingId: holder },
      access: [holder],
    }
  })
}
