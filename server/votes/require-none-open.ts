import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { votes } from '@/db/schema/votes'
import { AppError } from '@/server/errors'
import type { CountyId, MeetingId } from '@/server/ids'

/** The caller holds the room's lock, under which votes are opened and closed. @throws vote_open */
export async function requireNoOpenVote(tx: Tx, room: { countyId: CountyId; id: MeetingId }): Promise<void> {
  const [row] = await tx
    .select({ id: votes.id })
    .from(votes)
    .where(and(eq(votes.countyId, room.countyId), eq(votes.meetingId, room.id), eq(votes.state, 'open')))
    .limit(1)
  if (row) throw new AppError('vote_open')
}
