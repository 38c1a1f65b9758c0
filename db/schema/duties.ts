import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { BodyId, DutyId, PersonId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodyUnits } from './bodies'

/**
 * A line of the responsibilities matrix (職責) of one body. Exactly one lead unit: it is a column of the line itself, so
 * that a duty without one or with two cannot be written, not even for a moment inside a transaction.
 */
export const duties = pgTable(
  'duties',
  {
    countyId: countyId(),
    id: uuid('id').$type<DutyId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    title: text('title').notNull(),
    /** What is to be done. */
    content: text('content').notNull().default(''),
    /** Legal basis: the name of the law and its article as written there; both empty where there is none. */
    law: text('law').notNull().default(''),
    article: text('article').notNull().default(''),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    /** Last day of the term, inclusive; null while open-ended. */
    untilOn: date('until_on', { mode: 'string' }),
    leadUnitId: ref<UnitId>('lead_unit_id').notNull(),
    /** Place in the body's matrix, from 1; dense among those that have not ended, kept so by the commands. */
    position: integer('position').notNull(),
    /** Counts changes of content and parts: an editor says which one it saw. Moving a line does not count. */
    version: integer('version').notNull().default(1),
    endedAt: at('ended_at'),
    endReason: text('end_reason'),
    createdAt: at('created_at').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    // What points at a duty says of which body, and is held to it.
    unique('duties_in_body').on(t.countyId, t.bodyId, t.id),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.leadUnitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
    index('duties_order').on(t.countyId, t.bodyId, t.position),
    check('duties_title', sql`char_length(${t.title}) between 1 and 120`),
    check('duties_term', sql`${t.untilOn} is null or ${t.untilOn} >= ${t.fromOn}`),
    check('duties_end', sql`(${t.endedAt} is null) = (${t.endReason} is null)`),
  ],
)

/** Assisting units (協辦). Never the lead as well: the commands hold the duty's row while they write here. */
export const dutyUnits = pgTable(
  'duty_units',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    dutyId: ref<DutyId>('duty_id').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.dutyId, t.unitId] }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.dutyId],
      foreignColumns: [duties.countyId, duties.bodyId, duties.id],
    }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
  ],
)

/** Every change of a duty, one row per field: appended, never overwritten. Units by the names they had. */
export const dutyChanges = pgTable(
  'duty_changes',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    dutyId: ref<DutyId>('duty_id').notNull(),
    field: text('field')
      .$type<
        | 'created'
        | 'title'
        | 'content'
        | 'law'
        | 'article'
        | 'fromOn'
        | 'untilOn'
        | 'lead'
        | 'assisting'
        | 'position'
        | 'ended'
      >()
      .notNull(),
    was: text('was').notNull().default(''),
    now: text('now').notNull().default(''),
    byName: text('by_name').notNull(),
    byId: ref<PersonId>('by_id'),
    at: at('at').notNull(),
    /** Order of the changes of one instant. */
    seq: integer('seq').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.dutyId], foreignColumns: [duties.countyId, duties.id] }),
    index('duty_changes_duty').on(t.countyId, t.dutyId, t.at),
    check(
      'duty_changes_field',
      sql`${t.field} in ('created','title','content','law','article','fromOn','untilOn','lead','assisting','position','ended')`,
    ),
  ],
)
