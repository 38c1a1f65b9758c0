// Votes of a sitting, for its room, its page and its minutes. Of a restricted item only for who is on its list.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import { voteBallots, votePlaces, votes } from '@/db/schema/votes'
import { can, requireAccess, type PersonActor, type SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId, MeetingId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { readRestrictedItems } from '@/server/minutes/read'
import { QuorumState } from '@/server/quorum/model'
import type { VoteSummary, VoteView } from './contract'
import { placesHeldBy, type Holdings } from './electorate'
import { lookAtBox } from './secret-box'
import { summaryOf, viewVote, type VoteBase } from './view-votes'

/** All of a sitting, restricted or not: for who filters them. In the order in which they were made. */
export async function loadVotes(db: Db | Tx, countyId: CountyId, meetingId: MeetingId): Promise<VoteBase[]> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(eq(votes.countyId, countyId), eq(votes.meetingId, meetingId)))
    .orderBy(asc(votes.createdAt), asc(votes.id))
  return withPlaces(db, countyId, rows)
}

async function withPlaces(db: Db | Tx, countyId: CountyId, rows: VoteBase['row'][]): Promise<VoteBase[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const places = await db
    .select()
    .from(votePlaces)
    .where(and(eq(votePlaces.countyId, countyId), inArray(votePlaces.voteId, ids)))
    .orderBy(asc(votePlaces.unitKind), asc(votePlaces.name), asc(votePlaces.id))
  const ballots = await db
    .select({ ballot: voteBallots, name: seats.name })
    .from(voteBallots)
    .leftJoin(seats, and(eq(seats.countyId, voteBallots.countyId), eq(seats.id, voteBallots.seatId)))
    .where(and(eq(voteBallots.countyId, countyId), inArray(voteBallots.voteId, ids)))
  const seatNames = new Map(
    ballots.flatMap(({ ballot, name }) => (ballot.seatId && name ? [[ballot.seatId as string, name] as const] : [])),
  )
  return rows.map((row) => ({
    row,
    places: places.filter(({ voteId }) => voteId === row.id),
    ballots: ballots.flatMap(({ ballot }) => (ballot.voteId === row.id ? [ballot] : [])),
    seatNames,
    secret: null,
  }))
}

/** Who has voted in secret, looked up after the rest: a box may be gone by the time the rest has been read. */
export const lookIntoBoxes = (db: Db, bases: readonly VoteBase[]): Promise<VoteBase[]> =>
  Promise.all(
    bases.map(async (base) => {
      const { row } = base
      if (row.kind !== 'secret' || row.state !== 'open') return base
      return { ...base, secret: (await lookAtBox(db, row)) ?? { isLost: false, voted: new Set<string>() } }
    }),
  )

/** As one seat sees them. @param visible the votes of items it may see @param holdings what each may give */
export const viewVotes = (
  seat: SeatActor,
  visible: readonly VoteBase[],
  mayRun: boolean,
  holdings: Holdings,
): VoteView[] =>
  visible
    .filter(({ row }) => mayRun || row.state !== 'draft')
    .map((base) => {
      const isMine = base.row.state === 'open' && seat.tokenId === null
      return viewVote(base, isMine ? placesHeldBy(holdings, seat, base.places) : [], mayRun)
    })

export type VoteOfMeeting = VoteSummary & {
  itemPosition: number
  itemTitle: string
  cast: number
  entitled: number
  quorum: QuorumState | null
}

/** For the page of a sitting. @throws not_found, not_allowed */
export async function readVotesOfMeeting(db: Db, actor: PersonActor, meetingId: MeetingId) {
  const { countyId } = actor
  const [meeting] = await db
    .select()
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!meeting) throw new AppError('not_found')
  requireAccess(actor, 'meeting.read', meetingThing(meeting))
  const agenda = await db
    .select()
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
  const own = await readRestrictedItems(db, actor, meetingId)
  const mayRun = can(actor, 'vote.run', {
    kind: 'vote',
    countyId,
    bodyId: meeting.bodyId,
    meetingId,
    readers: null,
  })
  const bases = await lookIntoBoxes(db, await loadVotes(db, countyId, meetingId))
  const list = bases.flatMap((base): VoteOfMeeting[] => {
    const item = agenda.find(({ id }) => id === base.row.agendaItemId)
    const title = item?.isRestricted ? own.find(({ agendaItemId }) => agendaItemId === item.id)?.title : item?.title
    // Of an item one is not on the list of, not even that there was a vote.
    if (!item || title === undefined) return []
    if (base.row.state === 'draft' && !mayRun) return []
    const { cast, entitled } = viewVote(base, [], false)
    const quorum = base.row.quorum === null ? null : QuorumState.parse(base.row.quorum)
    return [{ ...summaryOf(base), itemPosition: item.position, itemTitle: title, cast, entitled, quorum }]
  })
  return { meeting: { id: meeting.id, state: meeting.state, title: meeting.title }, mayRun, votes: list }
}

/** Votes whose results stand in a document, by id. The caller has asked access for the document. */
export async function readVotesOfDocument(
  db: Db | Tx,
  countyId: CountyId,
  documentId: DocumentId,
): Promise<ReadonlyMap<string, VoteSummary>> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(eq(votes.countyId, countyId), eq(votes.documentId, documentId)))
  const bases = await withPlaces(db, countyId, rows)
  return new Map(bases.map((base) => [base.row.id as string, summaryOf(base)]))
}
