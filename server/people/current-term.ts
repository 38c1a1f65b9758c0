// Whether a term runs at an instant, in SQL. Days are days of the county: the last one counts whole.
import { sql, type Placeholder, type SQL } from 'drizzle-orm'

/** `term` and `zone` are names of this code, never of a request. @param zone the column with the county's time zone */
export function isCurrent(term: string, zone: string, at: Date | Placeholder): SQL {
  const moment = at instanceof Date ? at.toISOString() : at
  const [t, today] = [sql.raw(term), sql`(${moment}::timestamptz at time zone ${sql.raw(zone)})::date`]
  return sql`(${t}.from_on <= ${today} and (${t}.until_on is null or ${t}.until_on >= ${today})
    and (${t}.ended_at is null or ${t}.ended_at > ${moment}::timestamptz))`
}
