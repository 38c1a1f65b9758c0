// The county register: which places have a joint body, since when, and what shows it.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { BodyId, PlaceId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies } from './bodies'
import { counties } from './counties'

export const registerPlaces = pgTable(
  'register_places',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<PlaceId>().notNull(),
    kind: text('kind').$type<'county' | 'township' | 'school'>().notNull(),
    /** Division code, or the school's own code; null where none is known. */
    code: text('code'),
    name: text('name').notNull(),
    parentId: ref<PlaceId>('parent_id'),
    /** A body of this house: then its own date and evidence count, not those here. */
    bodyId: ref<BodyId>('body_id'),
    /** It has a body that is not in this house. */
    isNoted: boolean('is_noted').notNull().default(false),
    establishedOn: date('established_on', { mode: 'string' }),
    evidence: text('evidence').notNull().default(''),
    evidenceNumber: text('evidence_number'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.parentId], foreignColumns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    // The start set pressed twice at once, or by two people, makes every place once.
    uniqueIndex('register_places_code').on(t.countyId, t.kind, t.code),
    uniqueIndex('register_places_body').on(t.countyId, t.bodyId),
    index('register_places_order').on(t.countyId, t.kind, t.name),
    check('register_places_kind', sql`${t.kind} in ('county','township','school')`),
    check('register_places_name', sql`char_length(${t.name}) between 1 and 120`),
    check('register_places_code_form', sql`${t.code} ~ '^[0-9A-Za-z]{2,20}$'`),
    check('register_places_one_body', sql`not (${t.isNoted} and ${t.bodyId} is not null)`),
    check('register_places_date', sql`${t.establishedOn} is null or (${t.isNoted} and char_length(${t.evidence}) > 0)`),
  ],
)
