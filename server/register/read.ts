// The register for its page, its forms and its export.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { registerPlaces } from '@/db/schema/register'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { findDivision } from '@/server/counties/divisions'
import { AppError } from '@/server/errors'
import type { BodyId, PlaceId } from '@/server/ids'
import type { PlaceKind, PlaceStanding } from './contract'
import { standingOf } from './model'

export type PlaceRow = {
  id: PlaceId
  kind: PlaceKind
  code: string | null
  name: string
  parentId: PlaceId | null
  /** Of our own body, its name; else null. */
  body: { id: BodyId; name: string } | null
  isNoted: boolean
  establishedOn: string | null
  evidence: string
  evidenceNumber: string | null
  standing: PlaceStanding
  version: number
}

/** All places, counties first, then townships, then schools, by code and name. */
export async function readRegister(db: Db, actor: PersonActor): Promise<PlaceRow[]> {
  const { countyId } = actor
  requireAccess(actor, 'register.read', { kind: 'county', countyId })
  const rows = await db
    .select({ place: registerPlaces, body: bodies })
    .from(registerPlaces)
    .leftJoin(bodies, and(eq(bodies.countyId, registerPlaces.countyId), eq(bodies.id, registerPlaces.bodyId)))
    .where(eq(registerPlaces.countyId, countyId))
    .orderBy(
      sql`array_position(array['county','township','school'], ${registerPlaces.kind})`,
      sql`${registerPlaces.code} nulls last`,
      asc(registerPlaces.name),
    )
  return rows.map(({ place, body }) => {
    // Of one of our own bodies the body's date and evidence hold: they are written once, there.
    const facts = body ?? place
    const { id, kind, code, name, parentId, isNoted, version } = place
    const { establishedOn, evidence, evidenceNumber } = facts
    return {
      ...{ id, kind, code, name, parentId, isNoted, version, establishedOn, evidence, evidenceNumber },
      body: body && { id: body.id, name: body.name },
      standing: standingOf({ hasBody: body !== null || isNoted, establishedOn }),
    }
  })
}

/** @throws not_found also for a place of another county */
export async function readPlace(db: Db, actor: PersonActor, id: PlaceId): Promise<PlaceRow> {
  requireAccess(actor, 'register.manage', { kind: 'county', countyId: actor.countyId })
  const place = (await readRegister(db, actor)).find((each) => each.id === id)
  if (!place) throw new AppError('not_found')
  return place
}

/** The county's bodies, to say which one a place has. */
export async function listBodiesForRegister(db: Db, actor: PersonActor) {
  const { countyId } = actor
  if (!can(actor, 'register.manage', { kind: 'county', countyId })) return []
  return db
    .select({ id: bodies.id, name: bodies.name })
    .from(bodies)
    .where(eq(bodies.countyId, countyId))
    .orderBy(asc(bodies.createdAt))
}

/** What the county's own division is called, where it has chosen one. */
export async function readDivisionName(db: Db, actor: PersonActor): Promise<string | null> {
  const [row] = await db.select({ code: counties.divisionCode }).from(counties).where(eq(counties.id, actor.countyId))
  return row?.code ? (findDivision(row.code)?.name ?? null) : null
}
