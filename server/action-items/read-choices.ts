// What the ledger can be narrowed by: units, bodies, duties of a person's bodies, and their latest sittings.
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { duties } from '@/db/schema/duties'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'

const mostSittings = 100
const mostDuties = 300

export async function readChoices(db: Db, actor: PersonActor) {
  const { countyId } = actor
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return { units: [], bodies: [], sittings: [], duties: [] }
  const [ofUnits, ofBodies, sittings, ofDuties] = await Promise.all([
    db
      .selectDistinct({ id: units.id, name: units.name, kind: units.kind })
      .from(bodyUnits)
      .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
      .where(and(eq(bodyUnits.countyId, countyId), inArray(bodyUnits.bodyId, bodyIds)))
      .orderBy(asc(units.kind), asc(units.name)),
    db
      .select({ id: bodies.id, name: bodies.name })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), inArray(bodies.id, bodyIds)))
      .orderBy(asc(bodies.name)),
    db
      .select({ id: meetings.id, title: meetings.title, issueNumber: meetings.issueNumber })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), inArray(meetings.bodyId, bodyIds), isNull(meetings.cancelledAt)))
      .orderBy(desc(meetings.startsAt))
      .limit(mostSittings),
    db
      .select({ id: duties.id, title: duties.title })
      .from(duties)
      .where(and(eq(duties.countyId, countyId), inArray(duties.bodyId, bodyIds)))
      .orderBy(asc(duties.title))
      .limit(mostDuties),
  ])
  return { units: ofUnits, bodies: ofBodies, sittings, duties: ofDuties }
}
