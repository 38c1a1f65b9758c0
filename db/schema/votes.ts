import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AgendaItemId, DocumentId, MeetingId, PersonId, SeatId, UnitId, VoteId, VotePlaceId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { units } from './bodies'
import { agendaItems, meetings } from './meetings'
import { documents } from './minutes'
import { people } from './people'
import { seats } from './rooms'

/** Envelopes of secret votes under way: one unlogged table a vote, made at opening and dropped at closing (decision 016). */
export const secretBallots = pgSchema('secret_ballots')

/** A question put to the vote under one agenda item. */
export const votes = pgTable(
  'votes',
  {
    countyId: countyId(),
    id: uuid('id').$type<VoteId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    agendaItemId: ref<AgendaItemId>('agenda_item_id').notNull(),
    /** Where its result stands: the sitting's minutes, or those of the restricted item. */
    documentId: ref<DocumentId>('document_id').notNull(),
    question: text('question').notNull(),
    kind: text('kind').$type<'open' | 'named' | 'secret'>().notNull(),
    /** Whose votes are counted: one a unit, or one a person. */
    per: text('per').$type<'unit' | 'person'>().notNull(),
    base: text('base').$type<'cast' | 'present' | 'entitled'>().notNull(),
    threshold: text('threshold').$type<'simple' | 'two-thirds' | 'four-fifths'>().notNull(),
    /** Besides, more than half of each kind of unit must agree. */
    eachKind: boolean('each_kind').notNull().default(false),
    /** Empty: for, against, abstain. Otherwise what is chosen from, and abstaining. */
    choices: text('choices').array().notNull().default([]),
    mayChange: boolean('may_change').notNull().default(true),
    /** One vote a person: guests the secretary let in have one as well. */
    withGuests: boolean('with_guests').notNull().default(false),
    state: text('state').$type<'draft' | 'open' | 'closed' | 'cancelled'>().notNull().default('draft'),
    /** The quorum was missed at opening: an opinion (座談意見), never a decision. */
    isOpinion: boolean('is_opinion').notNull().default(false),
    /** At opening, as QuorumState; parsed when read. */
    quorum: jsonb('quorum').$type<unknown>(),
    /** At closing, as VoteResult; parsed when read. Never changed afterwards. */
    result: jsonb('result').$type<unknown>(),
    createdAt: at('created_at').notNull(),
    openedAt: at('opened_at'),
    closedAt: at('closed_at'),
    /** When its result was put into the text of its item; null: not yet. */
    inMinutesAt: at('in_minutes_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    index('votes_meeting').on(t.countyId, t.meetingId, t.createdAt),
    index('votes_document').on(t.countyId, t.documentId),
    check('votes_kind', sql`${t.kind} in ('open','named','secret')`),
    check('votes_per', sql`${t.per} in ('unit','person')`),
    check('votes_base', sql`${t.base} in ('cast','present','entitled')`),
    check('votes_threshold', sql`${t.threshold} in ('simple','two-thirds','four-fifths')`),
    check('votes_state', sql`${t.state} in ('draft','open','closed','cancelled')`),
    check('votes_question', sql`char_length(${t.question}) between 1 and 300`),
    check('votes_closed_has_result', sql`(${t.state} = 'closed') = (${t.result} is not null)`),
    // A ballot that could be found again to be changed could be found again to be read; and kinds of few units would tell.
    check('votes_secret', sql`${t.kind} <> 'secret' or (not ${t.mayChange} and not ${t.eachKind})`),
  ],
)

/** The electorate, frozen at opening: one row for each vote that counts. */
export const votePlaces = pgTable(
  'vote_places',
  {
    countyId: countyId(),
    id: uuid('id').$type<VotePlaceId>().notNull(),
    voteId: ref<VoteId>('vote_id').notNull(),
    unitId: ref<UnitId>('unit_id'),
    unitKind: text('unit_kind').$type<'government' | 'department' | 'school' | 'family' | 'society'>(),
    /** One vote a person: whose, by whomever it is given. */
    personId: ref<PersonId>('person_id'),
    /** One vote a person: of a guest, by their seat. */
    seatId: ref<SeatId>('seat_id'),
    /** The unit's or the person's, as it was at opening. */
    name: text('name').notNull(),
    /** Somebody with an office sits for the unit: then no guest gives its vote. */
    isByRecord: boolean('is_by_record').notNull(),
    isPresent: boolean('is_present').notNull(),
    /** Null until the vote is closed. Of a secret vote never touched before, and then all rows at once. */
    hasVoted: boolean('has_voted'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.voteId], foreignColumns: [votes.countyId, votes.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    index('vote_places_vote').on(t.countyId, t.voteId),
    index('vote_places_person').on(t.countyId, t.personId),
    check('vote_places_kind', sql`${t.unitKind} in ('government','department','school','family','society')`),
    check('vote_places_name', sql`char_length(${t.name}) between 1 and 120`),
  ],
)

/** Of open and named votes. The key lets each place have one: of two devices that send at once, or a replay, one counts. */
export const voteBallots = pgTable(
  'vote_ballots',
  {
    countyId: countyId(),
    voteId: ref<VoteId>('vote_id').notNull(),
    placeId: ref<VotePlaceId>('place_id').notNull(),
    choice: integer('choice').notNull(),
    /** Whose hand gave it; null where the secretary counted a hand in the hall. */
    seatId: ref<SeatId>('seat_id'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.voteId, t.placeId] }),
    foreignKey({ columns: [t.countyId, t.voteId], foreignColumns: [votes.countyId, votes.id] }),
    foreignKey({ columns: [t.countyId, t.placeId], foreignColumns: [votePlaces.countyId, votePlaces.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    index('vote_ballots_seat').on(t.countyId, t.seatId),
    check('vote_ballots_choice', sql`${t.choice} between 0 and 20`),
  ],
)
