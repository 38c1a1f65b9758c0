// The matrix of a body, one duty with its history, and the duty an action item points at.
import { and, asc, count, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { duties, dutyChanges, dutyUnits } from '@/db/schema/duties'
import { meetings } from '@/db/schema/meetings'
import { can, type PersonActor } from '@/server/access'
import { forEyesOf, readAudience } from '@/server/action-items/audience'
import type { ActionItemState } from '@/server/action-items/contract'
import { AppError } from '@/server/errors'
import type { ActionItemId, BodyId, DutyId, UnitId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { UnitKind } from '@/server/rooms/contract'
import type { ChangedField } from './contract'

export type DutyRow = {
  id: DutyId
  title: string
  content: string
  law: string
  article: string
  fromOn: string
  untilOn: string | null
  leadUnitId: UnitId
  assistingUnitIds: UnitId[]
  position: number
  version: number
  endedAt: Date | null
  endReason: string | null
  /** Action items that point at it and are not closed. */
  openItems: number
}
export type Matrix = {
  body: { id: BodyId; name: string }
  units: UnitView[]
  /** In order; without those that ended. */
  duties: DutyRow[]
  ended: DutyRow[]
}

const openStates = ['todo', 'doing', 'toVerify'] as const

/** @throws not_found also where the person may not read it */
export async function readMatrix(db: Db, actor: PersonActor, bodyId: BodyId): Promise<Matrix> {
  const { countyId } = actor
  if (!can(actor, 'duties.read', { kind: 'body', countyId, bodyId })) throw new AppError('not_found')
  const [[body], unitRows, rows, assisting, counted] = await Promise.all([
    db
      .select({ id: bodies.id, name: bodies.name })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId))),
    db
      .select({ id: units.id, name: units.name, kind: units.kind })
      .from(bodyUnits)
      .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
      .orderBy(desc(bodyUnits.isLead), asc(units.createdAt), asc(units.name)),
    db
      .select()
      .from(duties)
      .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId)))
      .orderBy(asc(duties.position), asc(duties.createdAt), asc(duties.id)),
    db
      .select({ dutyId: dutyUnits.dutyId, unitId: dutyUnits.unitId })
      .from(dutyUnits)
      .where(and(eq(dutyUnits.countyId, countyId), eq(dutyUnits.bodyId, bodyId))),
    db
      .select({ dutyId: actionItems.dutyId, count: count() })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, countyId),
          eq(actionItems.dutyBodyId, bodyId),
          isNotNull(actionItems.dutyId),
          isNull(actionItems.withdrawnAt),
          inArray(actionItems.state, [...openStates]),
          forEyesOf(actor),
        ),
      )
      .groupBy(actionItems.dutyId),
  ])
  if (!body) throw new AppError('not_found')
  // The columns of the matrix: kind by kind, as everywhere.
  const inOrder = UnitKind.options.flatMap((kind) => unitRows.filter((unit) => unit.kind === kind))
  const open = new Map(counted.map((row) => [row.dutyId, row.count]))
  const all = rows.map((row): DutyRow => {
    const { id, title, content, law, article, fromOn, untilOn, leadUnitId, position, version, endedAt, endReason } = row
    const helping = new Set(assisting.filter((each) => each.dutyId === id).map((each) => each.unitId))
    return {
      ...{ id, title, content, law, article, fromOn, untilOn, leadUnitId, position, version, endedAt, endReason },
      assistingUnitIds: inOrder.filter((unit) => helping.has(unit.id)).map((unit) => unit.id),
      openItems: open.get(id) ?? 0,
    }
  })
  return {
    body,
    units: inOrder,
    duties: all.filter((duty) => duty.endedAt === null),
    ended: all.filter((duty) => duty.endedAt !== null),
  }
}

export type DutyDetail = {
  body: Matrix['body']
  units: UnitView[]
  duty: DutyRow
  items: { id: ActionItemId; title: string; state: ActionItemState; number: number; issueNumber: number }[]
  changes: { id: string; field: ChangedField; was: string; now: string; byName: string; at: Date }[]
}

/** @throws not_found also for a duty of another body, or one the person may not read */
export async function readDuty(db: Db, actor: PersonActor, bodyId: BodyId, id: DutyId): Promise<DutyDetail> {
  const { countyId } = actor
  const matrix = await readMatrix(db, actor, bodyId)
  const duty = [...matrix.duties, ...matrix.ended].find((each) => each.id === id)
  if (!duty) throw new AppError('not_found')
  const [items, changes] = await Promise.all([
    db
      .select({
        id: actionItems.id,
        title: actionItems.title,
        state: actionItems.state,
        number: actionItems.number,
        issueNumber: meetings.issueNumber,
      })
      .from(actionItems)
      .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
      .where(
        and(
          eq(actionItems.countyId, countyId),
          eq(actionItems.dutyId, id),
          isNull(actionItems.withdrawnAt),
          forEyesOf(actor),
        ),
      )
      .orderBy(desc(meetings.startsAt), asc(actionItems.number)),
    db
      .select()
      .from(dutyChanges)
      .where(and(eq(dutyChanges.countyId, countyId), eq(dutyChanges.dutyId, id)))
      .orderBy(desc(dutyChanges.at), asc(dutyChanges.seq))
      .limit(500),
  ])
  return {
    body: matrix.body,
    units: matrix.units,
    duty,
    items,
    changes: changes.map(({ id: key, field, was, now, byName, at }) => ({ id: key, field, was, now, byName, at })),
  }
}

export type ItemDuty = {
  bodyId: BodyId
  duty: { id: DutyId; title: string; isEnded: boolean } | null
  /** What may be chosen; null for who may not choose. */
  choices: { id: DutyId; title: string }[] | null
}

/** The duty of one action item. @throws not_found also for an item the person may not read */
export async function readItemDuty(db: Db, actor: PersonActor, id: ActionItemId): Promise<ItemDuty> {
  const { countyId } = actor
  const [item] = await db
    .select({
      bodyId: meetings.bodyId,
      leadUnitId: actionItems.leadUnitId,
      documentId: actionItems.documentId,
      agendaItemId: actionItems.agendaItemId,
      duty: { id: duties.id, title: duties.title, endedAt: duties.endedAt },
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .leftJoin(duties, and(eq(duties.countyId, actionItems.countyId), eq(duties.id, actionItems.dutyId)))
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id), isNull(actionItems.withdrawnAt)))
  if (!item) throw new AppError('not_found')
  const { bodyId, leadUnitId, duty } = item
  const readers = (await readAudience(db, countyId, [{ id, ...item }])).get(id) ?? null
  const thing = { kind: 'actionItem', countyId, bodyId, leadUnitId, assistingUnitIds: [], readers } as const
  if (!can(actor, 'action-item.read', thing)) throw new AppError('not_found')
  const choices = can(actor, 'action-item.set-duty', thing)
    ? await db
        .select({ id: duties.id, title: duties.title })
        .from(duties)
        .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId), isNull(duties.endedAt)))
        .orderBy(asc(duties.position))
    : null
  return {
    bodyId,
    duty: duty && { id: duty.id, title: duty.title, isEnded: duty.endedAt !== null },
    choices,
  }
}
