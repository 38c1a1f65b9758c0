// Queries about people for pages. What anybody in the county may know: names, units, offices; logins only for who manages.
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, not, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, memberships, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { accountLinks, people, sessions } from '@/db/schema/people'
import { countySecurity, secondFactors } from '@/db/schema/security'
import { can, requireAccess, type AdminRole, type Office, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, PersonId, SessionId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { isPast } from './sessions'

export type PersonRow = {
  id: PersonId
  name: string
  logins: string[]
  adminRoles: readonly AdminRole[]
  isDisabled: boolean
  /** Told to who may reset it; false to everybody else. */
  hasSecondFactor: boolean
  /** invited: has not chosen a password yet. */
  standing: 'active' | 'invited' | 'never-invited' | 'disabled'
  seats: { bodyId: BodyId; bodyName: string; unit: UnitView; office: Office; untilOn: string | null }[]
}

export async function listPeople(db: Db, actor: PersonActor, at: Date): Promise<PersonRow[]> {
  const { countyId } = actor
  requireAccess(actor, 'people.read', { kind: 'county', countyId })
  const mayManage = can(actor, 'people.manage', { kind: 'county', countyId })
  const rows = await db.select().from(people).where(eq(people.countyId, countyId)).orderBy(asc(people.createdAt))
  const places = await db
    .select({
      personId: memberships.personId,
      bodyId: bodies.id,
      bodyName: bodies.name,
      unit: { id: units.id, name: units.name, kind: units.kind },
      office: memberships.office,
      untilOn: memberships.untilOn,
    })
    .from(memberships)
    .innerJoin(bodies, and(eq(bodies.countyId, memberships.countyId), eq(bodies.id, memberships.bodyId)))
    .innerJoin(units, and(eq(units.countyId, memberships.countyId), eq(units.id, memberships.unitId)))
    .where(and(eq(memberships.countyId, countyId), isNull(memberships.endedAt)))
    .orderBy(asc(bodies.createdAt), asc(units.createdAt))
  const invited = new Set(
    (
      await db
        .select({ personId: accountLinks.personId })
        .from(accountLinks)
        .where(
          and(
            eq(accountLinks.countyId, countyId),
            eq(accountLinks.purpose, 'invitation'),
            isNull(accountLinks.usedAt),
            isNull(accountLinks.revokedAt),
            gt(accountLinks.expiresAt, at),
          ),
        )
    ).map((row) => row.personId),
  )
  const withFactor = new Set<string>()
  if (can(actor, 'people.reset-factor', { kind: 'county', countyId })) {
    const confirmed = await db
      .select({ personId: secondFactors.personId })
      .from(secondFactors)
      .where(and(eq(secondFactors.countyId, countyId), isNotNull(secondFactors.confirmedAt)))
    for (const { personId } of confirmed) withFactor.add(personId)
  }
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hasSecondFactor: withFactor.has(row.id),
    logins: mayManage ? [row.userName, row.email, row.phone].filter((login) => login !== null) : [],
    adminRoles: row.adminRoles,
    isDisabled: row.disabledAt !== null,
    standing: row.disabledAt
      ? 'disabled'
      : row.passwordHash
        ? 'active'
        : invited.has(row.id)
          ? 'invited'
          : 'never-invited',
    seats: places.filter((place) => place.personId === row.id).map(({ personId: _, ...place }) => place),
  }))
}

export type SessionRow = {
  id: SessionId
  createdAt: Date
  lastSeenAt: Date
  userAgent: string
  fromAddress: string
  isThis: boolean
}

/** The person's own live sessions, newest use first. */
export async function listSessions(db: Db, actor: PersonActor, at: Date): Promise<SessionRow[]> {
  const rows = await db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      userAgent: sessions.userAgent,
      fromAddress: sessions.fromAddress,
    })
    .from(sessions)
    .leftJoin(countySecurity, eq(countySecurity.countyId, sessions.countyId))
    .where(
      and(
        eq(sessions.countyId, actor.countyId),
        eq(sessions.personId, actor.personId),
        isNull(sessions.endedAt),
        isNull(sessions.awaits),
        not(isPast(at)),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt))
    .limit(100)
  return rows.map((row) => ({ ...row, isThis: row.id === actor.sessionId }))
}

/** The person's own account, as the settings page shows it. */
export async function readAccount(db: Db, actor: PersonActor) {
  const [row] = await db
    .select({
      name: people.name,
      userName: people.userName,
      email: people.email,
      phone: people.phone,
      hasPassword: sql<boolean>`${people.passwordHash} is not null`,
    })
    .from(people)
    .where(and(eq(people.countyId, actor.countyId), eq(people.id, actor.personId)))
  if (!row) throw new AppError('not_found')
  return row
}

/** Names for ids found elsewhere (the audit trail keeps ids only). */
export async function readNames(db: Db, countyId: CountyId, ids: readonly PersonId[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.countyId, countyId), inArray(people.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Counties to choose from at sign-in; almost always one. */
export async function listCounties(db: Db) {
  return db
    .select({ id: counties.id, name: counties.name, isDemo: counties.isDemo })
    .from(counties)
    .orderBy(asc(counties.createdAt))
    .limit(50)
}
