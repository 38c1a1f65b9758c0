// The ledger's queries. A page of rows, and the numbers of the whole (what the pictures count), each in one statement.
import { and, asc, count, desc, eq, gte, ilike, inArray, isNull, lt, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { bodyUnits, units } from '@/db/schema/bodies'
import { followRules } from '@/db/schema/follow-up'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { ActionItemId, BodyId, LocalId, MeetingId, UnitId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { usualRules } from '@/server/follow-up/contract'
import { forEyesOf } from './audience'
import type { ActionItemState, LedgerQuery, Priority } from './contract'
import { addDays, type Warn } from './model'

export const pageSize = 100

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
  /** The body's own days of warning. */
  warn: Warn
}

const openStates = ['todo', 'doing', 'toVerify'] as const

/** Items of the bodies in which this person sits; withdrawn ones are not in the ledger. */
const readable = (actor: PersonActor): SQL | undefined => {
  const bodyIds = bodyIdsOf(actor)
  return and(
    eq(actionItems.countyId, actor.countyId),
    isNull(actionItems.withdrawnAt),
    forEyesOf(actor),
    bodyIds.length > 0 ? inArray(meetings.bodyId, bodyIds) : sql`false`,
  )
}

const myUnits = (actor: PersonActor): UnitId[] => [...new Set(actor.memberships.map((place) => place.unitId))]

const oneOf = (unitIds: readonly UnitId[]) =>
  unitIds.length > 0 ? inArray(actionItems.leadUnitId, [...unitIds]) : sql`false`

function filters(actor: PersonActor, query: LedgerQuery, today: string): (SQL | undefined)[] {
  const open = inArray(actionItems.state, [...openStates])
  const running = inArray(actionItems.state, ['todo', 'doing'])
  const month = `${today.slice(0, 7)}-`
  const views: Record<NonNullable<LedgerQuery['view']>, SQL | undefined> = {
    open,
    verify: eq(actionItems.state, 'toVerify'),
    month: and(open, sql`${actionItems.dueOn}::text like ${`${month}%`}`),
    late: and(running, lt(actionItems.dueOn, today)),
    mine: and(open, oneOf(myUnits(actor))),
    all: undefined,
  }
  const dues: Record<NonNullable<LedgerQuery['due']>, SQL | undefined> = {
    late: and(running, lt(actionItems.dueOn, today)),
    '3': and(gte(actionItems.dueOn, today), lte(actionItems.dueOn, addDays(today, 3))),
    '10': and(gte(actionItems.dueOn, today), lte(actionItems.dueOn, addDays(today, 10))),
    '30': and(gte(actionItems.dueOn, today), lte(actionItems.dueOn, addDays(today, 30))),
    none: isNull(actionItems.dueOn),
  }
  const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const numbered = /^(\d{1,4})-(\d{1,3})$/.exec(query.q ?? '')
  return [
    views[query.view ?? 'open'],
    query.state && eq(actionItems.state, query.state),
    query.unit && eq(actionItems.leadUnitId, query.unit),
    query.kind && eq(units.kind, query.kind),
    query.meeting && eq(actionItems.meetingId, query.meeting),
    query.due && dues[query.due],
    like
      ? or(
          ilike(actionItems.title, like),
          ilike(actionItems.owner, like),
          ilike(actionItems.deliverable, like),
          ilike(units.name, like),
          numbered
            ? and(eq(meetings.issueNumber, Number(numbered[1])), eq(actionItems.number, Number(numbered[2])))
            : undefined,
        )
      : undefined,
  ]
}

const byDue = [sql`${actionItems.dueOn} asc nulls last`, asc(meetings.issueNumber), asc(actionItems.number)]
const orders = {
  due: byDue,
  number: [desc(meetings.issueNumber), asc(actionItems.number)],
  changed: [desc(actionItems.changedAt)],
  unit: [asc(units.kind), asc(units.name), ...byDue],
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
  warn: {
    blue: sql<number>`coalesce(${followRules.blueDays}, ${usualRules.blueDays}::int)`,
    yellow: sql<number>`coalesce(${followRules.yellowDays}, ${usualRules.yellowDays}::int)`,
  },
}

export type LedgerPage = { rows: LedgerRow[]; total: number; page: number; pages: number }

export async function readLedger(db: Db, actor: PersonActor, query: LedgerQuery, today: string): Promise<LedgerPage> {
  const where = and(readable(actor), ...filters(actor, query, today))
  const page = query.page ?? 1
  const [rows, [counted]] = await Promise.all([
    db
      .select(ledgerColumns)
      .from(actionItems)
      .innerJoin(meetings, ledgerJoins.meeting)
      .leftJoin(units, ledgerJoins.unit)
      .leftJoin(agendaItems, ledgerJoins.agenda)
      .leftJoin(followRules, ledgerJoins.rules)
      .where(where)
      .orderBy(...orders[query.sort ?? 'due'], asc(actionItems.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db
      .select({ total: count() })
      .from(actionItems)
      .innerJoin(meetings, ledgerJoins.meeting)
      .leftJoin(units, ledgerJoins.unit)
      .where(where),
  ])
  const total = counted?.total ?? 0
  return { rows: await withMore(db, actor, rows), total, page, pages: Math.max(1, Math.ceil(total / pageSize)) }
}

type Bare = Omit<LedgerRow, 'assisting' | 'latest'>

export async function withMore(db: Db, actor: PersonActor, rows: readonly Bare[]): Promise<LedgerRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [assisting, latest] = await Promise.all([
    db
      .select({ itemId: actionItemUnits.actionItemId, id: units.id, name: units.name, kind: units.kind })
      .from(actionItemUnits)
      .innerJoin(units, and(eq(units.countyId, actionItemUnits.countyId), eq(units.id, actionItemUnits.unitId)))
      .where(and(eq(actionItemUnits.countyId, actor.countyId), inArray(actionItemUnits.actionItemId, ids)))
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
          inArray(actionItemChanges.actionItemId, ids),
          inArray(actionItemChanges.kind, ['state', 'report']),
          ne(actionItemChanges.remark, ''),
        ),
      )
      .orderBy(actionItemChanges.actionItemId, desc(actionItemChanges.seq)),
  ])
  return rows.map((row) => ({
    ...row,
    assisting: assisting.filter((each) => each.itemId === row.id).map(({ itemId: _, ...unit }) => unit),
    latest: latest.find((each) => each.itemId === row.id) ?? null,
  }))
}

/** What the pictures draw: every item of the ledger in three facts. One row per (state, due day, kind, age). */
export async function readLedgerNumbers(db: Db, actor: PersonActor) {
  return db
    .select({
      kind: units.kind,
      state: actionItems.state,
      dueOn: actionItems.dueOn,
      createdAt: actionItems.createdAt,
      leadUnitId: actionItems.leadUnitId,
      title: actionItems.title,
      id: actionItems.id,
    })
    .from(actionItems)
    .innerJoin(meetings, ledgerJoins.meeting)
    .leftJoin(units, ledgerJoins.unit)
    .where(readable(actor))
    .orderBy(asc(actionItems.createdAt))
    .limit(5000)
}
export type LedgerNumber = Awaited<ReturnType<typeof readLedgerNumbers>>[number]

/** Units to filter by: those of the person's bodies. */
export async function listLedgerUnits(db: Db, actor: PersonActor): Promise<UnitView[]> {
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return []
  return db
    .selectDistinct({ id: units.id, name: units.name, kind: units.kind, createdAt: units.createdAt })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, actor.countyId), inArray(bodyUnits.bodyId, bodyIds)))
    .orderBy(asc(units.kind), asc(units.name))
}

/** Open items of the person's own units, nearest first. */
export async function listMyItems(db: Db, actor: PersonActor, today: string): Promise<LedgerRow[]> {
  const { rows } = await readLedger(db, actor, { view: 'mine' } as LedgerQuery, today)
  return rows
}
