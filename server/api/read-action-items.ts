// Action items as /api/v1 gives them. One question each, of a few kinds that Postgres keeps planned (db/keep.ts): one bounded
// stretch of an index for each body, merged, and what is shown of the rows that are left.
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { eachOf, keep } from '@/db/keep'
import { actionItems as a, actionItemUnits as u } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { can, type PersonActor } from '@/server/access'
import { isForAll } from '@/server/action-items/audience'
import { AppError } from '@/server/errors'
import { ActionItemId, type BodyId } from '@/server/ids'
import type { ActionItem, ActionItemsQuery } from './contract'
import { readCursor, toPage } from './cursor'
import { bodiesOf, nothing, parseId } from './scope'

const { placeholder } = sql
const countyId = placeholder('countyId')

/** As the contract names them; instants as Postgres writes them. */
const columns = sql`${a.id} as "id", ${a.bodyId} as "bodyId", ${a.meetingId} as "meetingId", ${a.number} as "number",
  ${a.title} as "title", ${a.deliverable} as "deliverable", ${a.state} as "state", ${a.percent} as "percent",
  ${a.priority} as "priority", ${a.tags} as "tags", ${a.dueOn} as "dueOn", ${a.leadUnitId} as "leadUnitId",
  ${units.name} as "leadUnitName", ${a.parentId} as "parentId", ${a.createdAt} as "createdAt", ${a.changedAt} as "changedAt",
  coalesce((select array_agg(${u.unitId} order by ${u.unitId}) from ${u}
    where ${and(eq(u.countyId, countyId), eq(u.actionItemId, a.id))}), '{}') as "assistingUnitIds"`
const lead = sql`left join ${units} on ${and(eq(units.countyId, countyId), eq(units.id, a.leadUnitId))}`
type Row = z.input<typeof ActionItem> & { id: ActionItemId; bodyId: BodyId }

/** Never one decided under a restricted item: a token is not in person (DECISIONS 18). */
const readable = and(eq(a.countyId, countyId), isNull(a.withdrawnAt), isForAll(countyId))!

const instant = (written: string) => new Date(written).toISOString()
const shown = (row: Row) => ({ ...row, createdAt: instant(row.createdAt), changedAt: instant(row.changedAt) })

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

function ask(asked: readonly Narrowing[], rows: number, bodies: number) {
  const limit = sql.raw(String(rows))
  return keep<Row>(
    sql`select ${columns} from (
        select page.* from ${eachOf(placeholder('bodyIds'), bodies)} as body cross join lateral (
          select ${a}.* from ${a}
          where ${and(readable, sql`${a.bodyId} = body.id`, ...asked.map((each) => narrowing[each]))}
          order by ${a.changedAt}, ${a.id} limit ${limit}
        ) as page order by page.changed_at, page.id limit ${limit}
      ) as ${a} ${lead} order by ${a.changedAt}, ${a.id}`,
    // What is due until a day is nearly all of a ledger, or nearly nothing.
    { isPlannedAnew: asked.includes('dueUntil') },
  )
}
const questions = new Map<string, ReturnType<typeof ask>>()

/** In the order in which they were last changed, oldest first: who reads on from `next` misses none. */
export async function readActionItems(db: Db, person: PersonActor, query: z.infer<typeof ActionItemsQuery>) {
  const bodyIds = bodiesOf(person, 'action-item.read', query.bodyId)
  if (bodyIds.length === 0) return nothing
  const [moment, after] = readCursor(query.cursor) ?? []
  const values = { ...query, moment, after, bodyIds, countyId: person.countyId }
  const asked = ways.filter((each) => values[each] !== undefined)
  const most = pages.find((rows) => rows > query.limit)!
  const kind = [most, Math.min(bodyIds.length, 11), ...asked].join(' ')
  let question = questions.get(kind)
  if (!question) questions.set(kind, (question = ask(asked, most, bodyIds.length)))
  const rows = await question(db, values)
  return toPage(rows.slice(0, query.limit + 1), query.limit, (row) => new Date(row.changedAt), shown)
}

const one = keep<Row>(sql`select ${columns} from ${a} ${lead} where ${and(readable, eq(a.id, placeholder('id')))}`)

/** @throws not_found also for one the person may not read */
export async function readOneActionItem(db: Db, person: PersonActor, id: string) {
  const [row] = await one(db, { countyId: person.countyId, id: parseId(ActionItemId, id) })
  if (!row || !can(person, 'action-item.read', { kind: 'body', countyId: person.countyId, bodyId: row.bodyId }))
    throw new AppError('not_found')
  return shown(row)
}
