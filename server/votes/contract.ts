// What crosses the wire about votes. A choice is its place in the list of options: 0 for, 1 against, 2 abstain; or the
// choices in their order and abstaining last.
import { z } from 'zod'
import { AgendaItemId, MeetingId, VoteId, VotePlaceId } from '@/server/ids'
import { UnitKind } from '@/server/units/contract'

export const VoteKind = z.enum(['open', 'named', 'secret'])
export type VoteKind = z.infer<typeof VoteKind>
export const VoteBase = z.enum(['cast', 'present', 'entitled'])
export type VoteBase = z.infer<typeof VoteBase>
export const Threshold = z.enum(['simple', 'two-thirds', 'four-fifths'])
export type Threshold = z.infer<typeof Threshold>
export const VoteState = z.enum(['draft', 'open', 'closed', 'cancelled'])
export type VoteState = z.infer<typeof VoteState>

const line = (max: number) =>
  z
    .string()
    .transform((typed) => typed.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'required').max(max, 'tooLong'))

export const mostChoices = 12

/** The id is the client's, so that a request sent twice makes one vote. */
export const NewVote = z.object({
  id: VoteId,
  agendaItemId: AgendaItemId,
  question: line(300),
  kind: VoteKind,
  per: z.enum(['unit', 'person']).default('unit'),
  base: VoteBase.default('present'),
  threshold: Threshold.default('simple'),
  eachKind: z.boolean().default(false),
  choices: z.array(line(80)).max(mostChoices, 'tooMany').default([]),
  mayChange: z.boolean().default(true),
  withGuests: z.boolean().default(false),
})
export type NewVote = z.infer<typeof NewVote>

const Choice = z.number().int().min(0).max(mostChoices)
export const BallotInput = z.object({ voteId: VoteId, placeId: VotePlaceId, choice: Choice })
export type BallotInput = z.infer<typeof BallotInput>
/** Hands counted in the hall, for places without a device. */
export const HandsInput = z.object({
  voteId: VoteId,
  hands: z
    .array(z.object({ placeId: VotePlaceId, choice: Choice }))
    .min(1)
    .max(500),
})
export type HandsInput = z.infer<typeof HandsInput>

/** The form of a sitting's page. */
export const EndVote = z.object({ meetingId: MeetingId, voteId: VoteId, op: z.enum(['close', 'cancel']) })

const Count = z.number().int().min(0)
export const KindResult = z.object({
  kind: UnitKind,
  counts: z.array(Count),
  cast: Count,
  /** More than half of this kind agree; null where the vote does not ask for it. */
  isMet: z.boolean().nullable(),
})
export type KindResult = z.infer<typeof KindResult>

export const Outcome = z.enum(['carried', 'lost', 'tie', 'opinion'])
export type Outcome = z.infer<typeof Outcome>

/** Frozen at closing. Ids and numbers only: names stand beside it, where they can be erased. */
export const VoteResult = z.object({
  /** By option. */
  counts: z.array(Count),
  cast: Count,
  present: Count,
  entitled: Count,
  /** What the share is taken of, and how many votes it takes. */
  of: Count,
  needed: Count,
  outcome: Outcome,
  /** Of a choice among several: which one; null otherwise, and where none came far enough. */
  chosen: Count.nullable(),
  /** Null: withheld, since of some kind fewer than five voted in secret. */
  kinds: z.array(KindResult).nullable(),
  /** Of a named vote, in the order of the electorate. */
  ballots: z.array(z.object({ placeId: VotePlaceId, choice: Count, isByHand: z.boolean() })).nullable(),
})
export type VoteResult = z.infer<typeof VoteResult>

const Voter = z.object({
  name: z.string(),
  unitKind: UnitKind.nullable(),
  choice: Count,
  /** Who gave it, where it was a proxy or a colleague; null: a hand in the hall, or the person themself. */
  by: z.string().nullable(),
  isByHand: z.boolean(),
})

const Instant = z.iso.datetime()
/** A vote and its result, for all who may see its item. */
export const VoteSummary = z.object({
  id: VoteId,
  agendaItemId: AgendaItemId,
  question: z.string(),
  kind: VoteKind,
  per: z.enum(['unit', 'person']),
  base: VoteBase,
  threshold: Threshold,
  eachKind: z.boolean(),
  choices: z.array(z.string()),
  mayChange: z.boolean(),
  state: VoteState,
  isOpinion: z.boolean(),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  result: VoteResult.nullable(),
  /** Of a closed named vote. */
  voters: z.array(Voter),
})
export type VoteSummary = z.infer<typeof VoteSummary>

/** … and as one seat sees it while it is under way. */
export const VoteView = VoteSummary.extend({
  entitled: Count,
  present: Count,
  /** How many have voted: the only thing told of a vote under way. */
  cast: Count,
  /** Ballots were lost when the database was killed: it has to be called off and repeated. */
  isLost: z.boolean(),
  /** Votes this seat gives. Of a secret one only whether it was given. */
  mine: z.array(
    z.object({
      placeId: VotePlaceId,
      name: z.string(),
      unitKind: UnitKind.nullable(),
      hasVoted: z.boolean(),
      choice: Count.nullable(),
    }),
  ),
  /** Places that have not voted, for whoever counts the hands of an open or named vote. */
  waiting: z.array(z.object({ placeId: VotePlaceId, name: z.string(), unitKind: UnitKind.nullable() })),
})
export type VoteView = z.infer<typeof VoteView>
