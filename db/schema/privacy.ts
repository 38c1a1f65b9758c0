import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ErasureId, PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { counties } from './counties'
import { people } from './people'

/** What somebody agreed to, in which words, since when, until when. Rows are ended, never changed back. */
export const consents = pgTable(
  'consents',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    purpose: text('purpose').$type<'roomName' | 'photoEvidence'>().notNull(),
    /** Of the sentence that was shown (server/privacy/contract.ts). */
    wordingVersion: integer('wording_version').notNull(),
    /** Null: said no without ever having said yes. */
    givenAt: at('given_at'),
    withdrawnAt: at('withdrawn_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    // Two presses at once are one consent.
    uniqueIndex('consents_one_in_force')
      .on(t.countyId, t.personId, t.purpose)
      .where(sql`${t.withdrawnAt} is null`),
    check('consents_purpose', sql`${t.purpose} in ('roomName','photoEvidence')`),
    check('consents_answer', sql`${t.givenAt} is not null or ${t.withdrawnAt} is not null`),
  ],
)

/** asked → confirmed (runs after a cooling period) → done; or withdrawn by the person, or declined with a reason. */
export const erasures = pgTable(
  'erasures',
  {
    countyId: countyId(),
    id: uuid('id').$type<ErasureId>().notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    state: text('state').$type<'asked' | 'confirmed' | 'withdrawn' | 'declined' | 'done'>().notNull(),
    askedAt: at('asked_at').notNull(),
    decidedById: ref<PersonId>('decided_by_id'),
    decidedAt: at('decided_at'),
    reason: text('reason').notNull().default(''),
    /** When it is carried out; until then the person may withdraw. */
    runsAt: at('runs_at'),
    endedAt: at('ended_at'),
    /** In the neutral name: dense per county, given when it is carried out. */
    number: integer('number'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.decidedById], foreignColumns: [people.countyId, people.id] }),
    uniqueIndex('erasures_one_open')
      .on(t.countyId, t.personId)
      .where(sql`${t.state} in ('asked','confirmed')`),
    uniqueIndex('erasures_number').on(t.countyId, t.number),
    index('erasures_due')
      .on(t.runsAt)
      .where(sql`${t.state} = 'confirmed'`),
    check('erasures_state', sql`${t.state} in ('asked','confirmed','withdrawn','declined','done')`),
    check('erasures_confirmed', sql`${t.state} <> 'confirmed' or ${t.runsAt} is not null`),
  ],
)

/** How long a county keeps what it need not keep for ever, in days. No row: the defaults of server/privacy/contract.ts. */
export const retention = pgTable(
  'retention',
  {
    countyId: countyId()
      .primaryKey()
      .references(() => counties.id),
    sessionDays: integer('session_days').notNull(),
    linkDays: integer('link_days').notNull(),
    deviceDays: integer('device_days').notNull(),
    /** After the end of the sitting. Null: kept with the sitting. */
    chatDays: integer('chat_days'),
    coolingDays: integer('cooling_days').notNull(),
  },
  (t) => [check('retention_days', sql`least(${t.sessionDays}, ${t.linkDays}, ${t.deviceDays}, ${t.coolingDays}) >= 1`)],
)
