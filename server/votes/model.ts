// Counting. Pure. Who is entitled, who was there and what they chose go in; what was decided comes out.
import { UnitKind } from '@/server/units/contract'
import type { KindResult, Outcome, Threshold, VoteBase, VoteKind, VoteResult } from './contract'

/** Below so many voters of a kind in a secret vote no kind is told apart (PRODUCT, rules of the trade). */
export const leastOfKind = 5

export type CountedPlace = { id: VoteResultPlaceId; kind: UnitKind | null; isPresent: boolean }
type VoteResultPlaceId = NonNullable<VoteResult['ballots']>[number]['placeId']
export type CountedBallot = { placeId: VoteResultPlaceId; choice: number; isByHand: boolean }
export type VoteRules = {
  kind: VoteKind
  base: VoteBase
  threshold: Threshold
  eachKind: boolean
  choices: readonly string[]
  isOpinion: boolean
}

/** For, against, abstain; or each choice, and abstaining. */
export const optionCount = ({ choices }: Pick<VoteRules, 'choices'>) => (choices.length === 0 ? 3 : choices.length + 1)
export const abstain = (rules: Pick<VoteRules, 'choices'>) => optionCount(rules) - 1

/** Votes it takes, of so many: more than half; at least two thirds; at least four fifths. Of none, one: nobody decides nothing. */
export function votesNeeded(threshold: Threshold, of: number): number {
  const needed =
    threshold === 'simple'
      ? Math.floor(of / 2) + 1
      : threshold === 'two-thirds'
        ? Math.ceil((of * 2) / 3)
        : Math.ceil((of * 4) / 5)
  return Math.max(1, needed)
}

/**
 * A ballot of a place that is not in the electorate is not counted, nor a second one of the same place: the tables refuse
 * both, and a count must not depend on it. Cast: every ballot handed in, abstentions among them. Present: there at opening,
 * or voted since. Entitled: the whole electorate.
 */
export function countVotes(
  rules: VoteRules,
  places: readonly CountedPlace[],
  given: readonly CountedBallot[],
): VoteResult {
  const ballots = places.flatMap((place) => {
    const ballot = given.find(({ placeId }) => placeId === place.id)
    return ballot && ballot.choice < optionCount(rules) ? [{ ...ballot, kind: place.kind }] : []
  })
  const voted = new Set(ballots.map(({ placeId }) => placeId))
  const baseOf = (some: readonly CountedPlace[]) => {
    if (rules.base === 'cast') return some.filter(({ id }) => voted.has(id)).length
    return rules.base === 'entitled'
      ? some.length
      : some.filter(({ id, isPresent }) => isPresent || voted.has(id)).length
  }
  const counts = countsOf(rules, ballots)
  const of = baseOf(places)
  const needed = votesNeeded(rules.threshold, of)
  const kinds = UnitKind.options.flatMap((kind): KindResult[] => {
    const ofKind = places.filter((place) => place.kind === kind)
    if (ofKind.length === 0) return []
    const theirs = ballots.filter((ballot) => ballot.kind === kind)
    const kindCounts = countsOf(rules, theirs)
    const agreeing = rules.choices.length === 0 ? kindCounts[0]! : 0
    const isMet = rules.eachKind ? agreeing >= votesNeeded('simple', baseOf(ofKind)) : null
    return [{ kind, counts: kindCounts, cast: theirs.length, isMet }]
  })
  const { outcome, chosen } = decide(rules, counts, needed, kinds)
  const isWithheld = rules.kind === 'secret' && kinds.some(({ cast }) => cast < leastOfKind)
  return {
    counts,
    cast: ballots.length,
    present: places.filter(({ id, isPresent }) => isPresent || voted.has(id)).length,
    entitled: places.length,
    of,
    needed,
    outcome: rules.isOpinion ? 'opinion' : outcome,
    chosen,
    kinds: isWithheld ? null : kinds,
    ballots:
      rules.kind === 'named' ? ballots.map(({ placeId, choice, isByHand }) => ({ placeId, choice, isByHand })) : null,
  }
}

const countsOf = (rules: VoteRules, ballots: readonly { choice: number }[]) =>
  Array.from({ length: optionCount(rules) }, (_, option) => ballots.filter(({ choice }) => choice === option).length)

function decide(
  rules: VoteRules,
  counts: readonly number[],
  needed: number,
  kinds: readonly KindResult[],
): { outcome: Exclude<Outcome, 'opinion'>; chosen: number | null } {
  if (rules.choices.length === 0) {
    const isCarried = counts[0]! >= needed && kinds.every(({ isMet }) => isMet !== false)
    // As many for as against: not carried either way, and worth its own word.
    const isTie = !isCarried && counts[0]! > 0 && counts[0] === counts[1]
    return { outcome: isCarried ? 'carried' : isTie ? 'tie' : 'lost', chosen: null }
  }
  const real = counts.slice(0, -1)
  const most = Math.max(...real)
  const leaders = real.flatMap((count, option) => (count === most ? [option] : []))
  if (most > 0 && leaders.length > 1) return { outcome: 'tie', chosen: null }
  return most >= needed ? { outcome: 'carried', chosen: leaders[0]! } : { outcome: 'lost', chosen: null }
}
