import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'
import { devicesOf, endTurn } from './floor-turns'

/** Ends a turn: by who runs the room, or by the speaker who is done. */
export function takeBackFloor(db: Db, actor: Actor, input: { meetingId: MeetingId }, at: Date) {
  const verb = actor.kind === 'seat' && actor.hasFloor ? 'room.ask-floor' : 'room.run'
  return changeRoom(db, actor, input.meetingId, verb, at, async (tx, room, now) => {
    const holder = room.floorSeatId
    // Somebody who held it when asking but no longer does must not end the next speaker's turn.
    const isOwnTurnOver = verb === 'room.ask-floor' && now.kind === 'seat' && !now.hasFloor
    if (holder === null || isOwnTurnOver) return null
    const access = await devicesOf(tx, room, [holder])
    await endTurn(tx, room, at)
    return {
      result: holder,
      topic: 'seats',
      event: { verb: 'floor.take-back', thingId: holder },
      access,
    }
  })
}
