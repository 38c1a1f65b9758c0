import type { Db } from '@/db/client'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'
import { extendTurn } from './floor-turns'

/** Another minute for who has the floor. @throws conflict when nobody has it */
export function extendFloor(db: Db, actor: Actor, input: { meetingId: MeetingId; seconds: number }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    if (!(await extendTurn(tx, room, input.seconds, at))) throw new AppError('conflict')
    return {
      result: room.floorSeatId,
      topic: 'seats',
      event: { verb: 'floor.extend', thingId: room.floorSeatId, detail: { seconds: input.seconds } },
    }
  })
}
