// Action items as /api/v1 gives them. One question each, of a few kinds that Postgres keeps planned (db/keep.ts): one bounded
// stretch of an index for each body, merged, and what is shown of the rows that are left.
import { and, eq, isNull, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { actionItems as a, actionItemUnits as u } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { can, type PersonActor } from '@/server/access'
import { isForAll } from '@/server/action-items/audience'
import { dueKey } from '@/server/action-items/ledger-where'
import { anyhow, waysToFind, type Ways } from '@/server/action-items/ledger-words'
import { stretches } from '@/server/action-items/stretches'
import { AppError } from '@/server/errors'
import { isDueForFew } from '@/server/action-items/how-many-due'
import { ActionItemId, type BodyId } from '@/server/ids'
import type { ActionItem, ActionItemsQuery } from './contract'
import { readCursor, toWrittenPage } from './cursor'
import { bodiesOf, nothing, parseId } from './scope'
import { Written } from './written'

const { placeholder } = sql
const countyId = placeholder('countyId')

/** As `Date.toISOString` has it. */
const instant = (column: SQLWrapper) => sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const columns: Record<keyof z.output<typeof ActionItem>, SQLWrapper> = {
  id: a.id,
  bodyId: a.bodyId,
  meetingId: a.meetingId,
  number: a.number,
  title: a.title,
  deliverable: a.deliverable,
  state: a.state,
  percent: a.percent,
  priority: a.priority,
  tags: a.tags,
  dueOn: a.dueOn,
  leadUnitId: a.leadUnitId,
  leadUnitName: units.name,
  assistingUnitIds: sql`array(select ${u.unitId} from ${u} where ${and(eq(u.countyId, countyId), eq(u.actionItemId, a.id))}
    order by ${u.unitId})`,
  parentId: a.parentId,
  createdAt: instant(a.createdAt),
  changedAt: instant(a.changedAt),
}
const named = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`)
/** One item as it leaves the house: Postgres writes it, and nothing here reads it again. */
const written = sql`left join ${units} on ${and(eq(units.countyId, countyId), eq(units.id, a.leadUnitId))}
  cross join lateral (select ${sql.join(named, sql`, `)}) as shown`
const item = sql`row_to_json(shown)::text as item`
type Row = { item: string }

/** Never one decided under a restricted item: a token is not in person (DECISIONS 18). */
const readable = and(eq(a.countyId, countyId), isNull(a.withdrawnAt), isForAll(countyId))!

const narrowing = {
  meetingId: eq(a.meetingId, placeholder('meetingId')),
  leadUnitId: eq(a.leadUnitId, placeholder('leadUnitId')),
  state: eq(a.state, placeholder('state')),
  dueUntil: sql`${a.dueOn} <= ${placeholder('dueUntil')}::date`,
  changedSince: sql`${a.changedAt} >= ${placeholder('changedSince')}::timestamptz`,
  // What the index begins at; the rest of a place is compared from there.
  moment: sql`${a.changedAt} >= ${placeholder('moment')}::timestamptz and (${a.changedAt}, ${a.id}) >
    (${placeholder('moment')}::timestamptz, ${placeholder('after')}::uuid)`,
} satisfies Record<string, SQL>
type Narrowing = keyof typeof narrowing
const ways = Object.keys(narrowing) as Narrowing[]

/** Rows of a page are read in these numbers alone, one more than is shown. */
const pages = [51, 201] as const

type Asked = {
  narrowed: readonly Narrowing[]
  rows: number
  bodies: number
  /** So few are due until that day that all of them are put in order. */
  isDueOfFew: boolean
  words: Ways | null
}

function ask({ narrowed, rows, bodies, isDueOfFew, words }: Asked) {
  const limit = sql.raw(String(rows))
  const where = narrowed.map((each) =>
    each === 'dueUntil' && isDueOfFew ? sql`${dueKey} <= ${placeholder('dueUntil')}::date` : narrowing[each],
  )
  // Found in two ways, an item is still one.
  const isOfMany = words !== null && words.open.length > 1
  // A sum is no column: nothing to walk along.
  const order = isDueOfFew ? sql`${a.changedAt} + interval '0'` : sql`${a.changedAt}`
  const found = stretches(
    {
      bodies: sql`${placeholder('bodyIds')}::uuid[]`,
      count: bodies,
      // Of several bodies merged: what one of them has beyond the page is not read.
      open: (words?.open ?? [{ ...anyhow, reach: 'some' as const }]).map((way) => ({
        ...way,
        where: and(readable, ...where, way.where)!,
      })),
      listed: [],
    },
    isOfMany ? sql`${a.changedAt} as k, ${a.id} as id` : sql`${a}.*`,
    sql``,
    sql`order by ${order}, ${a.id} limit ${limit}`,
  )
  const page = isOfMany
    ? sql`(select k, id from (${found}) as found group by k, id order by k, id limit ${limit}) as picked
        join ${a} on ${a.countyId} = ${countyId} and ${a.id} = picked.id`
    : sql`(select * from (${found}) as found order by changed_at, id limit ${limit}) as ${a}`
  return keep<Row>(sql`select ${item} from ${page} ${written} order by ${a.changedAt}, ${a.id}`, {
    isPlannedAnew: words !== null && !words.isKept,
  })
}
const questions = new Map<string, ReturnType<typeof ask>>()
function questionOf(asked: Asked) {
  const { narrowed, rows, bodies, isDueOfFew, words } = asked
  if (words && !words.isKept) return ask(asked)
  const kind = [rows, Math.min(bodies, 11), isDueOfFew, words?.kind, ...narrowed].join(' ')
  const known = questions.get(kind) ?? ask(asked)
  questions.set(kind, known)
  return known
}

/** In the order in which they were last changed, oldest first: who reads on from `next` misses none. */
export async function readActionItems(db: Db, person: PersonActor, query: z.infer<typeof ActionItemsQuery>) {
  const bodyIds = bodiesOf(person, 'action-item.read', query.bodyId)
  if (bodyIds.length === 0) return nothing
  const [moment, after] = readCursor(query.cursor) ?? []
  const values: Record<string, unknown> = { ...query, moment, after, bodyIds, countyId: person.countyId }
  const narrowed = ways.filter((each) => values[each] !== undefined)
  const rows = pages.find((each) => each > query.limit)!
  const words = query.q
    ? await waysToFind(db, person, query.q, (name, value) => {
        values[name] = value
        return placeholder(name)
      })
    : null
  const isDueOfFew = query.dueUntil !== undefined && (await isDueForFew(db, query.dueUntil))
  const found = await questionOf({ narrowed, rows, bodies: bodyIds.length, isDueOfFew, words })(db, values)
  const items = found.map((row) => row.item)
  return toWrittenPage(items, query.limit, (text) => JSON.parse(text) as { id: string; changedAt: string })
}

const one = keep<Row & { bodyId: BodyId }>(sql`select ${a.bodyId} as "bodyId", ${item} from ${a} ${written}
  where ${and(readable, eq(a.id, placeholder('id')))}`)

/** @throws not_found also for one the person may not read */
export async function readOneActionItem(db: Db, person: PersonActor, id: string) {
  const [row] = await one(db, { countyId: person.countyId, id: parseId(ActionItemId, id) })
  if (!row || !can(person, 'action-item.read', { kind: 'body', countyId: person.countyId, bodyId: row.bodyId }))
    throw new AppError('not_found')
  return new Written(row.item)
}
