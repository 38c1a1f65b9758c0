import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { BodyId, PersonId, TopicId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies, units } from './bodies'
import { people } from './people'

type State = 'proposed' | 'accepted' | 'scheduled' | 'discussed' | 'resolved' | 'parked' | 'merged'

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
    /** Codes; their words are in messages (topics.tags). */
    tags: text('tags')
      .array()
      .$type<string[]>()
      .notNull()
      .default(sql`'{}'::text[]`),
    state: text('state').$type<State>().notNull().default('proposed'),
    /** Null: proposed by the public link, or before this was kept. */
    proposedByPersonId: ref<PersonId>('proposed_by_person_id'),
    /** Who proposed it by the public link, as they called themselves; emptied when they ask for it. */
    authorName: text('author_name'),
    /** The author's personal link, by which the answer is read. */
    authorSecretHash: text('author_secret_hash'),
    /** The topic that goes on in its place: itself never merged when it was chosen (server/topics/merge-topics.ts). */
    mergedIntoId: ref<TopicId>('merged_into_id'),
    /** Compared when the words are changed. */
    version: integer('version').notNull().default(1),
    /** Must be given while parked: its proposer sees it. */
    parkedReason: text('parked_reason'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.proposedByUnitId], foreignColumns: [units.countyId, units.id] }),
    foreignKey({ columns: [t.countyId, t.proposedByPersonId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.mergedIntoId], foreignColumns: [t.countyId, t.id] }),
    index('topics_body').on(t.countyId, t.bodyId, t.state),
    index('topics_merged_into').on(t.countyId, t.mergedIntoId),
    uniqueIndex('topics_author_secret').on(t.authorSecretHash),
    check(
      'topics_state',
      sql`${t.state} in ('proposed','accepted','scheduled','discussed','resolved','parked','merged')`,
    ),
    check('topics_merged', sql`(${t.state} = 'merged') = (${t.mergedIntoId} is not null)`),
    check('topics_merged_elsewhere', sql`${t.mergedIntoId} <> ${t.id}`),
    check('topics_tags', sql`cardinality(${t.tags}) <= 11`),
    check('topics_title', sql`char_length(${t.title}) between 1 and 200`),
    check('topics_parked_reason', sql`${t.state} <> 'parked' or ${t.parkedReason} is not null`),
  ],
)

/** Where parents and neighbours propose without an account: one code a body, open or shut. */
export const topicDoors = pgTable(
  'topic_doors',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    code: text('code').notNull(),
    isOpen: boolean('is_open').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    uniqueIndex('topic_doors_code').on(t.code),
  ],
)
