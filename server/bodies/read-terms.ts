// Memberships for whoever looks after a body: one with everything about it, and those that end soon.
import { and, asc, desc, eq, gte, inArray, isNull, lte } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, memberships, units } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { deputies } from '@/db/schema/terms'
import { can, type Office, type PersonActor } from '@/server/access'
import { addDays } from '@/server/action-items/model'
import { AppError } from '@/server/errors'
import type { BodyId, DeputyId, MembershipId, PersonId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { readToManage } from './change-membership'
import { flagDays } from './model'

export type MembershipDetail = {
  id: MembershipId
  bodyId: BodyId
  bodyName: string
  person: { id: PersonId; name: string }
  unit: UnitView
  office: Office
  fromOn: string
  untilOn: string | null
  endedAt: Date | null
  endReason: string | null
  version: number
  /** Who changed it last; null where it was made by the terminal. */
  changed: { at: Date; by: string | null } | null
  deputies: { id: DeputyId; name: string; fromOn: string; untilOn: string | null; endedAt: Date | null }[]
}

/** @throws not_found also for another body's, so that nobody learns of it by guessing */
export async function readMembership(
  db: Db,
  actor: PersonActor,
  bodyId: BodyId,
  id: MembershipId,
): Promise<MembershipDetail> {
  const { countyId } = actor
  const row = await readToManage(db, actor, countyId, id)
  if (row.bodyId !== bodyId) throw new AppError('not_found')
  const ids = [row.personId, ...(row.changedByPersonId ? [row.changedByPersonId] : [])]
  const [[place], names, standIns] = await Promise.all([
    db
      .select({ unit: { id: units.id, name: units.name, kind: units.kind }, bodyName: bodies.name })
      .from(units)
      .innerJoin(bodies, and(eq(bodies.countyId, units.countyId), eq(bodies.id, row.bodyId)))
      .where(and(eq(units.countyId, countyId), eq(units.id, row.unitId))),
    db
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(and(eq(people.countyId, countyId), inArray(people.id, ids))),
    db
      .select({
        id: deputies.id,
        name: people.name,
        fromOn: deputies.fromOn,
        untilOn: deputies.untilOn,
        endedAt: deputies.endedAt,
      })
      .from(deputies)
      .innerJoin(people, and(eq(people.countyId, deputies.countyId), eq(people.id, deputies.personId)))
      .where(and(eq(deputies.countyId, countyId), eq(deputies.membershipId, id)))
      .orderBy(desc(deputies.createdAt)),
  ])
  const nameOf = (personId: PersonId | null) => names.find((each) => each.id === personId)?.name ?? null
  const { office, fromOn, untilOn, endedAt, endReason, version } = row
  return {
    ...{ id, bodyId, office, fromOn, untilOn, endedAt, endReason, version },
    bodyName: place!.bodyName,
    unit: place!.unit,
    person: { id: row.personId, name: nameOf(row.personId)! },
    changed: row.changedAt && { at: row.changedAt, by: nameOf(row.changedByPersonId) },
    deputies: standIns,
  }
}

export type EndingTerm = {
  membershipId: MembershipId
  bodyId: BodyId
  bodyName: string
  name: string
  unit: UnitView
  office: Office
  untilOn: string
}

/** Terms that end within 30 days in the bodies this person looks after, soonest first. */
export async function listEndingTerms(db: Db, actor: PersonActor, today: string): Promise<EndingTerm[]> {
  const { countyId } = actor
  // Administrators of the system may manage every body, and are not reminded of any.
  const mine = [...new Set(actor.memberships.map(({ bodyId }) => bodyId))].filter((bodyId) =>
    can({ ...actor, adminRoles: [] }, 'body.manage', { kind: 'body', countyId, bodyId }),
  )
  if (mine.length === 0) return []
  const rows = await db
    .select({
      membershipId: memberships.id,
      bodyId: bodies.id,
      bodyName: bodies.name,
      name: people.name,
      unit: { id: units.id, name: units.name, kind: units.kind },
      office: memberships.office,
      untilOn: memberships.untilOn,
    })
    .from(memberships)
    .innerJoin(bodies, and(eq(bodies.countyId, memberships.countyId), eq(bodies.id, memberships.bodyId)))
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.countyId, countyId),
        inArray(memberships.bodyId, mine),
        isNull(memberships.endedAt),
        lte(memberships.fromOn, today),
        gte(memberships.untilOn, today),
        lte(memberships.untilOn, addDays(today, flagDays)),
      ),
    )
    .orderBy(asc(memberships.untilOn), asc(people.name))
    .limit(50)
  return rows.map((row) => ({ ...row, untilOn: row.untilOn! }))
}
