import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { BodyId, MembershipId, PersonId, SeriesId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { counties } from './counties'
import { people } from './people'

/** A standing joint body (教聯體), of the county or of one school. */
export const bodies = pgTable(
  'bodies',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<BodyId>().notNull(),
    name: text('name').notNull(),
    level: text('level').$type<'county' | 'school'>().notNull(),
    charter: text('charter').notNull().default(''),
    establishedOn: date('established_on', { mode: 'string' }),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    check('bodies_level', sql`${t.level} in ('county','school')`),
    check('bodies_name', sql`char_length(${t.name}) between 1 and 120`),
  ],
)

export const units = pgTable(
  'units',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<UnitId>().notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<'government' | 'department' | 'school' | 'family' | 'society'>().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    check('units_kind', sql`${t.kind} in ('government','department','school','family','society')`),
    check('units_name', sql`char_length(${t.name}) between 1 and 120`),
  ],
)

/** Which units sit in which body: many to many. */
export const bodyUnits = pgTable(
  'body_units',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
    /** The lead unit of the body issues its minutes. */
    isLead: boolean('is_lead').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId, t.unitId] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex('body_units_one_lead')
      .on(t.countyId, t.bodyId)
      .where(sql`${t.isLead}`),
  ],
)

/** Person × unit × body with an office, for a term. */
export const memberships = pgTable(
  'memberships',
  {
    countyId: countyId(),
    id: uuid('id').$type<MembershipId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    office: text('office')
      .$type<'convenor' | 'deputy-convenor' | 'member' | 'liaison' | 'secretary' | 'observer'>()
      .notNull(),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    /** Last day of the term, inclusive; null while open-ended. */
    untilOn: date('until_on', { mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index('memberships_person').on(t.countyId, t.personId),
    check(
      'memberships_office',
      sql`${t.office} in ('convenor','deputy-convenor','member','liaison','secretary','observer')`,
    ),
  ],
)

/** A meeting type of a body with its cadence. */
export const series = pgTable(
  'series',
  {
    countyId: countyId(),
    id: uuid('id').$type<SeriesId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    kind: text('kind')
      .$type<
        'joint' | 'liaison' | 'coordination' | 'parents-assembly' | 'parents-committee' | 'exchange' | 'working-group'
      >()
      .notNull(),
    name: text('name').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    check(
      'series_kind',
      sql`${t.kind} in ('joint','liaison','coordination','parents-assembly','parents-committee','exchange','working-group')`,
    ),
  ],
)
