// What is shown of an item in the ledger: of a page in the question that finds its rows, and of rows that are there already.
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { followRules } from '@/db/schema/follow-up'
import { agendaItems, meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { usualRules } from '@/server/follow-up/contract'
import type { ActionItemId, BodyId, LocalId, MeetingId } from '@/server/ids'
import type { UnitKind, UnitView } from '@/server/rooms/contract'
import type { UnitId } from '@/server/ids'
import type { ActionItemState, Priority } from './contract'
import type { Warn } from './model'

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

/** Of action_item_changes: in words how far it has come, also where an imported ledger said so. */
export const saysProgress = sql`(${actionItemChanges.kind} in ('state', 'report', 'imported')
  and ${actionItemChanges.remark} <> '')`

/** The same, as one question gives them: flat, instants as Postgres writes them. */
const pageColumns = sql`${actionItems.id} as id, ${actionItems.localId} as "localId", ${actionItems.number} as number,
  ${actionItems.title} as title, ${actionItems.state} as state, ${actionItems.owner} as owner,
  ${actionItems.deliverable} as deliverable, ${actionItems.dueOn} as "dueOn", ${actionItems.createdAt} as "createdAt",
  ${actionItems.changedAt} as "changedAt", ${actionItems.priority} as priority, ${actionItems.tags} as tags,
  ${actionItems.percent} as percent, ${actionItems.lastSeq} as "lastSeq", ${units.id} as "leadId", ${units.name} as "leadName",
  ${units.kind} as "leadKind", ${meetings.id} as "meetingId", ${meetings.bodyId} as "bodyId", ${meetings.title} as "meetingTitle",
  ${meetings.issueNumber} as "issueNumber", ${agendaItems.position} as "agendaPosition",
  ${ledgerColumns.warn.blue} as blue, ${ledgerColumns.warn.yellow} as yellow,
  (select json_agg(json_build_object('id', unit.id, 'name', unit.name, 'kind', unit.kind) order by unit.kind, unit.name)
    from ${actionItemUnits} cross join lateral (select id, name, kind from ${units}
      where ${units.countyId} = ${actionItemUnits.countyId} and ${units.id} = ${actionItemUnits.unitId} offset 0) as unit
    where ${actionItemUnits.countyId} = ${actionItems.countyId} and ${actionItemUnits.actionItemId} = ${actionItems.id}) as assisting,
  (select json_build_object('remark', ${actionItemChanges.remark}, 'at', ${actionItemChanges.at}) from ${actionItemChanges}
    where ${actionItemChanges.countyId} = ${actionItems.countyId} and ${actionItemChanges.actionItemId} = ${actionItems.id}
      and ${saysProgress}
    order by ${actionItemChanges.seq} desc limit 1) as latest`
const pageJoins = sql`join ${meetings} on ${ledgerJoins.meeting} left join ${units} on ${ledgerJoins.unit}
  left join ${agendaItems} on ${ledgerJoins.agenda} left join ${followRules} on ${ledgerJoins.rules}`

// With `offset 0` above the units of an item are looked up one by one: joined, all of the county's are read for each item.
const shown = keep<PageRow>(sql`select ${pageColumns}
  from unnest(${sql.placeholder('ids')}::uuid[]) with ordinality as asked (id, place)
  join ${actionItems} on ${actionItems.countyId} = ${sql.placeholder('countyId')} and ${actionItems.id} = asked.id
  ${pageJoins} order by asked.place`)

/** In the order of the ids. Who may read them was asked before. */
export async function readRows(db: Db, { countyId }: PersonActor, ids: readonly ActionItemId[]): Promise<LedgerRow[]> {
  return (await shown(db, { countyId, ids })).map(rowOf)
}

type PageRow = Omit<LedgerRow, 'createdAt' | 'changedAt' | 'lead' | 'assisting' | 'meeting' | 'latest' | 'warn'> & {
  createdAt: string
  changedAt: string
  leadId: UnitId | null
  leadName: string
  leadKind: UnitKind
  meetingId: MeetingId
  bodyId: BodyId
  meetingTitle: string
  issueNumber: number
  blue: number
  yellow: number
  assisting: UnitView[] | null
  latest: { remark: string; at: string } | null
}

function rowOf(found: PageRow): LedgerRow {
  const { leadId, leadName, leadKind, meetingId, bodyId, meetingTitle, issueNumber, blue, yellow, ...row } = found
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    changedAt: new Date(row.changedAt),
    lead: leadId === null ? null : { id: leadId, name: leadName, kind: leadKind },
    assisting: row.assisting ?? [],
    meeting: { id: meetingId, bodyId, title: meetingTitle, issueNumber },
    latest: row.latest && { remark: row.latest.remark, at: new Date(row.latest.at) },
    warn: { blue, yellow },
  }
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
          saysProgress,
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
