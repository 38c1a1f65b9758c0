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
  uniqueIndex,
  uuid,
  type PgTableExtraConfigValue,
} from 'drizzle-orm/pg-core'
import type { BodyId, MembershipId, PersonId, SeriesId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { counties } from './counties'
import { people } from './people'

type Office = 'convenor' | 'deputy-convenor' | 'member' | 'liaison' | 'secretary' | 'observer'

/** A standing joint body (教聯體), of the county or of one school. */
export const bodies = pgTable(
  'bodies',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<BodyId>().notNull(),
    name: text('name').notNull(),
    level: text('level').$type<'county' | 'school'>().notNull(),
    /** Undated counts as not established. */
    establishedOn: date('established_on', { mode: 'string' }),
    /** What shows the date: a notice, a founding meeting, and its document number where it has one. */
    evidence: text('evidence').notNull().default(''),
    evidenceNumber: text('evidence_number'),
    /** Whose task it is to convene. */
    conveningOffice: text('convening_office').$type<'convenor' | 'deputy-convenor' | 'secretary'>(),
    conveningUnitId: ref<UnitId>('convening_unit_id'),
    /** Offices that may propose topics; empty: everybody who may speak. */
    proposers: text('proposers').array().$type<Office[]>().notNull().default([]),
    /** Compared when facts or rules are changed. */
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull(),
  },
  // Typed, since bodies and their units name each other.
  (t): PgTableExtraConfigValue[] => [
    primaryKey({ columns: [t.countyId, t.id] }),
    check('bodies_level', sql`${t.level} in ('county','school')`),
    check('bodies_name', sql`char_length(${t.name}) between 1 and 120`),
    foreignKey({
      columns: [t.countyId, t.id, t.conveningUnitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
    check('bodies_convening_office', sql`${t.conveningOffice} in ('convenor','deputy-convenor','secretary')`),
    check(
      'bodies_proposers',
      sql`${t.proposers} <@ array['convenor','deputy-convenor','member','liaison','secretary']::text[]`,
    ),
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
    // A county has one unit of a name and kind, also when two secretaries add it at once.
    uniqueIndex('units_name').on(t.countyId, t.kind, t.name),
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
    /** Out of the body since; the row stays for the past memberships that name it. */
    takenOutAt: at('taken_out_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId, t.unitId] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex('body_units_one_lead')
      .on(t.countyId, t.bodyId)
      .where(sql`${t.isLead}`),
    check('body_units_lead_is_in', sql`not (${t.isLead} and ${t.takenOutAt} is not null)`),
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
    office: text('office').$type<Office>().notNull(),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    /** Last day of the term, inclusive; null while open-ended. */
    untilOn: date('until_on', { mode: 'string' }),
    /** Ended by an administrator at this instant, whatever the day says. */
    endedAt: at('ended_at'),
    endReason: text('end_reason'),
    /** Compared in every UPDATE: of two administrators who change one membership, one wins. */
    version: integer('version').notNull().default(1),
    changedAt: at('changed_at'),
    changedByPersonId: ref<PersonId>('changed_by_person_id'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
    }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.changedByPersonId], foreignColumns: [people.countyId, people.id] }),
    index('memberships_person').on(t.countyId, t.personId),
    index('memberships_body').on(t.countyId, t.bodyId),
    check('memberships_term', sql`${t.untilOn} >= ${t.fromOn}`),
    check('memberships_end_reason', sql`char_length(${t.endReason}) between 1 and 400`),
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
    /** It meets at least every so many weeks or months; null: as needed. */
    cadenceEvery: integer('cadence_every'),
    cadenceUnit: text('cadence_unit').$type<'week' | 'month'>(),
    /** Items without topics (server/meetings/template.ts); null: the standing point alone. */
    template: jsonb('template'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    check('series_cadence', sql`(${t.cadenceEvery} is null) = (${t.cadenceUnit} is null)`),
    check('series_cadence_every', sql`${t.cadenceEvery} between 1 and 60`),
    check('series_cadence_unit', sql`${t.cadenceUnit} in ('week','month')`),
    check(
      'series_kind',
      sql`${t.kind} in ('joint','liaison','coordination','parents-assembly','parents-committee','exchange','working-group')`,
    ),
  ],
)
