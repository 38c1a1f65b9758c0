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
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.seq] }),
    foreignKey({ columns: [t.countyId], foreignColumns: [counties.id] }),
    index('events_thing').on(t.countyId, t.thingId),
  ],
)

/** The last sequence given, one row per county: its lock orders the trail. */
export const eventHeads = pgTable(
  'event_heads',
  { countyId: countyId().references(() => counties.id), seq: big('seq').notNull().default(0) },
  (t) => [uniqueIndex('event_heads_county').on(t.countyId)],
)
