// A page of the ledger. Which rows: one bounded stretch of an index for each body and each way to be found, merged; then
// what is shown of them (ledger-rows.ts). Nothing here grows with the size of the ledger.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { askKept, keep } from '@/db/keep'
import { actionItems } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { ActionItemId, BodyId } from '@/server/ids'
import { isForAll } from './audience'
import type { LedgerQuery, LedgerTallies } from './contract'
import { readRows, type LedgerRow } from './ledger-rows'
import { dueKey, filtersOf, orders, uuids, type Now } from './ledger-where'
import { anyhow, waysToFind, type Way } from './ledger-words'
import { stretches, type Stretches } from './stretches'
import { totalOf } from './summarise'

export const pageSize = 50
/** Beyond so many it is said that there are more: counting on would cost more than anybody learns from it. */
const mostCounted = 200

export type LedgerPage = {
  rows: LedgerRow[]
  /** Of all that were asked for; null on any page but the first. */
  total: number | null
  /** There are more than `total`: nobody counted on. */
  isCutShort: boolean
  /** Places of the pages before and after this one, for the address. */
  before: string | null
  after: string | null
}

/**
 * @param tallies of the same moment, where they are read anyway: what they tell is not counted a second time
 * @throws nothing: what may not be read is not there
 */
export async function readLedger(
  db: Db,
  actor: PersonActor,
  query: LedgerQuery,
  now: Now,
  tallies: Promise<LedgerTallies> | null = null,
): Promise<LedgerPage> {
  const bodyIds = bodyIdsOf(actor).filter((bodyId) => query.body === undefined || query.body === bodyId)
  if (bodyIds.length === 0) return { rows: [], total: 0, isCutShort: false, before: null, after: null }
  const order = orderOf(query)
  const question = await questionOf(db, actor, query, now, bodyIds)
  const found = await readPage(db, actor, question, order)
  const hasMore = found.length > pageSize
  const counted = order.place === null ? await count(db, actor, query, question, found.length, tallies) : null
  const shown = found.slice(0, pageSize)
  if (order.isBackward) shown.reverse()
  const [first, last] = [shown.at(0), shown.at(-1)]
  const hasBefore = order.isBackward ? hasMore : order.place !== null
  const hasAfter = order.isBackward || hasMore
  return {
    rows: shown.map(({ key: _, ...row }) => row),
    total: counted && counted.total,
    isCutShort: counted !== null && counted.isCutShort,
    before: hasBefore && first ? `-${placeOf(first)}` : null,
    after: hasAfter && last ? placeOf(last) : null,
  }
}

type Found = LedgerRow & { key: string }
const placeOf = ({ key, number, id }: Found) => `${key}~${number}~${id}`

type Order = { key: SQL; cast: string; isDescending: boolean; isBackward: boolean; place: string[] | null }

function orderOf(query: LedgerQuery): Order {
  const sort = query.sort ?? 'due'
  const isBackward = query.at?.startsWith('-') ?? false
  const isDescending = (query.dir ?? (sort === 'due' ? 'asc' : 'desc')) === 'desc'
  const place = query.at?.replace(/^-/, '').split('~') ?? null
  const { key, cast } = orders[sort]
  // A place of another order is no place: the first page is shown.
  const fits =
    place === null || { due: /^(infinity|\d{4}-\d\d-\d\d)$/, number: /^\d+$/, changed: /[T ]/ }[sort].test(place[0]!)
  return {
    key,
    cast,
    isDescending: isBackward && fits ? !isDescending : isDescending,
    isBackward: isBackward && fits,
    place: fits ? place : null,
  }
}

/** All rows of a question, as one condition: for taking them away. */
export async function allAsked(db: Db, actor: PersonActor, query: LedgerQuery, now: Now): Promise<SQL> {
  const bodyIds = bodyIdsOf(actor).filter((bodyId) => query.body === undefined || query.body === bodyId)
  if (bodyIds.length === 0) return sql`false`
  const { bodies, open, listed } = await questionOf(db, actor, query, now, bodyIds)
  const ofBodies = sql`${actionItems.bodyId} = any(${bodies})`
  const parts = [...open, ...listed].map(
    ({ join, where }) => sql`select ${actionItems.id} from ${actionItems} ${join} where ${where} and ${ofBodies}`,
  )
  return and(
    eq(actionItems.countyId, actor.countyId),
    sql`${actionItems.id} in (${sql.join(parts, sql` union all `)})`,
  )!
}

type Question = Stretches & { isByWords: boolean; isKept: boolean }

async function questionOf(
  db: Db,
  actor: PersonActor,
  query: LedgerQuery,
  now: Now,
  bodyIds: readonly BodyId[],
): Promise<Question> {
  const { countyId } = actor
  const [ways, listed] = await Promise.all([
    query.q ? waysToFind(db, actor, query.q) : { open: [anyhow], listed: [anyhow], isKept: true },
    readListed(db, actor),
  ])
  const filters = filtersOf(actor, query, now)
  const narrowed =
    (eyes: SQL) =>
    ({ join, where, reach }: Way): Way => ({
      ...{ join, reach },
      where: and(eq(actionItems.countyId, countyId), sql`${actionItems.withdrawnAt} is null`, eyes, ...filters, where)!,
    })
  return {
    bodies: uuids(bodyIds),
    count: bodyIds.length,
    open: ways.open.map(narrowed(isForAll(countyId))),
    listed: listed.length === 0 ? [] : ways.listed.map(narrowed(sql`${actionItems.id} = any(${uuids(listed)})`)),
    // Words find an item in two ways; else no two parts have the same.
    isByWords: query.q !== undefined,
    isKept: ways.isKept && filters.length <= 2,
  }
}

const listedFor = keep<{ id: ActionItemId }>(sql`with lists as (
    select r.document_id, r.agenda_item_id, g.meeting_id from restricted_readers l
    join restricted_items r on r.county_id = l.county_id and r.agenda_item_id = l.agenda_item_id
    join agenda_items g on g.county_id = r.county_id and g.id = r.agenda_item_id
    where l.county_id = ${sql.placeholder('countyId')} and l.person_id = ${sql.placeholder('personId')})
  select a.id from lists join action_items a
    on a.county_id = ${sql.placeholder('countyId')} and a.document_id = lists.document_id
  union select a.id from lists join action_items a on a.county_id = ${sql.placeholder('countyId')}
    and a.meeting_id = lists.meeting_id and a.agenda_item_id = lists.agenda_item_id`)

/** What is decided under restricted items on whose list this person stands: few, found from the list. A token finds none. */
async function readListed(db: Db, { countyId, personId, tokenId }: PersonActor): Promise<ActionItemId[]> {
  if (tokenId !== null) return []
  return (await listedFor(db, { countyId, personId })).map((row) => row.id)
}

// With the body twice: only so does the planner know that the sittings of one body come in order from their index.
const ofMeeting = sql`join ${meetings} on ${meetings.countyId} = ${actionItems.countyId}
  and ${meetings.bodyId} = ${actionItems.bodyId} and ${meetings.id} = ${actionItems.meetingId}`

/** In the order of the page, one more than it shows where there are more. */
async function readPage(db: Db, actor: PersonActor, question: Question, order: Order): Promise<Found[]> {
  const way = sql.raw(order.isDescending ? 'desc' : 'asc')
  const limit = sql.raw(String(pageSize + 1))
  const { number, id } = actionItems
  const cast = sql.raw(order.cast)
  const beyond = order.place
    ? sql`and (${order.key}, ${number}, ${id}) ${sql.raw(order.isDescending ? '<' : '>')}
        (${order.place[0]}::${cast}, ${Number(order.place[1])}::int, ${order.place[2]}::uuid)`
    : sql``
  const found = stretches(
    question,
    sql`${order.key} as k, ${number} as n, ${id} as id`,
    order.cast === 'int' ? ofMeeting : sql``,
    sql`${beyond} order by ${order.key} ${way}, ${number} ${way}, ${id} ${way} limit ${limit}`,
  )
  const picked = await askKept<{ key: string; id: ActionItemId }>(
    db,
    sql`select picked.k::text as key, picked.id from (${found}) as picked
      ${question.isByWords ? sql`group by picked.k, picked.n, picked.id` : sql``}
      order by picked.k ${way}, picked.n ${way}, picked.id ${way} limit ${limit}`,
    { isKept: question.isKept },
  )
  if (picked.length === 0) return []
  const ids = picked.map((each) => each.id)
  const rows = await readRows(db, actor, ids)
  return rows.map((row, n) => ({ ...row, key: picked[n]!.key }))
}

/** By what is known already where that tells; of words, whose every hit would be read, no more than the page shows. */
async function count(
  db: Db,
  actor: PersonActor,
  query: LedgerQuery,
  question: Question,
  found: number,
  tallies: Promise<LedgerTallies> | null,
): Promise<{ total: number; isCutShort: boolean }> {
  const told = tallies && totalOf(await tallies, query, actor)
  if (told !== null) return { total: told, isCutShort: false }
  if (found <= pageSize) return { total: found, isCutShort: false }
  if (question.isByWords) return { total: pageSize, isCutShort: true }
  const total = await countUpTo(db, question, mostCounted + 1)
  return { total: Math.min(total, mostCounted), isCutShort: total > mostCounted }
}

/**
 * In the order of the pages: else Postgres would read the table from its beginning until it has met so many of a body, which
 * is the whole table for a body whose rows stand at its end.
 */
async function countUpTo(db: Db, question: Question, most: number): Promise<number> {
  const { number, id } = actionItems
  const limit = sql.raw(String(most))
  const found = stretches(question, sql`${id} as id`, sql``, sql`order by ${dueKey}, ${number}, ${id} limit ${limit}`)
  const [row] = await askKept<{ total: number }>(
    db,
    sql`select count(*)::int as total from (select id from (${found}) as found limit ${limit}) as first`,
    { isKept: question.isKept },
  )
  return row!.total
}
