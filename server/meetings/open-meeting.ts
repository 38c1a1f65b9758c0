import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from '@/server/rooms/change-room'

/** Opens the room; whoever was let in before goes in now. Opening an open one changes nothing. @throws meeting_over, meeting_cancelled */
export function openMeeting(db: Db, actor: Actor, input: { meetingId: MeetingId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'meeting.manage', at, async (tx, room) => {
    if (room.state === 'ended') throw new AppError('meeting_over')
    if (room.cancelledAt !== null) throw new AppError('meeting_cancelled')
    if (room.state === 'live') return null
    await tx
      .update(meetings)
      .set({ state: 'live', openedAt: at })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return { result: room.id, topic: 'meeting', event: { verb: 'meeting.open' }, access: 'meeting' }
  })
}
