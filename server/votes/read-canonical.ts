// What a signature says about the votes of a text.
import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { votePlaces, votes } from '@/db/schema/votes'
import type { CountyId, DocumentId } from '@/server/ids'
import { QuorumState } from '@/server/quorum/model'
import { VoteResult } from './contract'

const ofDocument = (countyId: CountyId, documentId: DocumentId) =>
  and(eq(votes.countyId, countyId), eq(votes.documentId, documentId))

/** Whether the result of a vote may still come into this text. */
export async function hasOpenVote(db: Db | Tx, countyId: CountyId, documentId: DocumentId): Promise<boolean> {
  const [row] = await db
    .select({ id: votes.id })
    .from(votes)
    .where(and(ofDocument(countyId, documentId), eq(votes.state, 'open')))
    .limit(1)
  return row !== undefined
}

/** Closed votes alone: neither they nor their electorate change any more. Ids stand for units and people. */
export async function readCanonicalVotes(
  db: Db | Tx,
  countyId: CountyId,
  documentId: DocumentId,
): Promise<ReadonlyMap<string, unknown>> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(ofDocument(countyId, documentId), eq(votes.state, 'closed')))
  const places = await db
    .select({
      voteId: votePlaces.voteId,
      id: votePlaces.id,
      unitId: votePlaces.unitId,
      unitKind: votePlaces.unitKind,
      personId: votePlaces.personId,
      seatId: votePlaces.seatId,
      isPresent: votePlaces.isPresent,
      hasVoted: votePlaces.hasVoted,
    })
    .from(votePlaces)
    .innerJoin(votes, and(eq(votes.countyId, votePlaces.countyId), eq(votes.id, votePlaces.voteId)))
    .where(and(ofDocument(countyId, documentId), eq(votes.state, 'closed')))
    .orderBy(asc(votePlaces.id))
  return new Map(
    rows.map(({ id, question, kind, per, base, threshold, eachKind, choices, quorum, result }) => [
      id as string,
      {
        ...{ question, kind, per, base, threshold, eachKind, choices },
        quorum: quorum === null ? null : QuorumState.parse(quorum),
        result: VoteResult.parse(result),
        electorate: places.flatMap(({ voteId, ...place }) => (voteId === id ? [place] : [])),
      },
    ]),
  )
}
