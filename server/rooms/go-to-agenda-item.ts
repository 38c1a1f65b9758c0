import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { AgendaItemId, MeetingId } from '@/server/ids'
import { changeRoom } from './change-room'
import { endTurn } from './floor-turns'

/**
 * Makes an agenda item the current one: the one before gets its end, this one its start, unless it had one. A restricted
 * item puts everybody aside who is not on its list, until the next (DECISIONS 2).
 */
export function goToAgendaItem(
  db: Db,
  actor: Actor,
  input: { meetingId: MeetingId; agendaItemId: AgendaItemId },
  at: Date,
) {
  return changeRoom(db, actor, input.meetingId, 'room.run', at, async (tx, room) => {
    if (room.currentAgendaItemId === input.agendaItemId) return null
    const ofMeeting = and(eq(agendaItems.countyId, room.countyId), eq(agendaItems.meetingId, room.id))
    const [item] = await tx
      .select()
      .from(agendaItems)
      .where(and(ofMeeting, eq(agendaItems.id, input.agendaItemId)))
    if (!item) throw new AppError('not_found')
    const [before] =
      room.currentAgendaItemId === null
        ? []
        : await tx
            .select({ isRestricted: agendaItems.isRestricted })
            .from(agendaItems)
            .where(and(ofMeeting, eq(agendaItems.id, room.currentAgendaItemId)))
    // Whoever has the floor may be put aside by what comes, or came in by what goes.
    const isClearing = item.isRestricted || before?.isRestricted === true
    if (isClearing) await endTurn(tx, room, at)
    if (room.currentAgendaItemId !== null) {
      await tx
        .update(agendaItems)
        .set({ endedAt: at })
        .where(and(ofMeeting, eq(agendaItems.id, room.currentAgendaItemId), isNull(agendaItems.endedAt)))
    }
    await tx
      .update(agendaItems)
      .set({ startedAt: item.startedAt ?? at, endedAt: null })
      .where(and(ofMeeting, eq(agendaItems.id, item.id)))
    await tx
      .update(meetings)
      .set({ currentAgendaItemId: item.id })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    return {
      result: item.id,
      topic: 'agenda',
      id: item.id,
      event: { verb: 'agenda.go', detail: { position: item.position } },
      ...(isClearing && { access: 'meeting' as const }),
    }
  })
}
