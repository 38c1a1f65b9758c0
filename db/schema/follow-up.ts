// What hangs on an action item until it is verified: asked extensions, personal links, and a body's own pace.
import { sql } from 'drizzle-orm'
import {
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
import type { ActionItemId, BodyId, ExtensionId, ItemLinkId, PersonId, UnitId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { actionItems } from './action-items'
import { bodies, units } from './bodies'
import { people } from './people'

/** An extension asked for before the due date: kept whatever was decided. */
export const itemExtensions = pgTable(
  'item_extensions',
  {
    countyId: countyId(),
    id: uuid('id').$type<ExtensionId>().notNull(),
    actionItemId: ref<ActionItemId>('action_item_id').notNull(),
    fromDue: date('from_due', { mode: 'string' }).notNull(),
    toDue: date('to_due', { mode: 'string' }).notNull(),
    reason: text('reason').notNull(),
    unitId: ref<UnitId>('unit_id').notNull(),
    askedById: ref<PersonId>('asked_by_id').notNull(),
    askedAt: at('asked_at').notNull(),
    state: text('state').$type<'asked' | 'granted' | 'refused'>().notNull().default('asked'),
    decidedById: ref<PersonId>('decided_by_id'),
    decidedAt: at('decided_at'),
    word: text('word').notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    foreignKey({ columns: [t.countyId, t.askedById], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.decidedById], foreignColumns: [people.countyId, people.id] }),
    index('item_extensions_item').on(t.countyId, t.actionItemId, t.askedAt),
    // One that waits for an answer at a time, also when two of the unit ask at once.
    uniqueIndex('item_extensions_open')
      .on(t.countyId, t.actionItemId)
      .where(sql`${t.state} = 'asked'`),
    check('item_extensions_state', sql`${t.state} in ('asked','granted','refused')`),
    check('item_extensions_later', sql`${t.toDue} > ${t.fromDue}`),
    check('item_extensions_decided', sql`(${t.state} = 'asked') = (${t.decidedAt} is null)`),
  ],
)

/** A personal link: one person reports on one item with it, without signing in. Only the secret's hash is kept. */
export const itemLinks = pgTable(
  'item_links',
  {
    countyId: countyId(),
    id: uuid('id').$type<ItemLinkId>().notNull(),
    actionItemId: ref<ActionItemId>('action_item_id').notNull(),
    personId: ref<PersonId>('person_id').notNull(),
    secretHash: text('secret_hash').notNull(),
    madeById: ref<PersonId>('made_by_id'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('item_links_secret').on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.madeById], foreignColumns: [people.countyId, people.id] }),
    index('item_links_item').on(t.countyId, t.actionItemId),
    index('item_links_person').on(t.countyId, t.personId),
  ],
)

/** A body's pace of following up, in days. Without a row: server/follow-up/model.ts. */
export const followRules = pgTable(
  'follow_rules',
  {
    countyId: countyId(),
    bodyId: ref<BodyId>('body_id').notNull(),
    blueDays: integer('blue_days').notNull(),
    yellowDays: integer('yellow_days').notNull(),
    /** Chased by itself so many days before the due date, and on the first day after it. Null: only by hand. */
    chaseDays: integer('chase_days'),
    /** The convenor is told when it is overdue by so many days. Null: never. */
    escalateDays: integer('escalate_days'),
    /** Compared when they are changed. */
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.bodyId] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    check(
      'follow_rules_order',
      sql`${t.blueDays} between 1 and 90 and ${t.yellowDays} between 0 and ${t.blueDays} - 1`,
    ),
    check('follow_rules_chase', sql`${t.chaseDays} between 0 and 90`),
    check('follow_rules_escalate', sql`${t.escalateDays} between 1 and 90`),
  ],
)
