import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'
import type { SpeakingSeconds } from './contract'

/** How long who of which kind of unit speaks; from the next turn on. */
export function setSpeaking(db: Db, actor: Actor, input: { meetingId: MeetingId; seconds: SpeakingSeconds }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    await tx
      .update(meetings)
      .set({ speakingSeconds: input.seconds })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return { result: room.id, topic: 'meeting', event: { verb: 'meeting.set-speaking', detail: { ...input.seconds } } }
  })
}
