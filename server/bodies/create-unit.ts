import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
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
    const [known] = await tx
      .select({ id: units.id })
      .from(units)
      .where(and(eq(units.countyId, countyId), eq(units.name, input.name), eq(units.kind, input.kind)))
      .limit(1)
    const id = known?.id ?? UnitId.parse(crypto.randomUUID())
    if (!known) await tx.insert(units).values({ countyId, id, ...input, createdAt: at })
    const [row] = await tx
      .insert(bodyUnits)
      .values({ countyId, bodyId, unitId: id, isLead })
      .onConflictDoNothing()
      .returning({ unitId: bodyUnits.unitId })
    if (!row) throw new AppError('invalid_input', { name: 'taken' })
    await recordEvent(tx, countyId, actor, { verb: 'unit.create', thingId: id }, at)
    return id
  })
}
