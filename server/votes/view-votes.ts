// From rows to what is shown. Pure.
import type { voteBallots } from '@/db/schema/votes'
import { VoteResult, type VoteSummary, type VoteView } from './contract'
import type { PlaceRow } from './electorate'
import type { VoteRow } from './thing'

export type BallotRow = typeof voteBallots.$inferSelect
/** A vote with what is the same for everybody who may see it. */
export type VoteBase = {
  row: VoteRow
  places: PlaceRow[]
  /** Of open and named votes. */
  ballots: BallotRow[]
  /** Seats' names, for who gave a vote in somebody's stead. */
  seatNames: ReadonlyMap<string, string>
  /** Of a secret vote under way: who has voted. */
  secret: { isLost: boolean; voted: ReadonlySet<string> } | null
}

const instant = (date: Date | null) => date?.toISOString() ?? null

export function summaryOf({ row, places, ballots, seatNames }: VoteBase): VoteSummary {
  const result = row.result === null ? null : VoteResult.parse(row.result)
  const { id, agendaItemId, question, kind, per, base, threshold, eachKind, choices, mayChange, state, isOpinion } = row
  const voters = (result?.ballots ?? []).flatMap(({ placeId, choice, isByHand }) => {
    const place = places.find((each) => each.id === placeId)
    const seatId = ballots.find((each) => each.placeId === placeId)?.seatId
    const by = seatId ? (seatNames.get(seatId) ?? null) : null
    return place
      ? [{ name: place.name, unitKind: place.unitKind, choice, isByHand, by: by === place.name ? null : by }]
      : []
  })
  return {
    ...{ id, agendaItemId, question, kind, per, base, threshold, eachKind, choices, mayChange, state, isOpinion },
    openedAt: instant(row.openedAt),
    closedAt: instant(row.closedAt),
    result,
    voters,
  }
}

/** @param mine places whose vote this seat gives @param mayRun sees who has not voted, where that is no secret */
export function viewVote(vote: VoteBase, mine: readonly PlaceRow[], mayRun: boolean): VoteView {
  const views = known.get(vote) ?? new Map<boolean, VoteView>()
  known.set(vote, views)
  const shared = views.get(mayRun) ?? viewForAll(vote, mayRun)
  views.set(mayRun, shared)
  if (vote.row.state !== 'open' || mine.length === 0) return shared
  const given = givenIn(vote)
  const voted = votedIn(vote, given)
  return {
    ...shared,
    mine: mine.map(({ id, name, unitKind }) => ({
      placeId: id,
      name,
      unitKind,
      hasVoted: voted.has(id),
      choice: vote.row.kind === 'secret' ? null : (given.get(id) ?? null),
    })),
  }
}

/** One object for all seats that give no vote in it: with hundreds of seats each would otherwise be made hundreds of times. */
const known = new WeakMap<VoteBase, Map<boolean, VoteView>>()

const givenIn = ({ ballots }: VoteBase) => new Map(ballots.map(({ placeId, choice }) => [placeId as string, choice]))
const votedIn = ({ secret }: VoteBase, given: ReadonlyMap<string, unknown>): ReadonlySet<string> =>
  secret ? secret.voted : new Set(given.keys())

function viewForAll(vote: VoteBase, mayRun: boolean): VoteView {
  const { row, places, secret } = vote
  const isOpen = row.state === 'open'
  const voted = votedIn(vote, givenIn(vote))
  const summary = summaryOf(vote)
  return {
    ...summary,
    entitled: places.length,
    present: summary.result?.present ?? places.filter(({ isPresent }) => isPresent).length,
    cast: summary.result?.cast ?? voted.size,
    isLost: isOpen && secret?.isLost === true,
    mine: [],
    waiting:
      isOpen && mayRun && row.kind !== 'secret'
        ? places.filter(({ id }) => !voted.has(id)).map(({ id, name, unitKind }) => ({ placeId: id, name, unitKind }))
        : [],
  }
}
