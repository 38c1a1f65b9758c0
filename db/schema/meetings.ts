import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AgendaItemId, BodyId, MeetingId, SeatId, SeriesId, TopicId, UnitId } from '@/server/ids'
import { at, big, countyId, ref } from '../columns'
import { bodies, series, units } from './bodies'
import { topics } from './topics'

/** One sitting. */
export const meetings = pgTable(
  'meetings',
  {
    countyId: countyId(),
    id: uuid('id').$type<MeetingId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    seriesId: ref<SeriesId>('series_id').notNull(),
    title: text('title').notNull(),
    /** 第×期, counted per body; 0: no sitting, where a body's imported items stand (server/ledger-import). */
    issueNumber: integer('issue_number').notNull(),
    place: text('place').notNull().default(''),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    state: text('state').$type<'planned' | 'live' | 'ended'>().notNull().default('planned'),
    openedAt: at('opened_at'),
    endedAt: at('ended_at'),
    /** Will not take place. It stays planned and never opens: `state` is where a room is, and this one has none. */
    cancelledAt: at('cancelled_at'),
    /** The date by its series' rule, whatever day it was moved to since; null: planned by hand. */
    occurrenceOn: date('occurrence_on', { mode: 'string' }),
    /** The sitting whose agenda this one settles (聯絡員會議). */
    preparesMeetingId: ref<MeetingId>('prepares_meeting_id'),
    /** Changes of time or place that no notice told, so that calendars that were read before see them; and when the last was. */
    untoldChanges: integer('untold_changes').notNull().default(0),
    untoldChangedAt: at('untold_changed_at'),
    /** /join/<code>: for anybody, always waits. Lower-case letters and digits without look-alikes. */
    joinCode: text('join_code').notNull(),
    isLocked: boolean('is_locked').notNull().default(false),
    /** Compared when the agenda is changed: of two who do, one wins. */
    agendaVersion: integer('agenda_version').notNull().default(1),
    currentAgendaItemId: ref<AgendaItemId>('current_agenda_item_id'),
    /** Who has the floor, since when. */
    floorSeatId: ref<SeatId>('floor_seat_id'),
    floorSince: at('floor_since'),
    /** Presides while the convenor is away; gives it back when they are here again. */
    actingChairSeatId: ref<SeatId>('acting_chair_seat_id'),
    /** Seconds at the floor by kind of unit; a kind that is not named has no limit. */
    speakingSeconds: jsonb('speaking_seconds').$type<Record<string, number>>().notNull().default({}),
    hasReactions: boolean('has_reactions').notNull().default(true),
    /** Whether a question in writing may come without a name. */
    mayAskUnnamed: boolean('may_ask_unnamed').notNull().default(false),
    /** Dense per room: bumped under this row's lock by every room command, sent with every signal (DECISIONS 29). */
    signalSeq: big('signal_seq').notNull().default(0),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.seriesId], foreignColumns: [series.countyId, series.id] }),
    foreignKey({ columns: [t.countyId, t.preparesMeetingId], foreignColumns: [t.countyId, t.id] }),
    // A date of a rule is a sitting once, and a sitting is prepared by one, however many press at once.
    uniqueIndex('meetings_occurrence').on(t.countyId, t.seriesId, t.occurrenceOn),
    uniqueIndex('meetings_prepares').on(t.countyId, t.preparesMeetingId),
    // What points at a meeting and its body at once is held to both (action_items.duty_body_id).
    unique('meetings_in_body').on(t.countyId, t.id, t.bodyId),
    uniqueIndex('meetings_join_code').on(t.joinCode),
    uniqueIndex('meetings_issue_number').on(t.countyId, t.bodyId, t.seriesId, t.issueNumber),
    index('meetings_when').on(t.countyId, t.startsAt),
    // The ledger by number: sitting after sitting of a body.
    index('meetings_issue').on(t.countyId, t.bodyId, t.issueNumber),
    check('meetings_state', sql`${t.state} in ('planned','live','ended')`),
    check('meetings_cancelled', sql`${t.cancelledAt} is null or ${t.state} = 'planned'`),
    check('meetings_title', sql`char_length(${t.title}) between 1 and 200`),
    check('meetings_order', sql`${t.startsAt} < ${t.endsAt}`),
  ],
)

/** A topic, or a standing point, at a place in one meeting. */
export const agendaItems = pgTable(
  'agenda_items',
  {
    countyId: countyId(),
    id: uuid('id').$type<AgendaItemId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    topicId: ref<TopicId>('topic_id'),
    /** 1, 2, 3 … without gaps. */
    position: integer('position').notNull(),
    /** Of a restricted item only the word for such items: its title stands in restricted_items. */
    title: text('title').notNull(),
    /** The heading it stands under; the heading is drawn where it changes. */
    section: text('section').notNull().default(''),
    /** The standing point about what earlier sittings decided: it lists their open action items by itself. */
    isFollowUp: boolean('is_follow_up').notNull().default(false),
    isRestricted: boolean('is_restricted').notNull().default(false),
    presenterUnitId: ref<UnitId>('presenter_unit_id'),
    minutesPlanned: integer('minutes_planned').notNull(),
    startedAt: at('started_at'),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.topicId], foreignColumns: [topics.countyId, topics.id] }),
    foreignKey({ columns: [t.countyId, t.presenterUnitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex('agenda_items_position').on(t.countyId, t.meetingId, t.position),
    uniqueIndex('agenda_items_one_follow_up')
      .on(t.countyId, t.meetingId)
      .where(sql`${t.isFollowUp}`),
    check('agenda_items_section', sql`char_length(${t.section}) <= 80`),
    check('agenda_items_follow_up', sql`not (${t.isFollowUp} and (${t.isRestricted} or ${t.topicId} is not null))`),
    check('agenda_items_title', sql`char_length(${t.title}) between 1 and 200`),
    // A topic's and a presenter's names would tell what the item hides.
    check(
      'agenda_items_restricted',
      sql`not ${t.isRestricted} or (${t.topicId} is null and ${t.presenterUnitId} is null)`,
    ),
    check('agenda_items_minutes', sql`${t.minutesPlanned} between 0 and 600`),
  ],
)
