// Addresses of other systems that are told what happened, and every telling with what became of it.
import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PersonId, WebhookId } from '@/server/ids'
import { at, big, bytea, countyId, ref } from '../columns'
import { counties } from './counties'
import { people } from './people'

export const webhooks = pgTable(
  'webhooks',
  {
    countyId: countyId(),
    id: uuid('id').$type<WebhookId>().notNull(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    /** Kinds of server/webhooks/contract.ts. */
    kinds: text('kinds').array().notNull(),
    /** The secret, with a key that is not in the database: it signs every telling and is shown once. */
    sealed: bytea('sealed').notNull(),
    /** Line of the audit trail up to which this address has been told, or need not be. */
    throughSeq: big('through_seq').notNull(),
    /** Tries in a row that brought no answer at all; the address rests meanwhile. */
    failures: integer('failures').notNull().default(0),
    restUntil: at('rest_until'),
    pausedAt: at('paused_at'),
    createdAt: at('created_at').notNull(),
    createdById: ref<PersonId>('created_by_id'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId], foreignColumns: [counties.id] }),
    foreignKey({ columns: [t.countyId, t.createdById], foreignColumns: [people.countyId, people.id] }),
    check('webhooks_name', sql`char_length(${t.name}) between 1 and 80`),
    check('webhooks_url', sql`char_length(${t.url}) between 1 and 500`),
  ],
)

/** One telling to one address. Its id is the webhook-id of every try, so that the receiver knows a second one. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    webhookId: ref<WebhookId>('webhook_id').notNull(),
    /** Line of the audit trail it tells of: the order. */
    seq: big('seq').notNull(),
    kind: text('kind').notNull(),
    thingId: uuid('thing_id').notNull(),
    /** The very bytes that are signed and sent, at every try the same. Ids and states; no words, nothing restricted. */
    body: text('body').notNull(),
    createdAt: at('created_at').notNull(),
    /** Null: taken, or given up. While one sends it, the end of its lease. */
    nextTryAt: at('next_try_at'),
    tries: integer('tries').notNull().default(0),
    lastTriedAt: at('last_tried_at'),
    deliveredAt: at('delivered_at'),
    status: integer('status'),
    problem: text('problem'),
    /** From the first byte to the answer. */
    tookMs: integer('took_ms'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.webhookId], foreignColumns: [webhooks.countyId, webhooks.id] }),
    // Collected twice, stored once.
    uniqueIndex('webhook_deliveries_once').on(t.countyId, t.webhookId, t.seq, t.thingId),
    // What waits, and whether something earlier about the same thing waits too.
    index('webhook_deliveries_waiting')
      .on(t.countyId, t.webhookId, t.thingId, t.seq)
      .where(sql`${t.nextTryAt} is not null`),
    index('webhook_deliveries_log').on(t.countyId, t.webhookId, t.createdAt),
    check('webhook_deliveries_taken', sql`${t.deliveredAt} is null or ${t.nextTryAt} is null`),
  ],
)
