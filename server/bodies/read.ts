import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, bodyUnits, memberships, series, units } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { can, requireAccess, type Office, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, MembershipId, PersonId, SeriesId, UnitId } from '@/server/ids'
import type { UnitKind, UnitView } from '@/server/rooms/contract'
import { SeriesKind } from './contract'

export type BodyRow = {
  id: BodyId
  name: string
  level: 'county' | 'school'
  establishedOn: string | null
  /** Offices that may propose topics; empty: everybody who may speak. */
  proposers: Office[]
  units: Record<UnitKind, number>
}

const noUnits = (): Record<UnitKind, number> => ({ government: 0, department: 0, school: 0, family: 0, society: 0 })

/** The bodies this person may read, oldest first, with how many units of each kind sit in them. */
export async function listBodies(db: Db, actor: PersonActor): Promise<BodyRow[]> {
  const { countyId } = actor
  const all = await db.select().from(bodies).where(eq(bodies.countyId, countyId)).orderBy(asc(bodies.createdAt))
  const mine = all.filter((body) => can(actor, 'body.read', { kind: 'body', countyId, bodyId: body.id }))
  const counted = await db
    .select({ bodyId: bodyUnits.bodyId, kind: units.kind, count: count() })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), isNull(bodyUnits.takenOutAt)))
    .groupBy(bodyUnits.bodyId, units.kind)
  return mine.map(({ id, name, level, establishedOn, proposers }) => {
    const tally = noUnits()
    for (const row of counted) if (row.bodyId === id) tally[row.kind] = row.count
    return { id, name, level, establishedOn, proposers, units: tally }
  })
}

export type BodyMember = {
  id: MembershipId
  personId: PersonId
  name: string
  office: Office
  fromOn: string
  untilOn: string | null
  /** Ended before its last day. */
  isEnded: boolean
  isDisabled: boolean
}
export type BodyUnit = UnitView & { isLead: boolean; members: BodyMember[] }
export type BodyDetail = {
  id: BodyId
  name: string
  level: 'county' | 'school'
  establishedOn: string | null
  units: BodyUnit[]
  series: { id: SeriesId; kind: SeriesKind; name: string }[]
}

/** @throws not_found also where the person may not read it: that it exists is not told either. */
export async function readBody(db: Db, actor: PersonActor, bodyId: BodyId): Promise<BodyDetail> {
  const { countyId } = actor
  const [body] = await db
    .select()
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
  if (!body || !can(actor, 'body.read', { kind: 'body', countyId, bodyId })) throw new AppError('not_found')
  const inBody = and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt))
  const [unitRows, members, kinds] = await Promise.all([
    db
      .select({ id: units.id, name: units.name, kind: units.kind, isLead: bodyUnits.isLead })
      .from(bodyUnits)
      .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
      .where(inBody)
      .orderBy(desc(bodyUnits.isLead), asc(units.createdAt), asc(units.name)),
    db
      .select({
        unitId: memberships.unitId,
        id: memberships.id,
        personId: people.id,
        name: people.name,
        office: memberships.office,
        fromOn: memberships.fromOn,
        untilOn: memberships.untilOn,
        endedAt: memberships.endedAt,
        disabledAt: people.disabledAt,
      })
      .from(memberships)
      .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
      .where(and(eq(memberships.countyId, countyId), eq(memberships.bodyId, bodyId)))
      .orderBy(asc(people.createdAt)),
    listSeries(db, countyId, [bodyId]),
  ])
  return {
    id: body.id,
    name: body.name,
    level: body.level,
    establishedOn: body.establishedOn,
    units: unitRows.map((unit) => ({
      ...unit,
      members: members
        .filter((member) => member.unitId === unit.id)
        .map(({ unitId: _, disabledAt, endedAt, ...member }) => ({
          ...member,
          isEnded: endedAt !== null,
          isDisabled: disabledAt !== null,
        })),
    })),
    series: kinds,
  }
}

export async function listSeries(db: Db, countyId: CountyId, bodyIds: readonly BodyId[]) {
  if (bodyIds.length === 0) return []
  const rows = await db
    .select({ id: series.id, bodyId: series.bodyId, kind: series.kind, name: series.name })
    .from(series)
    .where(and(eq(series.countyId, countyId), inArray(series.bodyId, [...bodyIds])))
    .orderBy(asc(series.name))
  // In the order of the trade: the joint meeting first.
  const order = SeriesKind.options
  return rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** The units of a body, for choosing one. */
export async function listUnits(db: Db, actor: PersonActor, bodyId: BodyId): Promise<UnitView[]> {
  const { countyId } = actor
  requireAccess(actor, 'body.read', { kind: 'body', countyId, bodyId })
  return db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
    .orderBy(asc(units.createdAt), asc(units.name))
}

/** The bodies in which this person holds an office, in the order of the county. */
/** Who is a member of one of these bodies, each once, with their units. */
export async function listMembers(db: Db, actor: PersonActor, bodyIds: readonly BodyId[]) {
  const readable = bodyIds.filter((bodyId) =>
    can(actor, 'body.read', { kind: 'body', countyId: actor.countyId, bodyId }),
  )
  if (readable.length === 0) return []
  return db
    .select({
      id: people.id,
      name: people.name,
      units: sql<string[]>`array_agg(distinct ${units.name})`,
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .where(
      and(
        eq(memberships.countyId, actor.countyId),
        inArray(memberships.bodyId, [...readable]),
        isNull(people.disabledAt),
      ),
    )
    .groupBy(people.id, people.name)
    .orderBy(asc(people.name), people.id)
}

export const bodyIdsOf = (actor: PersonActor): BodyId[] => [...new Set(actor.memberships.map((place) => place.bodyId))]

/** A person's first unit in a body, whose colour stands for them there. */
export async function unitOf(db: Db, actor: PersonActor, bodyId: BodyId): Promise<UnitView | null> {
  const unitId: UnitId | undefined = actor.memberships.find((place) => place.bodyId === bodyId)?.unitId
  if (!unitId) return null
  const [row] = await db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(units)
    .where(and(eq(units.countyId, actor.countyId), eq(units.id, unitId)))
  return row ?? null
}

/** Every body a unit sits in that this person may read. */
export async function listBodiesOfUnit(db: Db, actor: PersonActor, unitId: UnitId) {
  const { countyId } = actor
  const rows = await db
    .select({ id: bodies.id, name: bodies.name })
    .from(bodyUnits)
    .innerJoin(bodies, and(eq(bodies.countyId, bodyUnits.countyId), eq(bodies.id, bodyUnits.bodyId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.unitId, unitId), isNull(bodyUnits.takenOutAt)))
    .orderBy(asc(bodies.createdAt))
  return rows.filter(({ id }) => can(actor, 'body.read', { kind: 'body', countyId, bodyId: id }))
}
