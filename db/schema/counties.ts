import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { CountyId } from '@/server/ids'

/** The tenant. Nothing crosses it. */
export const counties = pgTable(
  'counties',
  {
    id: uuid('id').$type<CountyId>().primaryKey(),
    name: text('name').notNull(),
    level: text('level').$type<'county' | 'prefecture' | 'province'>().notNull().default('county'),
    /** Six-digit division code (GB/T 2260), where known. */
    divisionCode: text('division_code'),
    timeZone: text('time_zone').notNull(),
    locale: text('locale').$type<'zh-Hans' | 'zh-Hant' | 'en'>().notNull(),
    /** What its people may read the house in; `locale` is one of them. */
    locales: text('locales')
      .array()
      .$type<('zh-Hans' | 'zh-Hant' | 'en')[]>()
      .notNull()
      .default(['zh-Hans', 'zh-Hant', 'en']),
    /** Between these, by the county's clock, what can wait is held back: HH:MM, over midnight where the second is earlier. */
    quietFrom: text('quiet_from').notNull().default('21:00'),
    quietUntil: text('quiet_until').notNull().default('07:00'),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    check('counties_level', sql`${t.level} in ('county','prefecture','province')`),
    check('counties_locale', sql`${t.locale} in ('zh-Hans','zh-Hant','en')`),
    check('counties_locales', sql`${t.locales} <@ array['zh-Hans','zh-Hant','en'] and ${t.locale} = any(${t.locales})`),
    check(
      'counties_quiet',
      sql`${t.quietFrom} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and ${t.quietUntil} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`,
    ),
    check('counties_name', sql`char_length(${t.name}) between 1 and 120`),
  ],
)

/** The one-time set-up code of this installation; only its hash. Five tries, then a restart makes a new one. */
export const setupCodes = pgTable('setup_codes', {
  id: uuid('id').primaryKey(),
  codeHash: text('code_hash').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  tries: integer('tries').notNull().default(0),
  usedAt: timestamp('used_at', { withTimezone: true }),
})

/** Fixed windows for what may be guessed: sign-in, codes, links. `key` names the thing and the asker. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  windowStart: timestamp('window_start', { withTimezone: true }).notNull(),
  count: integer('count').notNull(),
})
