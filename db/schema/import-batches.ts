import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { ImportBatchId, PersonId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { people } from './people'

/**
 * A spreadsheet of units and people as it was read, kept between its preview and its confirmation. The rows hold personal
 * data: they go when they are stored, and a day after they came at the latest.
 */
export const importBatches = pgTable(
  'import_batches',
  {
    countyId: countyId(),
    id: uuid('id').$type<ImportBatchId>().notNull(),
    byId: ref<PersonId>('by_id').notNull(),
    fileName: text('file_name').notNull(),
    /** ready → stored, once, under the row's lock; or ready → expired. A file with wrong rows is refused from the start. */
    state: text('state').$type<'ready' | 'refused' | 'stored' | 'expired'>().notNull(),
    /** server/people-import/contract: the people and places of the file. Null when they are gone. */
    rows: jsonb('rows'),
    problems: jsonb('problems').notNull(),
    counts: jsonb('counts').notNull(),
    /** How many problems there are; at most so many of them are kept as the preview shows. */
    problemCount: integer('problem_count').notNull().default(0),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    storedAt: at('stored_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.byId], foreignColumns: [people.countyId, people.id] }),
    index('import_batches_expiry').on(t.expiresAt),
    check('import_batches_state', sql`${t.state} in ('ready','refused','stored','expired')`),
    check('import_batches_rows', sql`(${t.state} = 'ready') = (${t.rows} is not null)`),
    check('import_batches_stored', sql`(${t.state} = 'stored') = (${t.storedAt} is not null)`),
  ],
)
