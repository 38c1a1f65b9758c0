// A question that is asked over and over goes to Postgres by a name: read and planned once on each connection, and asked in
// one trip. What drizzle sends is unnamed: two trips, and planned anew each time.
// Only for texts of a bounded number of kinds: every connection keeps each of them as long as it lives.
import { fillPlaceholders, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Db, Tx } from './client'

const dialect = new PgDialect()

function ask<Row extends object>(db: Db | Tx, text: string, params: unknown[], prepare: boolean): Promise<Row[]> {
  const { client, logger } = db._.session as PostgresJsSession<postgres.Sql, never, never>
  logger.logQuery(text, params)
  return client.unsafe<Row[]>(text, params as postgres.ParameterOrJSON<never>[], { prepare })
}

/**
 * The text is built here, once; its placeholders are filled at each asking. Values go as Postgres writes them: days and
 * instants as strings, lists as arrays for `= any(…)`.
 * @param isPlannedAnew where a plan that is good for one value is bad for another
 */
export function keep<Row extends object>(question: SQL, { isPlannedAnew = false } = {}) {
  const { sql: text, params } = dialect.sqlToQuery(question)
  return (db: Db | Tx, values: Readonly<Record<string, unknown>>): Promise<Row[]> =>
    ask<Row>(db, text, fillPlaceholders(params, values), !isPlannedAnew)
}

/**
 * The same for a question whose text is put together each time: no list in it but as one array.
 * @param isKept false for one of too many kinds
 * @param values of its placeholders, where it has any
 */
export function askKept<Row extends object>(
  db: Db | Tx,
  question: SQL,
  { isKept, values = {} }: { isKept: boolean; values?: Readonly<Record<string, unknown>> },
) {
  const { sql: text, params } = dialect.sqlToQuery(question)
  return ask<Row>(db, text, fillPlaceholders(params, values), isKept)
}

/**
 * A list as rows, whose column is `id`. That there are `count` of them stands in the text: Postgres takes any list for ten,
 * and the plan it could keep for dearer than one made anew each time.
 */
export const eachOf = (list: SQLWrapper, count: number): SQL =>
  sql`(select id from unnest(${list}::uuid[]) as listed (id) ${count > 10 ? sql`` : sql.raw(`limit ${count}`)})`
