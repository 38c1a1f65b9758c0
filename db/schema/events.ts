import { sql } from 'drizzle-orm'
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, big, countyId } from '../columns'
import { counties } from './counties'

/** The audit trail: append only, dense per county. Who, what, when, from where, with what result. */
export const events = pgTable(
  'events',
  {
    countyId: countyId(),
    seq: big('seq').notNull(),
    at: at('at').notNull(),
    actorKind: text('actor_kind').$type<'person' | 'seat' | 'operator' | 'system' | 'anonymous'>().notNull(),
    /** A person or seat; names live outside the trail, by id. */
    actorId: uuid('actor_id'),
    /** noun.verb, as in access.ts or a domain event: meeting.open, seat.admit, action-item.set-state. */
    verb: text('verb').notNull(),
    thingId: uuid('thing_id'),
    result: text('result').$type<'done' | 'refused'>().notNull(),
    /** Network address of the asker, where there is one. */
    from: text('from_address'),
    detail: jsonb('detail').$type<Record<string, string | number | boolean | null>>().notNull(),
    /** Which key the mac is of. Null, as the mac: written before the trail was chained. */
    keyId: text('key_id'),
    /** Over this row and the mac of the row before (server/events/chain.ts). */
    mac: text('mac'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.seq] }),
    foreignKey({ columns: [t.countyId], foreignColumns: [counties.id] }),
    index('events_thing').on(t.countyId, t.thingId),
    index('events_verb').on(t.countyId, t.verb, t.seq),
    index('events_at').on(t.countyId, t.at),
    // Refusals are rare and looked for: without it a page of them walks the whole trail.
    index('events_refused')
      .on(t.countyId, t.seq)
      .where(sql`${t.result} = 'refused'`),
  ],
)

/** The last line, one row per county: its lock orders the trail, its seal says that nothing was cut off the end. */
export const eventHeads = pgTable(
  'event_heads',
  {
    countyId: countyId().references(() => counties.id),
    seq: big('seq').notNull().default(0),
    keyId: text('key_id'),
    mac: text('mac'),
    seal: text('seal'),
  },
  (t) => [uniqueIndex('event_heads_county').on(t.countyId)],
)

/** Stands for the lines up to `throughSeq`, which retention removed. */
export const eventCheckpoints = pgTable(
  'event_checkpoints',
  {
    countyId: countyId().references(() => counties.id),
    throughSeq: big('through_seq').notNull(),
    at: at('at').notNull(),
    /** Of the last line removed: the first that stays is chained to it. Null where that one was not chained yet. */
    lastKeyId: text('last_key_id'),
    lastMac: text('last_mac'),
    keyId: text('key_id').notNull(),
    seal: text('seal').notNull(),
  },
  (t) => [primaryKey({ columns: [t.countyId, t.throughSeq] })],
)
