// Who had the floor, and what was asked in writing.
import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AgendaItemId, MeetingId, QuestionId, SeatId, TurnId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { agendaItems, meetings } from './meetings'
import { seats } from './rooms'

/** One turn at speaking; the open one is the floor. */
export const floorTurns = pgTable(
  'floor_turns',
  {
    countyId: countyId(),
    id: uuid('id').$type<TurnId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    seatId: ref<SeatId>('seat_id').notNull(),
    /** The item that was current when the turn began. */
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    /** order: a point of order 插話. */
    kind: text('kind').$type<'turn' | 'order'>().notNull(),
    /** Null: no limit was set for this kind of unit. */
    secondsAllowed: integer('seconds_allowed'),
    startedAt: at('started_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    index('floor_turns_order').on(t.countyId, t.meetingId, t.startedAt),
    // One floor: the constraint settles two who give it at once.
    uniqueIndex('floor_turns_open')
      .on(t.countyId, t.meetingId)
      .where(sql`${t.endedAt} is null`),
    check('floor_turns_kind', sql`${t.kind} in ('turn','order')`),
    check('floor_turns_seconds', sql`${t.secondsAllowed} between 10 and 7200`),
    check('floor_turns_end', sql`${t.endedAt} >= ${t.startedAt}`),
  ],
)

/** A question in writing. Without a name the row really holds none, and neither does the audit line. */
export const writtenQuestions = pgTable(
  'written_questions',
  {
    countyId: countyId(),
    id: uuid('id').$type<QuestionId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    seatId: ref<SeatId>('seat_id'),
    agendaItemId: ref<AgendaItemId>('agenda_item_id'),
    text: text('text').notNull(),
    /** Of one without a name the full minute only: a moment to the millisecond is a fingerprint. */
    askedAt: at('asked_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    index('written_questions_order').on(t.countyId, t.meetingId, t.askedAt),
    check('written_questions_text', sql`char_length(${t.text}) between 1 and 1000`),
  ],
)
