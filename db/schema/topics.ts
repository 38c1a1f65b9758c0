import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { BodyId, TopicId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies, units } from './bodies'

/** One problem for its whole life; never copied into meetings. */
export const topics = pgTable(
  'topics',
  {
    countyId: countyId(),
    id: uuid('id').$type<TopicId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    proposedByUnitId: ref<UnitId>('proposed_by_unit_id'),
    title: text('title').notNull(),
    problem: text('problem').notNull().default(''),
    facts: text('facts').notNull().default(''),
    wish: text('wish').notNull().default(''),
    state: text('state')
      .$type<'proposed' | 'accepted' | 'scheduled' | 'discussed' | 'resolved' | 'parked'>()
      .notNull()
      .default('proposed'),
    /** Must be given while parked: its proposer sees it. */
    parkedReason: text('parked_reason'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.proposedByUnitId], foreignColumns: [units.countyId, units.id] }),
    index('topics_body').on(t.countyId, t.bodyId, t.state),
    check('topics_state', sql`${t.state} in ('proposed','accepted','scheduled','discussed','resolved','parked')`),
    check('topics_title', sql`char_length(${t.title}) between 1 and 200`),
    check('topics_parked_reason', sql`${t.state} <> 'parked' or ${t.parkedReason} is not null`),
  ],
)
