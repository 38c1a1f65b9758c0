import { sql } from 'drizzle-orm'
import { boolean, check, date, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { SeriesId } from '@/server/ids'
import { countyId, ref } from '../columns'
import { series } from './bodies'
import { counties } from './counties'

/** When a series meets, by the county's clock: one rule a series, the part of RFC 5545 that a secretary would say aloud. */
export const seriesRules = pgTable(
  'series_rules',
  {
    countyId: countyId(),
    seriesId: ref<SeriesId>('series_id').notNull(),
    /** Every so many weeks or months. */
    every: integer('every').notNull(),
    pattern: text('pattern').$type<'week' | 'month-day' | 'month-weekday'>().notNull(),
    /** ISO, 1 is Monday. Of `week` any of them, of `month-weekday` one, of `month-day` none. */
    weekdays: integer('weekdays').array().notNull(),
    /** Of a month: the day (1 to 28) or the how-manieth weekday (1 to 4); -1 is the last. 0: of weeks. */
    nth: integer('nth').notNull(),
    /** HH:MM on the county's clock. */
    startTime: text('start_time').notNull(),
    minutes: integer('minutes').notNull(),
    beginsOn: date('begins_on', { mode: 'string' }).notNull(),
    /** Last day, inclusive. Neither this nor a count: without end. */
    until: date('until', { mode: 'string' }),
    /** Of dates by the rule, whether they were kept or not. */
    count: integer('count'),
    onDayOff: text('on_day_off').$type<'skip' | 'next'>().notNull(),
    /** A Saturday or Sunday is a day off like a holiday, unless it is a working day of the county's calendar. */
    isWeekendOff: boolean('is_weekend_off').notNull(),
    title: text('title').notNull(),
    place: text('place').notNull().default(''),
    /** The series of the meeting that settles the agenda so many days before each sitting. */
    liaisonSeriesId: ref<SeriesId>('liaison_series_id'),
    liaisonDays: integer('liaison_days'),
    /** Compared in every UPDATE, and SEQUENCE of the rule in calendars. */
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.seriesId] }),
    foreignKey({ columns: [t.countyId, t.seriesId], foreignColumns: [series.countyId, series.id] }),
    foreignKey({ columns: [t.countyId, t.liaisonSeriesId], foreignColumns: [series.countyId, series.id] }),
    check('series_rules_every', sql`${t.every} between 1 and 60`),
    check('series_rules_pattern', sql`${t.pattern} in ('week','month-day','month-weekday')`),
    check('series_rules_weekdays', sql`${t.weekdays} <@ array[1,2,3,4,5,6,7]`),
    check(
      'series_rules_nth',
      sql`case ${t.pattern} when 'week' then ${t.nth} = 0 and cardinality(${t.weekdays}) > 0 when 'month-day' then (${t.nth} between 1 and 28 or ${t.nth} = -1) and cardinality(${t.weekdays}) = 0 else ${t.nth} in (1,2,3,4,-1) and cardinality(${t.weekdays}) = 1 end`,
    ),
    check('series_rules_start', sql`${t.startTime} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`),
    check('series_rules_minutes', sql`${t.minutes} between 10 and 720`),
    check('series_rules_end', sql`${t.until} is null or ${t.count} is null`),
    check('series_rules_until', sql`${t.until} >= ${t.beginsOn}`),
    check('series_rules_count', sql`${t.count} between 1 and 500`),
    check('series_rules_day_off', sql`${t.onDayOff} in ('skip','next')`),
    check('series_rules_title', sql`char_length(${t.title}) between 1 and 200`),
    check('series_rules_liaison', sql`(${t.liaisonSeriesId} is null) = (${t.liaisonDays} is null)`),
    check('series_rules_liaison_other', sql`${t.liaisonSeriesId} <> ${t.seriesId}`),
    check('series_rules_liaison_days', sql`${t.liaisonDays} between 1 and 60`),
  ],
)

/** One date of a rule that is taken out or moved before it is a sitting. */
export const seriesExceptions = pgTable(
  'series_exceptions',
  {
    countyId: countyId(),
    seriesId: ref<SeriesId>('series_id').notNull(),
    /** The date by the rule. */
    occurrenceOn: date('occurrence_on', { mode: 'string' }).notNull(),
    /** Null: taken out. */
    movedTo: date('moved_to', { mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.seriesId, t.occurrenceOn] }),
    foreignKey({ columns: [t.countyId, t.seriesId], foreignColumns: [seriesRules.countyId, seriesRules.seriesId] }),
    check('series_exceptions_moved', sql`${t.movedTo} <> ${t.occurrenceOn}`),
  ],
)

/** The county's own calendar: holidays, and weekends worked instead of them (調休). Nothing is fetched from anywhere. */
export const countyDays = pgTable(
  'county_days',
  {
    countyId: countyId().references(() => counties.id),
    day: date('day', { mode: 'string' }).notNull(),
    kind: text('kind').$type<'off' | 'working'>().notNull(),
    name: text('name').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.day] }),
    check('county_days_kind', sql`${t.kind} in ('off','working')`),
    check('county_days_name', sql`char_length(${t.name}) between 1 and 40`),
  ],
)
