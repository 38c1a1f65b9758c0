import { and, eq, isNotNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { UnitId, type BodyId, type CountyId } from '@/server/ids'
import type { NewUnit } from './contract'

/**
 * A unit in a body. A county has one unit of a name and kind: a second body takes the same row, so that a unit's items
 * are never split over two of its namesakes.
 * @throws invalid_input name `taken` where it already sits in this body
 */
export async function createUnit(
  db: Db | Tx,
  actor: Actor,
  place: { countyId: CountyId; bodyId: BodyId; isLead?: boolean },
  input: NewUnit,
  at: Date,
): Promise<UnitId> {
  const { countyId, bodyId, isLead = false } = place
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  return db.transaction(async (tx) => {
    const [body] = await tx
      .select({ id: bodies.id })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
    if (!body) throw new AppError('not_found')
    const [known] = await tx
      .select({ id: units.id })
      .from(units)
      .where(and(eq(units.countyId, countyId), eq(units.name, input.name), eq(units.kind, input.kind)))
      .limit(1)
    const id = known?.id ?? UnitId.parse(crypto.randomUUID())
    // Two secretaries adding one name at once: the unique index lets one, and the other is told to try again.
    const [made] = known
      ? [known]
      : await tx
          .insert(units)
          .values({ countyId, id, ...input, createdAt: at })
          .onConflictDoNothing()
          .returning({ id: units.id })
    if (!made) throw new AppError('conflict')
    // One that was taken out comes back with its past.
    const [row] = await tx
      .insert(bodyUnits)
      .values({ countyId, bodyId, unitId: id, isLead })
      .onConflictDoUpdate({
        target: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId],
        set: { takenOutAt: null },
        setWhere: isNotNull(bodyUnits.takenOutAt),
      })
      .returning({ unitId: bodyUnits.unitId })
    if (!row) throw new AppError('invalid_input', { name: 'taken' })
    await recordEvent(tx, countyId, actor, { verb: 'unit.create', thingId: id }, at)
    return id
  })
}
