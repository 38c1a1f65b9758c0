import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'

/** Locked: nobody new comes in by themselves; who is in stays, and comes back after a break in the line. */
export function setMeetingLock(db: Db, actor: Actor, input: { meetingId: MeetingId; isLocked: boolean }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    if (room.isLocked === input.isLocked) return null
    await tx
      .update(meetings)
      .set({ isLocked: input.isLocked })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return { result: room.id, topic: 'meeting', event: { verb: 'meeting.lock', detail: { isLocked: input.isLocked } } }
  })
}
