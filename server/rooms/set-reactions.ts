import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'

/** Whether this sitting has reactions at all. */
export function setReactions(db: Db, actor: Actor, input: { meetingId: MeetingId; isOn: boolean }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    if (room.hasReactions === input.isOn) return null
    await tx
      .update(meetings)
      .set({ hasReactions: input.isOn })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return { result: room.id, topic: 'meeting', event: { verb: 'meeting.set-reactions', detail: { isOn: input.isOn } } }
  })
}
