// A page of the ledger. Which rows: one bounded stretch of an index for each body and each way to be found, merged; then
// what is shown of them. Nothing here grows with the size of the ledger.
import { and, asc, desc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { union } from 'drizzle-orm/pg-core'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { followRules } from '@/db/schema/follow-up'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import { type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { ActionItemId, BodyId, LocalId, MeetingId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { usualRules } from '@/server/follow-up/contract'
import { isForAll } from './audience'
import type { ActionItemState, LedgerQuery, Priority } from './contract'
import { dueKey, filtersOf, orders, type Now } from './ledger-where'
import { waysToFind, type Way } from './ledger-words'
import type { Warn } from './model'

export const pageSize = 50
/** Beyond so many it is said that there are more: counting on would cost more than anybody learns from it. */
export const mostCounted = 1000

export type LedgerRow = {
  id: ActionItemId
  localId: LocalId
  number: number
  title: string
  state: ActionItemState
  owner: string
  deliverable: string
  dueOn: string | null
  createdAt: Date
  changedAt: Date
  lead: UnitView | null
  assisting: UnitView[]
  meeting: { id: MeetingId; bodyId: BodyId; title: string; issueNumber: number }
  agendaPosition: number | null
  latest: { remark: string; at: Date } | null
  priority: Priority
  tags: string[]
  /** Of the lead unit's last report. */
  percent: number
  /** Of the newest change: what a page that changes it says it has seen. */
  lastSeq: number
  /** The body's own days of warning. */
  warn: Warn
}

export const ledgerJoins = {
  meeting: and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)),
  unit: and(eq(units.countyId, actionItems.countyId), eq(units.id, actionItems.leadUnitId)),
  agenda: and(eq(agendaItems.countyId, actionItems.countyId), eq(agendaItems.id, actionItems.agendaItemId)),
  rules: and(eq(followRules.countyId, meetings.countyId), eq(followRules.bodyId, meetings.bodyId)),
}

export const ledgerColumns = {
  id: actionItems.id,
  localId: actionItems.localId,
  number: actionItems.number,
  title: actionItems.title,
  state: actionItems.state,
  owner: actionItems.owner,
  deliverable: actionItems.deliverable,
  dueOn: actionItems.dueOn,
  createdAt: actionItems.createdAt,
  changedAt: actionItems.changedAt,
  lead: { id: units.id, name: units.name, kind: units.kind },
  meeting: {
    id: meetings.id,
    bodyId: meetings.bodyId,
    title: meetings.title,
    issueNumber: meetings.issueNumber,
  },
  agendaPosition: agendaItems.position,
  priority: actionItems.priority,
  tags: actionItems.tags,
  percent: actionItems.percent,
  lastSeq: actionItems.lastSeq,
  warn: {
    blue: sql<number>`coalesce(${followRules.blueDays}, ${usualRules.blueDays}::int)`,
    yellow: sql<number>`coalesce(${followRules.yellowDays}, ${usualRules.yellowDays}::int)`,
  },
}

export type LedgerPage = {
  rows: LedgerRow[]
  /** Of all that were asked for, `mostCounted` at most; null on any page but the first. */
  total: number | null
  /** Places of the pages before and after this one, for the address. */
  before: string | null
  after: string | null
}

/** @throws nothing: what may not be read is not there */
export async function readLedger(db: Db, actor: PersonActor, query: LedgerQuery, now: Now): Promise<LedgerPage> {
  const bodyIds = bodyIdsOf(actor).filter((bodyId) => query.body === undefined || query.body === bodyId)
  if (bodyIds.length === 0) return { rows: [], total: 0, before: null, after: null }
  const order = orderOf(query)
  const sources = await sourcesOf(db, actor, query, now, bodyIds)
  const [picked, total] = await Promise.all([
    pick(db, sources, order, pageSize + 1),
    order.place === null ? countUpTo(db, sources, mostCounted, query.q !== undefined) : null,
  ])
  const hasMore = picked.length > pageSize
  const shown = picked.slice(0, pageSize)
  if (order.isBackward) shown.reverse()
  const rows = await dress(
    db,
    actor,
    shown.map((each) => each.id),
  )
  const [first, last] = [shown.at(0), shown.at(-1)]
  const hasBefore = order.isBackward ? hasMore : order.place !== null
  const hasAfter = order.isBackward || hasMore
  return {
    rows,
    total,
    before: hasBefore && first ? `-${placeOf(first)}` : null,
    after: hasAfter && last ? placeOf(last) : null,
  }
}

type Picked = { id: ActionItemId; key: string; number: number }
const placeOf = ({ key, number, id }: Picked) => `${key}~${number}~${id}`

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
  const sources = await sourcesOf(db, actor, query, now, bodyIds)
  const parts = sources.map(
    ({ join, where }) => sql`select ${actionItems.id} from ${actionItems} ${join} where ${where}`,
  )
  return and(
    eq(actionItems.countyId, actor.countyId),
    sql`${actionItems.id} in (${sql.join(parts, sql` union all `)})`,
  )!
}

/** One body's rows, found one way; or what this person is listed for. */
type Source = { join: SQL; where: SQL }

async function sourcesOf(
  db: Db,
  actor: PersonActor,
  query: LedgerQuery,
  now: Now,
  bodyIds: readonly BodyId[],
): Promise<Source[]> {
  const { countyId } = actor
  const ways = query.q
    ? await waysToFind(db, actor, query.q)
    : ({ open: [{ join: sql``, where: sql`true` }], listed: [{ join: sql``, where: sql`true` }] } satisfies Ways)
  const filters = filtersOf(actor, query, now)
  const listed = await readListed(db, actor)
  const of = (ofBodies: SQL, way: Way, eyes: SQL): Source => ({
    join: way.join,
    where: and(
      eq(actionItems.countyId, countyId),
      ofBodies,
      sql`${actionItems.withdrawnAt} is null`,
      eyes,
      ...filters,
      way.where,
    )!,
  })
  return [
    ...bodyIds.flatMap((bodyId) => ways.open.map((way) => of(eq(actionItems.bodyId, bodyId), way, isForAll(countyId)))),
    ...(listed.length === 0
      ? []
      : ways.listed.map((way) => of(inArray(actionItems.bodyId, [...bodyIds]), way, inArray(actionItems.id, listed)))),
  ]
}
type Ways = { open: Way[]; listed: Way[] }

/** What is decided under restricted items on whose list this person stands: few, found from the list. A token finds none. */
async function readListed(db: Db, actor: PersonActor): Promise<ActionItemId[]> {
  if (actor.tokenId !== null) return []
  const { countyId, personId } = actor
  const lists = await db
    .select({ documentId: restrictedItems.documentId, agendaItemId: agendaItems.id, meetingId: agendaItems.meetingId })
    .from(restrictedReaders)
    .innerJoin(
      restrictedItems,
      and(
        eq(restrictedItems.countyId, restrictedReaders.countyId),
        eq(restrictedItems.agendaItemId, restrictedReaders.agendaItemId),
      ),
    )
    .innerJoin(
      agendaItems,
      and(eq(agendaItems.countyId, restrictedItems.countyId), eq(agendaItems.id, restrictedItems.agendaItemId)),
    )
    .where(and(eq(restrictedReaders.countyId, countyId), eq(restrictedReaders.personId, personId)))
  if (lists.length === 0) return []
  const each = <K extends keyof (typeof lists)[number]>(key: K) => lists.map((list) => list[key])
  const found = await union(
    db
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), inArray(actionItems.documentId, each('documentId')))),
    db
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, countyId),
          inArray(actionItems.meetingId, each('meetingId')),
          inArray(actionItems.agendaItemId, each('agendaItemId')),
        ),
      ),
  )
  return found.map((row) => row.id)
}

// With the body twice: only so does the planner know that the sittings of one body come in order from their index.
const ofMeeting = sql`join ${meetings} on ${meetings.countyId} = ${actionItems.countyId}
  and ${meetings.bodyId} = ${actionItems.bodyId} and ${meetings.id} = ${actionItems.meetingId}`

async function pick(db: Db, sources: readonly Source[], order: Order, limit: number): Promise<Picked[]> {
  const way = sql.raw(order.isDescending ? 'desc' : 'asc')
  const { number, id } = actionItems
  const cast = sql.raw(order.cast)
  const beyond = order.place
    ? sql`and (${order.key}, ${number}, ${id}) ${sql.raw(order.isDescending ? '<' : '>')}
        (${order.place[0]}::${cast}, ${Number(order.place[1])}::int, ${order.place[2]}::uuid)`
    : sql``
  const parts = sources.map(
    ({ join, where }) => sql`(select ${order.key} as k, ${number} as n, ${id} as id from ${actionItems}
      ${order.cast === 'int' ? ofMeeting : sql``} ${join} where ${where} ${beyond}
      order by ${order.key} ${way}, ${number} ${way}, ${id} ${way} limit ${limit})`,
  )
  const rows = await db.execute<{ k: string; n: number; id: string }>(
    sql`select k::text as k, n, id from (${sql.join(parts, sql` union all `)}) as found
      group by found.k, n, id order by found.k ${way}, n ${way}, id ${way} limit ${limit}`,
  )
  return rows.map((row) => ({ key: row.k, number: row.n, id: row.id as ActionItemId }))
}

/**
 * In the order of the pages: else Postgres would read the table from its beginning until it has met so many of a body, which
 * is the whole table for a body whose rows stand at its end.
 * @param mayRepeat words find an item in two ways; else no two sources have the same, and it ends at the first so many
 */
async function countUpTo(db: Db, sources: readonly Source[], most: number, mayRepeat: boolean): Promise<number> {
  const { number, id } = actionItems
  const parts = sources.map(
    ({ join, where }) => sql`(select ${id} as id from ${actionItems} ${join} where ${where}
      order by ${dueKey}, ${number}, ${id} limit ${most})`,
  )
  const found = sql`(${sql.join(parts, sql` union all `)}) as found`
  const [row] = await db.execute<{ total: number }>(
    mayRepeat
      ? sql`select count(distinct id)::int as total from ${found}`
      : sql`select count(*)::int as total from (select id from ${found} limit ${most}) as first`,
  )
  return Math.min(most, row?.total ?? 0)
}

async function dress(db: Db, actor: PersonActor, ids: readonly ActionItemId[]): Promise<LedgerRow[]> {
  if (ids.length === 0) return []
  const [rows, more] = await Promise.all([
    db
      .select(ledgerColumns)
      .from(actionItems)
      .innerJoin(meetings, ledgerJoins.meeting)
      .leftJoin(units, ledgerJoins.unit)
      .leftJoin(agendaItems, ledgerJoins.agenda)
      .leftJoin(followRules, ledgerJoins.rules)
      .where(and(eq(actionItems.countyId, actor.countyId), inArray(actionItems.id, [...ids]))),
    readMore(db, actor, ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return withThese(
    ids.flatMap((id) => byId.get(id) ?? []),
    more,
  )
}

type Bare = Omit<LedgerRow, 'assisting' | 'latest'>

export async function withMore(db: Db, actor: PersonActor, rows: readonly Bare[]): Promise<LedgerRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  return withThese(rows, await readMore(db, actor, ids))
}

async function readMore(db: Db, actor: PersonActor, ids: readonly ActionItemId[]) {
  const [assisting, latest] = await Promise.all([
    db
      .select({ itemId: actionItemUnits.actionItemId, id: units.id, name: units.name, kind: units.kind })
      .from(actionItemUnits)
      .innerJoin(units, and(eq(units.countyId, actionItemUnits.countyId), eq(units.id, actionItemUnits.unitId)))
      .where(and(eq(actionItemUnits.countyId, actor.countyId), inArray(actionItemUnits.actionItemId, [...ids])))
      .orderBy(asc(units.kind), asc(units.name)),
    db
      .selectDistinctOn([actionItemChanges.actionItemId], {
        itemId: actionItemChanges.actionItemId,
        remark: actionItemChanges.remark,
        at: actionItemChanges.at,
      })
      .from(actionItemChanges)
      .where(
        and(
          eq(actionItemChanges.countyId, actor.countyId),
          inArray(actionItemChanges.actionItemId, [...ids]),
          inArray(actionItemChanges.kind, ['state', 'report']),
          ne(actionItemChanges.remark, ''),
        ),
      )
      .orderBy(actionItemChanges.actionItemId, desc(actionItemChanges.seq)),
  ])
  return { assisting, latest }
}

function withThese(rows: readonly Bare[], { assisting, latest }: Awaited<ReturnType<typeof readMore>>): LedgerRow[] {
  return rows.map((row) => ({
    ...row,
    assisting: assisting.filter((each) => each.itemId === row.id).map(({ itemId: _, ...unit }) => unit),
    latest: latest.find((each) => each.itemId === row.id) ?? null,
  }))
}
