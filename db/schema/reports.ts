// Reports on how decided items stand (通報): what was counted, frozen with its day, and its words in versions.
import { sql } from 'drizzle-orm'
import {
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
} from 'drizzle-orm/pg-core'
import type { BodyId, PersonId, ReportId } from '@/server/ids'
import { at, countyId, ref } from '../columns'
import { bodies } from './bodies'
import { people } from './people'

export const reports = pgTable(
  'reports',
  {
    countyId: countyId(),
    id: uuid('id').$type<ReportId>().notNull(),
    bodyId: ref<BodyId>('body_id').notNull(),
    /** The county's day on which it was counted. */
    asOf: date('as_of', { mode: 'string' }).notNull(),
    /** Of its words and its paper: the county's own language then. */
    locale: text('locale').$type<'zh-Hans' | 'zh-Hant' | 'en'>().notNull(),
    /** Figures (server/reports/contract.ts). Never changed. */
    figures: jsonb('figures').notNull(),
    /** Pressed twice, written once. */
    onceKey: text('once_key').notNull(),
    madeById: ref<PersonId>('made_by_id'),
    madeAt: at('made_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey({ columns: [t.countyId, t.madeById], foreignColumns: [people.countyId, people.id] }),
    uniqueIndex('reports_once').on(t.countyId, t.bodyId, t.onceKey),
    index('reports_of_body').on(t.countyId, t.bodyId, t.madeAt),
    check('reports_locale', sql`${t.locale} in ('zh-Hans','zh-Hant','en')`),
  ],
)

/** The words of a report, a row for each saving, only added to. Of two who save over the same version the key refuses one. */
export const reportTexts = pgTable(
  'report_texts',
  {
    countyId: countyId(),
    reportId: ref<ReportId>('report_id').notNull(),
    /** 1, 2, 3 …; the highest is in force. */
    version: integer('version').notNull(),
    /** ReportText (server/reports/contract.ts). */
    words: jsonb('words').notNull(),
    byId: ref<PersonId>('by_id'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.reportId, t.version] }),
    foreignKey({ columns: [t.countyId, t.reportId], foreignColumns: [reports.countyId, reports.id] }),
    foreignKey({ columns: [t.countyId, t.byId], foreignColumns: [people.countyId, people.id] }),
    check('report_texts_version', sql`${t.version} > 0`),
  ],
)
