// A question that is asked over and over goes to Postgres by a name: read and planned once on each connection, and asked in
// one trip. What drizzle sends is unnamed: two trips, and planned anew each time.
// Only for texts of a bounded number of kinds: every connection keeps each of them as long as it lives.
import { fillPlaceholders, is, Placeholder, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import { PgDialect, PgTransaction } from 'drizzle-orm/pg-core'
import type { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Db, Tx } from './client'

const dialect = new PgDialect()

/**
 * One node's thread has not more for Postgres to do at a time. More of them share the same cores and make each other's
 * answers late, and after a quiet minute each connection more is opened, and plans anew what is asked there.
 */
const mostAtOnce = 4
type Waiting = { go(): void; answer: Promise<readonly object[]> }
type Line = { running: number; waiting: Map<string, Waiting> }
const lines = new WeakMap<object, Line>()

/**
 * In the order they came: the driver would put them on connections that are busy, behind whatever takes long there. Who asks
 * what somebody else waits to ask gets the same answer: it is read after both have asked, so neither could have had a newer
 * one. The rows are then the same objects: all are frozen, so that changing one throws at the first try and not only where
 * two happened to ask at once.
 */
function ask<Row extends object>(
  db: Db | Tx,
  text: string,
  params: unknown[],
  prepare: boolean,
): Promise<readonly Row[]> {
  const { client, logger } = db._.session as PostgresJsSession<postgres.Sql, never, never>
  const send = async () => {
    logger.logQuery(text, params)
    return frozen(await client.unsafe<Row[]>(text, params as postgres.ParameterOrJSON<never>[], { prepare }))
  }
  // It has a connection of its own, and sees what nobody else does.
  if (is(db, PgTransaction)) return send()
  const line = lines.get(client) ?? { running: 0, waiting: new Map<string, Waiting>() }
  lines.set(client, line)
  const inTurn = () =>
    send().finally(() => {
      const [next] = line.waiting
      if (!next) return line.running--
      line.waiting.delete(next[0])
      next[1].go()
    })
  if (line.running < mostAtOnce) {
    line.running++
    return inTurn()
  }
  const key = JSON.stringify([params, prepare, text])
  const same = line.waiting.get(key)
  if (same) return same.answer as Promise<readonly Row[]>
  let go = () => {}
  const answer = new Promise<void>((done) => (go = done)).then(inTurn)
  line.waiting.set(key, { go, answer })
  return answer
}

/** With what a column of JSON or an array holds. */
function frozen<T>(value: T): T {
  // Bytes cannot be.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const each of Array.isArray(value) ? value : Object.values(value)) frozen(each)
  return Object.freeze(value)
}

/** A placeholder that stands in a text many times goes once: Postgres reads each value, an array of them too. */
function toQuery(question: SQL): { text: string; params: unknown[] } {
  const { sql: text, params } = dialect.sqlToQuery(question)
  const sent: unknown[] = []
  const places = params.map((param) => {
    const known = is(param, Placeholder)
      ? sent.findIndex((each) => is(each, Placeholder) && each.name === param.name)
      : -1
    return known < 0 ? sent.push(param) : known + 1
  })
  return { text: text.replace(/\$(\d+)/g, (_, n) => `$${places[Number(n) - 1]}`), params: sent }
}

/**
 * The text is built here, once; its placeholders are filled at each asking. Values go as Postgres writes them: days and
 * instants as strings, lists as arrays for `= any(…)`.
 * @param isPlannedAnew where a plan that is good for one value is bad for another
 */
export function keep<Row extends object>(question: SQL, { isPlannedAnew = false } = {}) {
  const { text, params } = toQuery(question)
  return (db: Db | Tx, values: Readonly<Record<string, unknown>>): Promise<readonly Row[]> =>
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
  const { text, params } = toQuery(question)
  return ask<Row>(db, text, fillPlaceholders(params, values), isKept)
}

/**
 * A list as rows, whose column is `id`. That there are `count` of them stands in the text: Postgres takes any list for ten,
 * and the plan it could keep for dearer than one made anew each time.
 */
export const eachOf = (list: SQLWrapper, count: number): SQL =>
  sql`(select id from unnest(${list}::uuid[]) as listed (id) ${count > 10 ? sql`` : sql.raw(`limit ${count}`)})`
