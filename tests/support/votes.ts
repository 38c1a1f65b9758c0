// A vote that is open, in a sitting that somebody else has made.
import { and, asc, eq } from 'drizzle-orm'
import { agendaItems } from '@/db/schema/meetings'
import type { Db } from '@/db/client'
import { VoteId, type CountyId, type MeetingId } from '@/server/ids'
import { NewVote } from '@/server/votes/contract'
import { createVote } from '@/server/votes/create-vote'
import { openVote } from '@/server/votes/open-vote'
import { at } from './room'

export async function openVoteIn(db: Db, place: { countyId: CountyId; meetingId: MeetingId }): Promise<VoteId> {
  const { countyId, meetingId } = place
  const operator = { kind: 'operator' } as const
  const [item] = await db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(
      and(
        eq(agendaItems.countyId, countyId),
        eq(agendaItems.meetingId, meetingId),
        eq(agendaItems.isRestricted, false),
      ),
    )
    .orderBy(asc(agendaItems.position))
    .limit(1)
  const voteId = VoteId.parse(crypto.randomUUID())
  const input = NewVote.parse({ id: voteId, agendaItemId: item!.id, question: '同意吗', kind: 'open' })
  await createVote(db, operator, { meetingId, ...input }, at)
  await openVote(db, operator, { meetingId, voteId }, at)
  return voteId
}
