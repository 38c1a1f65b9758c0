import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { writeRecord } from '@/server/minutes/fill-record'
import { changeRoom } from '@/server/rooms/change-room'
import { endTurn } from '@/server/rooms/floor-turns'
import { requireNoOpenVote } from '@/server/votes/require-none-open'

/** Ends the sitting for everybody: floor, hands and the current item end with it, sockets and media close. */
export function endMeeting(db: Db, actor: Actor, input: { meetingId: MeetingId }, at: Date) {
  return changeRoom(db, actor, input.meetingId, ['room.run', 'meeting.manage'], at, async (tx, room) => {
    if (room.state === 'planned') throw new AppError('meeting_not_open')
    if (room.state === 'ended') return null
    // What was asked is answered first, or called off: nobody's ballot is dropped by the way.
    await requireNoOpenVote(tx, room)
    await endTurn(tx, room, at)
    await tx
      .update(meetings)
      .set({
        state: 'ended',
        endedAt: at,
        floorSeatId: null,
        floorSince: null,
        currentAgendaItemId: null,
        actingChairSeatId: null,
      })
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    await tx
      .update(agendaItems)
      .set({ endedAt: at })
      .where(
        and(
          eq(agendaItems.countyId, room.countyId),
          eq(agendaItems.meetingId, room.id),
          isNotNull(agendaItems.startedAt),
          isNull(agendaItems.endedAt),
        ),
      )
    await tx
      .update(seats)
      .set({ handRaisedAt: null })
      .where(and(eq(seats.countyId, room.countyId), eq(seats.meetingId, room.id), isNotNull(seats.handRaisedAt)))
    // Nobody types what the record has. A text that is frozen already keeps what it says.
    await writeRecord(tx, { ...room, state: 'ended', endedAt: at }, null, at)
    return { result: room.id, topic: 'meeting', event: { verb: 'meeting.end' }, access: 'meeting' }
  })
}
