// What a body gave itself: its charter, version by version, and how many of each kind of unit must be there.
import { sql } from 'drizzle-orm'
import { check, date, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { BodyId, PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies } from './bodies'
import { people } from './people'

/** Only ever added to. */
export const charterVersions = pgTable(
  'charter_versions',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    /** 1, 2, 3 … within the body; two at once want the same number, and the key lets one of them have it. */
    number: integer('number').notNull(),
    text: text('text').notNull(),
    inForceFrom: date('in_force_from', { mode: 'string' }).notNull(),
    why: text('why').notNull(),
    byPersonId: ref<PersonId>('by_person_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId, t.number] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.byPersonId], foreignColumns: [people.countyId, people.id] }),
    check('charter_versions_text', sql`char_length(${t.text}) between 1 and 40000`),
    check('charter_versions_why', sql`char_length(${t.why}) between 1 and 400`),
  ],
)

/** A share of the units of a kind, or a count of them; a kind without a row has no quorum of its own. */
export const bodyQuorums = pgTable(
  'body_quorums',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    kind: text('kind').$type<'government' | 'department' | 'school' | 'family' | 'society'>().notNull(),
    numerator: integer('numerator'),
    denominator: integer('denominator'),
    count: integer('count'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId, t.kind] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    check('body_quorums_kind', sql`${t.kind} in ('government','department','school','family','society')`),
    check(
      'body_quorums_one_way',
      sql`(${t.count} > 0 and ${t.numerator} is null and ${t.denominator} is null)
        or (${t.count} is null and ${t.numerator} > 0 and ${t.numerator} <= ${t.denominator})`,
    ),
  ],
)
