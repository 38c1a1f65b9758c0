import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { chatMessages } from '@/db/schema/rooms'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, MessageId } from '@/server/ids'
import { requireNoChildDataInChat } from '@/server/privacy/model'
import { meetingThing } from '@/server/meetings/model'
import { changeRoom, requireSeat } from './change-room'
import type { ChatScope } from './contract'

/**
 * Stores a line of chat. The client chooses the id, so that sending again after a lost acknowledgement changes nothing.
 * @param input.text as parsed by ChatText
 * @throws id_number, child_name (server/privacy/model.ts)
 * @throws conflict when the id is somebody else's message
 */
export function sendChat(
  db: Db,
  actor: Actor,
  input: {
    meetingId: MeetingId
    id: MessageId
    text: string
    keep?: boolean | undefined
    scope?: ChatScope | undefined
  },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.chat', at, async (tx, room, now) => {
    const seat = requireSeat(now)
    requireNoChildDataInChat(seat, input.text, input.keep ?? false)
    const scope = input.scope ?? 'room'
    // Anybody may write to those who run the room; to the door only they.
    if (scope === 'waiting') requireAccess(seat, 'room.run', meetingThing(room))
    const message = { countyId: room.countyId, meetingId: room.id, seatId: seat.seatId, id: input.id }
    const stored = await tx
      .insert(chatMessages)
      .values({
        ...message,
        scope,
        restrictedItemId: seat.isRestrictedNow ? room.currentAgendaItemId : null,
        text: input.text,
        at,
      })
      .onConflictDoNothing()
      .returning({ id: chatMessages.id })
    if (stored.length === 0) {
      const [before] = await tx
        .select({ seatId: chatMessages.seatId, meetingId: chatMessages.meetingId })
        .from(chatMessages)
        .where(and(eq(chatMessages.countyId, room.countyId), eq(chatMessages.id, input.id)))
      if (before?.seatId !== seat.seatId || before.meetingId !== room.id) throw new AppError('conflict')
      return null
    }
    return {
      result: input.id,
      topic: 'chat',
      id: input.id,
      event: { verb: 'chat.send', thingId: input.id, detail: { length: input.text.length, scope } },
    }
  })
}
