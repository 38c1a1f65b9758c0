// What every command on duties begins and ends with: the locks, the version, the units' names, the history.
import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bodies, bodyUnits, units } from '@/db/schema/bodies'
import { duties, dutyChanges, dutyUnits } from '@/db/schema/duties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, DutyId, UnitId } from '@/server/ids'
import type { Change, Facts, Parts } from './model'

export type Held = typeof duties.$inferSelect & Parts

/**
 * The duty with its row locked until commit: whoever changes it meanwhile waits, and then meets the new version.
 * @param version what the editor saw; null where the command overwrites nothing of anybody's
 * @throws not_found, not_allowed, conflict (another version, or ended meanwhile)
 */
export async function holdDuty(
  tx: Tx,
  actor: Actor,
  countyId: CountyId,
  id: DutyId,
  version: number | null,
): Promise<Held> {
  const here = and(eq(duties.countyId, countyId), eq(duties.id, id))
  const [duty] = await tx.select().from(duties).where(here).for('update')
  if (!duty) throw new AppError('not_found')
  requireAccess(actor, 'duties.manage', { kind: 'body', countyId, bodyId: duty.bodyId })
  if (duty.endedAt || (version !== null && duty.version !== version)) throw new AppError('conflict')
  const assisting = await tx
    .select({ unitId: dutyUnits.unitId })
    .from(dutyUnits)
    .where(and(eq(dutyUnits.countyId, countyId), eq(dutyUnits.dutyId, id)))
  return { ...duty, assistingUnitIds: assisting.map((row) => row.unitId) }
}

/**
 * The order of a body's duties, for this transaction alone: places are given out and closed up under the body's row, whose
 * lock leaves readers and foreign keys alone. Must be taken before any duty's own row.
 * @throws not_found
 */
export async function holdOrder(tx: Tx, countyId: CountyId, bodyId: BodyId): Promise<void> {
  const [body] = await tx
    .select({ id: bodies.id })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
    .for('no key update')
  if (!body) throw new AppError('not_found')
}

/** Of which body a duty is, without holding it. */
export async function bodyOfDuty(tx: Tx, countyId: CountyId, id: DutyId): Promise<BodyId> {
  const [duty] = await tx
    .select({ bodyId: duties.bodyId })
    .from(duties)
    .where(and(eq(duties.countyId, countyId), eq(duties.id, id)))
  if (!duty) throw new AppError('not_found')
  return duty.bodyId
}

/** Names of units of this body, in the order of the ids. @throws invalid_input `unknown` on the first that is not in it */
export async function namesInBody(
  tx: Tx,
  place: { countyId: CountyId; bodyId: BodyId },
  ids: readonly UnitId[],
  field: string,
): Promise<string[]> {
  const { countyId, bodyId } = place
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: units.id, name: units.name })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(
      and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), inArray(bodyUnits.unitId, [...new Set(ids)])),
    )
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return ids.map((id) => {
    const name = names.get(id)
    if (name === undefined) throw new AppError('invalid_input', { [field]: 'unknown' })
    return name
  })
}

/** A duty as the history words it; assisting units by name, so that their order says nothing. */
export async function factsOf(
  tx: Tx,
  place: { countyId: CountyId; bodyId: BodyId },
  duty: Omit<Facts, 'lead' | 'assisting'> & Parts,
): Promise<Facts> {
  const [lead] = await namesInBody(tx, place, [duty.leadUnitId], 'leadUnitId')
  const assisting = await namesInBody(tx, place, duty.assistingUnitIds, 'assistingUnitIds')
  return { ...duty, lead: lead!, assisting: assisting.sort() }
}

/** The assisting units become these. */
export async function replaceAssisting(
  tx: Tx,
  { countyId, bodyId, dutyId }: { countyId: CountyId; bodyId: BodyId; dutyId: DutyId },
  ids: readonly UnitId[],
): Promise<void> {
  await tx.delete(dutyUnits).where(and(eq(dutyUnits.countyId, countyId), eq(dutyUnits.dutyId, dutyId)))
  if (ids.length > 0)
    await tx.insert(dutyUnits).values([...new Set(ids)].map((unitId) => ({ countyId, bodyId, dutyId, unitId })))
}

export async function recordChanges(
  tx: Tx,
  { countyId, dutyId, actor }: { countyId: CountyId; dutyId: DutyId; actor: Actor },
  changes: readonly Change[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return
  const byName = actor.kind === 'person' || actor.kind === 'seat' ? actor.name : ''
  const byId = actor.kind === 'person' ? actor.personId : null
  await tx
    .insert(dutyChanges)
    .values(
      changes.map((change, seq) => ({ countyId, id: crypto.randomUUID(), dutyId, ...change, byName, byId, at, seq })),
    )
}
