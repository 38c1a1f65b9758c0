// One item with all that happened to it, and what this person may do with it now.
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { bodies, bodyUnits, memberships, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { files } from '@/db/schema/files'
import { followRules, itemExtensions, itemLinks } from '@/db/schema/follow-up'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { can, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { ActionItemId, AgendaItemId, ExtensionId, PersonId, UnitId } from '@/server/ids'
import { isCurrent } from '@/server/people/current-term'
import type { UnitView } from '@/server/rooms/contract'
import { forEyesOf } from './audience'
import type { ActionItemState } from './contract'
import { readBefore, thingOf } from './hold-item'
import { deedNames, may, nobodyBefore, stepsFor, type Before, type Deed } from './model'
import { ledgerColumns, ledgerJoins, withMore, type LedgerRow } from './ledger-rows'

export type ChangeView = {
  seq: number
  kind: string
  from: ActionItemState
  to: ActionItemState
  remark: string
  percent: number | null
  unit: string | null
  detail: Record<string, string | number | null>
  via: 'page' | 'link' | 'rule'
  byName: string
  byId: string | null
  /** Of evidence: its name, while it is there. */
  fileName: string | null
  at: Date
}

export type ExtensionView = {
  id: ExtensionId
  fromDue: string
  toDue: string
  reason: string
  unit: string
  askedBy: string
  askedAt: Date
  state: 'asked' | 'granted' | 'refused'
  decidedBy: string | null
  decidedAt: Date | null
  word: string
}

export type PartView = {
  id: ActionItemId
  number: number
  title: string
  state: ActionItemState
  dueOn: string | null
  lead: UnitView | null
  percent: number
}

export type ActionItemDetail = LedgerRow & {
  agendaItemId: AgendaItemId | null
  agendaTitle: string | null
  bodyName: string
  origin: 'minutes' | 'split' | 'import'
  /** Newest first. */
  changes: ChangeView[]
  /** Newest first. */
  extensions: ExtensionView[]
  parent: { id: ActionItemId; number: number; issueNumber: number; title: string } | null
  parts: PartView[]
  steps: readonly { deed: Deed; to: ActionItemState; needsRemark: boolean }[]
  deeds: readonly Deed[]
  before: Before
  /** The minutes still say who leads and when it is due. */
  isTextFinal: boolean
  /** Who was once named and holds no office for the lead unit any more. */
  ownerLeft: boolean
  leadLeft: boolean
  mayLink: boolean
}

/** @throws not_found also for an item the person may not read */
export async function readActionItem(
  db: Db,
  actor: PersonActor,
  id: ActionItemId,
  at: Date,
): Promise<ActionItemDetail> {
  const { countyId } = actor
  const [row] = await db
    .select({
      ...ledgerColumns,
      agendaItemId: actionItems.agendaItemId,
      agendaTitle: agendaItems.title,
      bodyName: bodies.name,
      own: actionItems,
      frozenAt: sql<
        string | null
      >`(select d.frozen_at from documents d where d.county_id = ${actionItems.countyId} and d.id = ${actionItems.documentId})`,
    })
    .from(actionItems)
    .innerJoin(meetings, ledgerJoins.meeting)
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .leftJoin(units, ledgerJoins.unit)
    .leftJoin(agendaItems, ledgerJoins.agenda)
    .leftJoin(followRules, ledgerJoins.rules)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id), isNull(actionItems.withdrawnAt)))
  if (!row) throw new AppError('not_found')
  const { own, frozenAt, ...facts } = row
  const thing = await thingOf(db, own)
  if (!can(actor, 'action-item.read', thing)) throw new AppError('not_found')
  const [[full], changes, extensions, before, parent, parts, leadLeft, ownerLeft] = await Promise.all([
    withMore(db, actor, [facts]),
    readChanges(db, actor, id),
    readExtensions(db, actor, id),
    readBefore(db, countyId, id),
    own.parentId === null ? null : readParent(db, actor, own.parentId),
    readParts(db, actor, id),
    own.leadUnitId === null ? false : hasLeft(db, actor, facts.meeting.bodyId, own.leadUnitId),
    own.ownerPersonId === null || own.leadUnitId === null
      ? false
      : holdsNothing(db, actor, facts.meeting.bodyId, own.leadUnitId, own.ownerPersonId, at),
  ])
  const isTextFinal = frozenAt !== null || own.origin !== 'minutes'
  return {
    ...facts,
    ...full!,
    origin: own.origin,
    changes,
    extensions,
    parent,
    parts,
    steps: stepsFor(actor, thing, row.state, before.reporter),
    deeds: deedNames.filter((deed) => may(actor, deed, thing, row.state, before)),
    before: before ?? nobodyBefore,
    isTextFinal,
    ownerLeft,
    leadLeft,
    mayLink: thing.readers === null && can(actor, 'action-item.link', thing),
  }
}

async function readChanges(db: Db, { countyId }: PersonActor, id: ActionItemId): Promise<ChangeView[]> {
  const rows = await db
    .select({ change: actionItemChanges, unit: units.name, fileName: files.name })
    .from(actionItemChanges)
    .leftJoin(units, and(eq(units.countyId, actionItemChanges.countyId), eq(units.id, actionItemChanges.unitId)))
    .leftJoin(
      files,
      and(
        eq(files.countyId, actionItemChanges.countyId),
        sql`${files.id}::text = ${actionItemChanges.detail} ->> 'fileId'`,
        eq(files.state, 'ready'),
      ),
    )
    .where(and(eq(actionItemChanges.countyId, countyId), eq(actionItemChanges.actionItemId, id)))
    .orderBy(desc(actionItemChanges.seq))
  return rows.map(({ change, unit, fileName }) => ({
    seq: change.seq,
    kind: change.kind,
    from: change.fromState as ActionItemState,
    to: change.toState as ActionItemState,
    remark: change.remark,
    percent: change.percent,
    unit,
    detail: change.detail,
    via: change.via,
    byName: change.byName,
    byId: change.byId,
    fileName,
    at: change.at,
  }))
}

async function readExtensions(db: Db, { countyId }: PersonActor, id: ActionItemId): Promise<ExtensionView[]> {
  return db
    .select({
      id: itemExtensions.id,
      fromDue: itemExtensions.fromDue,
      toDue: itemExtensions.toDue,
      reason: itemExtensions.reason,
      unit: units.name,
      askedBy: people.name,
      askedAt: itemExtensions.askedAt,
      state: itemExtensions.state,
      decidedBy: sql<
        string | null
      >`(select p.name from people p where p.county_id = ${itemExtensions.countyId} and p.id = ${itemExtensions.decidedById})`,
      decidedAt: itemExtensions.decidedAt,
      word: itemExtensions.word,
    })
    .from(itemExtensions)
    .innerJoin(people, and(eq(people.countyId, itemExtensions.countyId), eq(people.id, itemExtensions.askedById)))
    .innerJoin(units, and(eq(units.countyId, itemExtensions.countyId), eq(units.id, itemExtensions.unitId)))
    .where(and(eq(itemExtensions.countyId, countyId), eq(itemExtensions.actionItemId, id)))
    .orderBy(desc(itemExtensions.askedAt), desc(itemExtensions.id))
}

async function readParent(db: Db, actor: PersonActor, id: ActionItemId) {
  const [row] = await db
    .select({
      id: actionItems.id,
      number: actionItems.number,
      title: actionItems.title,
      issueNumber: meetings.issueNumber,
    })
    .from(actionItems)
    .innerJoin(meetings, ledgerJoins.meeting)
    .where(
      and(
        eq(actionItems.countyId, actor.countyId),
        eq(actionItems.id, id),
        isNull(actionItems.withdrawnAt),
        forEyesOf(actor),
      ),
    )
  return row ?? null
}

async function readParts(db: Db, actor: PersonActor, id: ActionItemId): Promise<PartView[]> {
  return db
    .select({
      id: actionItems.id,
      number: actionItems.number,
      title: actionItems.title,
      state: actionItems.state,
      dueOn: actionItems.dueOn,
      percent: actionItems.percent,
      lead: { id: units.id, name: units.name, kind: units.kind },
    })
    .from(actionItems)
    .leftJoin(units, ledgerJoins.unit)
    .where(
      and(
        eq(actionItems.countyId, actor.countyId),
        eq(actionItems.parentId, id),
        isNull(actionItems.withdrawnAt),
        forEyesOf(actor),
      ),
    )
    .orderBy(asc(actionItems.number))
}

async function hasLeft(db: Db, { countyId }: PersonActor, bodyId: LedgerRow['meeting']['bodyId'], unitId: UnitId) {
  const [row] = await db
    .select({ takenOutAt: bodyUnits.takenOutAt })
    .from(bodyUnits)
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), eq(bodyUnits.unitId, unitId)))
  return !row || row.takenOutAt !== null
}

async function holdsNothing(
  db: Db,
  { countyId }: PersonActor,
  bodyId: LedgerRow['meeting']['bodyId'],
  unitId: UnitId,
  personId: PersonId,
  at: Date,
) {
  const [row] = await db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(counties, eq(counties.id, memberships.countyId))
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.bodyId, bodyId),
        eq(memberships.unitId, unitId),
        eq(memberships.personId, personId),
        isCurrent('memberships', 'counties.time_zone', at),
      ),
    )
    .limit(1)
  return !row
}

export type Holder = { id: PersonId; name: string; unitId: UnitId }

/** For the forms of those who may use them: the body's units, and who holds an office for them now. */
export async function readItemChoices(
  db: Db,
  { countyId }: PersonActor,
  bodyId: LedgerRow['meeting']['bodyId'],
  at: Date,
): Promise<{ units: UnitView[]; holders: Holder[] }> {
  const [inBody, holders] = await Promise.all([
    db
      .select({ id: units.id, name: units.name, kind: units.kind })
      .from(bodyUnits)
      .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
      .orderBy(asc(units.kind), asc(units.name)),
    db
      .selectDistinct({ id: people.id, name: people.name, unitId: memberships.unitId })
      .from(memberships)
      .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
      .innerJoin(counties, eq(counties.id, memberships.countyId))
      .where(
        and(
          eq(memberships.countyId, countyId),
          eq(memberships.bodyId, bodyId),
          inArray(memberships.office, ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary']),
          isNull(people.disabledAt),
          isCurrent('memberships', 'counties.time_zone', at),
        ),
      )
      .orderBy(asc(people.name)),
  ])
  return { units: inBody, holders }
}

export type LinkView = { personId: PersonId; name: string; expiresAt: Date }

/** Links that are open now, the newest of each person. */
export async function readItemLinks(
  db: Db,
  { countyId }: PersonActor,
  id: ActionItemId,
  at: Date,
): Promise<LinkView[]> {
  return db
    .selectDistinctOn([people.name, people.id], {
      personId: people.id,
      name: people.name,
      expiresAt: itemLinks.expiresAt,
    })
    .from(itemLinks)
    .innerJoin(people, and(eq(people.countyId, itemLinks.countyId), eq(people.id, itemLinks.personId)))
    .where(
      and(
        eq(itemLinks.countyId, countyId),
        eq(itemLinks.actionItemId, id),
        isNull(itemLinks.revokedAt),
        sql`${itemLinks.expiresAt} > ${at.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(people.name, people.id, desc(itemLinks.expiresAt))
}
