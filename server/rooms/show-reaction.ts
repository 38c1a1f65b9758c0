import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { requireAccess, type SeatActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { meetingThing } from '@/server/meetings/model'
import type { ReactionKind } from './contract'
import { mayReact } from './model'

/**
 * Shows the room something for some seconds. Not through changeRoom: no row changes, so a hall that applauds neither waits
 * for one lock nor fills the trail. One that is under way while they are turned off is not shown by any page.
 * @param seat as its rows are now
 * @returns the room's sequence, which it does not change
 * @throws not_allowed when they are off, and during a restricted item
 */
export async function showReaction(
  db: Db,
  seat: SeatActor,
  { kind }: { kind: ReactionKind },
): Promise<{ seq: number }> {
  const { meetingId, countyId, seatId } = seat
  requireAccess(seat, 'room.chat', meetingThing({ ...seat, id: meetingId, state: seat.meetingState }))
  const [room] = await db
    .select({ hasReactions: meetings.hasReactions, seq: meetings.signalSeq })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!room || !mayReact(seat, room)) throw new AppError('not_allowed')
  await notify(db, { kind: 'reaction', meetingId, seatId, reaction: kind })
  return { seq: room.seq }
}
