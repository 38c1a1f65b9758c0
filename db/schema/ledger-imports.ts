import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { BodyId, LedgerImportId, PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies } from './bodies'
import { people } from './people'

/**
 * A ledger that was kept in a spreadsheet, as it was read, between its preview and its confirmation; afterwards where the
 * items came from. The rows go when they are stored, and a day after they came at the latest.
 */
export const ledgerImports = pgTable(
  'ledger_imports',
  {
    countyId: countyId(),
    id: uuid('id').$type<LedgerImportId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    byId: ref<PersonId>('by_id').notNull(),
    fileName: text('file_name').notNull(),
    /** ready → stored → takenBack, each once, under the row's lock; or ready → expired, or refused. */
    state: text('state').$type<'ready' | 'refused' | 'stored' | 'expired' | 'takenBack'>().notNull(),
    /** server/ledger-import/contract: the items of the file. Null when they are gone. */
    rows: jsonb('rows'),
    /** What was understood of the file, what was not, what is wrong with it, and what seems to be there already. */
    findings: jsonb('findings').notNull(),
    counts: jsonb('counts').notNull(),
    /** How many problems there are; at most so many of them are kept as the preview shows. */
    problemCount: integer('problem_count').notNull().default(0),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    storedAt: at('stored_at'),
    takenBackAt: at('taken_back_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.byId], foreignColumns: [people.countyId, people.id] }),
    index('ledger_imports_expiry').on(t.expiresAt),
    check('ledger_imports_state', sql`${t.state} in ('ready','refused','stored','expired','takenBack')`),
    check('ledger_imports_rows', sql`(${t.state} = 'ready') = (${t.rows} is not null)`),
    check('ledger_imports_stored', sql`(${t.state} in ('stored','takenBack')) = (${t.storedAt} is not null)`),
    check('ledger_imports_taken_back', sql`(${t.state} = 'takenBack') = (${t.takenBackAt} is not null)`),
  ],
)
