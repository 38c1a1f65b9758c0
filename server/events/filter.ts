// Which lines of the trail are asked for: the same for the page, the export and the command line.
import { eq, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { events } from '@/db/schema/events'

const lenient = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema.optional().catch(undefined))

/** What does not fit is left out, as in every filter of a page's address. */
export const AuditFilter = z.object({
  verb: lenient(z.string().regex(/^[a-z][a-z.-]{1,60}$/)),
  result: lenient(z.enum(['done', 'refused'])),
  from: lenient(z.iso.date()),
  until: lenient(z.iso.date()),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditQuery = AuditFilter.extend({
  /** Show what is older than this sequence. */
  before: lenient(z.coerce.number().int().positive()),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/** Days are the county's own; as bounds of an instant, so that the index on it serves. */
export const conditionsOf = (filter: AuditFilter, timeZone: string): (SQL | undefined)[] => [
  filter.verb ? eq(events.verb, filter.verb) : undefined,
  filter.result ? eq(events.result, filter.result) : undefined,
  filter.from ? sql`${events.at} >= ${filter.from}::date::timestamp at time zone ${timeZone}` : undefined,
  filter.until ? sql`${events.at} < (${filter.until}::date + 1)::timestamp at time zone ${timeZone}` : undefined,
]
