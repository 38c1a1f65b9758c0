import { sql } from 'drizzle-orm'
import { check, foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { BodyId, LedgerViewId, PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies } from './bodies'
import { people } from './people'

/** A way to look at the ledger that was kept under a name: one person's own, or a body's for all who sit in it. */
export const ledgerViews = pgTable(
  'ledger_views',
  {
    countyId: countyId(),
    id: uuid('id').$type<LedgerViewId>().notNull(),
    /** One of the two. A body's view is nobody's. */
    personId: ref<PersonId>('person_id'),
    bodyId: ref<BodyId>('body_id'),
    name: text('name').notNull(),
    /** As in the ledger's address, after the question mark; read leniently (server/action-items/contract.ts). */
    query: text('query').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    uniqueIndex('ledger_views_of_person').on(t.countyId, t.personId, t.name),
    uniqueIndex('ledger_views_of_body').on(t.countyId, t.bodyId, t.name),
    check('ledger_views_whose', sql`(${t.personId} is null) <> (${t.bodyId} is null)`),
    check('ledger_views_name', sql`char_length(${t.name}) between 1 and 40`),
    check('ledger_views_query', sql`char_length(${t.query}) <= 1000`),
  ],
)
