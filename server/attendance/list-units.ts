import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import type { BodyId, CountyId } from '@/server/ids'

/** The units of a sitting's body, for choosing whose somebody is. The caller has asked access.ts. */
export const listUnits = (db: Db, of: { countyId: CountyId; bodyId: BodyId }) =>
  db
    .select({ id: units.id, name: units.name })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, of.countyId), eq(bodyUnits.bodyId, of.bodyId), isNull(bodyUnits.takenOutAt)))
    .orderBy(asc(units.kind), asc(units.name))
