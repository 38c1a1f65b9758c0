// A unit is renamed everywhere at once, taken out of a body, or made the one that leads it.
import { and, eq, isNull, ne, or, gte } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, bodyUnits, memberships, units } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { requireLeadsNothing } from '@/server/action-items/hand-over'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { RenameUnit, UnitInBody } from './contract'
import { dayOfCounty } from './county-day'

/** @throws invalid_input name `taken` where another unit of its kind has it */
export async function renameUnit(db: Db, actor: Actor, countyId: CountyId, input: RenameUnit, at: Date): Promise<void> {
  const { bodyId, unitId, name } = input
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    await lockUnitIn(tx, countyId, input)
    const [unit] = await tx
      .select({ kind: units.kind })
      .from(units)
      .where(and(eq(units.countyId, countyId), eq(units.id, unitId)))
    const [other] = await tx
      .select({ id: units.id })
      .from(units)
      .where(and(eq(units.countyId, countyId), eq(units.kind, unit!.kind), eq(units.name, name), ne(units.id, unitId)))
    // The unique index settles a race; the loser of one is told that something went wrong, and sees this at the next try.
    if (other) throw new AppError('invalid_input', { name: 'taken' })
    await tx
      .update(units)
      .set({ name })
      .where(and(eq(units.countyId, countyId), eq(units.id, unitId)))
    await recordEvent(tx, countyId, actor, { verb: 'unit.rename', thingId: unitId }, at)
  })
}

/**
 * @throws invalid_input unitId `unitInUse` while somebody holds an office for it here or will; `unitIsLead`; `leadsItems` while
 *   open action items are led by it: somebody must answer for them first
 */
export async function takeOutUnit(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  input: UnitInBody,
  at: Date,
): Promise<void> {
  const { bodyId, unitId } = input
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    const { isLead } = await lockUnitIn(tx, countyId, input)
    if (isLead) throw new AppError('invalid_input', { unitId: 'unitIsLead' })
    await requireLeadsNothing(tx, countyId, bodyId, unitId)
    const today = await dayOfCounty(tx, countyId, at)
    const [held] = await tx
      .select({ id: memberships.id })
      .from(memberships)
      .where(
        and(
          eq(memberships.countyId, countyId),
          eq(memberships.bodyId, bodyId),
          eq(memberships.unitId, unitId),
          isNull(memberships.endedAt),
          or(isNull(memberships.untilOn), gte(memberships.untilOn, today)),
        ),
      )
      .limit(1)
    if (held) throw new AppError('invalid_input', { unitId: 'unitInUse' })
    await tx.update(bodyUnits).set({ takenOutAt: at }).where(unitKey(countyId, input))
    await tx
      .update(bodies)
      .set({ conveningUnitId: null })
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId), eq(bodies.conveningUnitId, unitId)))
    await recordEvent(tx, countyId, actor, { verb: 'unit.take-out', thingId: unitId, detail: { bodyId } }, at)
  })
}

/** In one step: there is never a moment with two leads, nor one seen by others without any. */
export async function setLeadUnit(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  input: UnitInBody,
  at: Date,
): Promise<void> {
  const { bodyId, unitId } = input
  requireAccess(actor, 'body.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    // The body's row first: two changes of the lead go one after the other.
    await tx
      .select({ id: bodies.id })
      .from(bodies)
      .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
      .for('update')
    const { isLead } = await lockUnitIn(tx, countyId, input)
    if (isLead) return
    const [before] = await tx
      .update(bodyUnits)
      .set({ isLead: false })
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), eq(bodyUnits.isLead, true)))
      .returning({ unitId: bodyUnits.unitId })
    await tx.update(bodyUnits).set({ isLead: true }).where(unitKey(countyId, input))
    const detail = { bodyId, before: before?.unitId ?? null }
    await recordEvent(tx, countyId, actor, { verb: 'unit.set-lead', thingId: unitId, detail }, at)
  })
}

const unitKey = (countyId: CountyId, { bodyId, unitId }: UnitInBody) =>
  and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), eq(bodyUnits.unitId, unitId))

/** Nobody is given an office for it meanwhile: adding a membership waits for this row. */
async function lockUnitIn(tx: Tx, countyId: CountyId, input: UnitInBody): Promise<{ isLead: boolean }> {
  const [row] = await tx
    .select({ isLead: bodyUnits.isLead })
    .from(bodyUnits)
    .where(and(unitKey(countyId, input), isNull(bodyUnits.takenOutAt)))
    .for('update')
  if (!row) throw new AppError('not_found')
  return row
}
