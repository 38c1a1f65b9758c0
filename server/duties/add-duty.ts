import { and, count, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { DutyId, type BodyId, type CountyId } from '@/server/ids'
import type { DutyForm } from './contract'
import { holdOrder, namesInBody, recordChanges, replaceAssisting } from './hold'

/**
 * A new line at the end of the matrix.
 * @throws not_allowed, not_found, invalid_input (a unit that is not in the body)
 */
export async function addDuty(
  db: Db | Tx,
  actor: Actor,
  place: { countyId: CountyId; bodyId: BodyId },
  input: DutyForm,
  at: Date,
): Promise<DutyId> {
  requireAccess(actor, 'duties.manage', { kind: 'body', ...place })
  const id = DutyId.parse(crypto.randomUUID())
  const { assistingUnitIds, ...facts } = input
  const { countyId, bodyId } = place
  await db.transaction(async (tx) => {
    await holdOrder(tx, countyId, bodyId)
    const [lead] = await namesInBody(tx, place, [input.leadUnitId], 'leadUnitId')
    const assisting = assistingUnitIds.filter((unitId) => unitId !== input.leadUnitId)
    await namesInBody(tx, place, assisting, 'assistingUnitIds')
    const [before] = await tx
      .select({ count: count() })
      .from(duties)
      .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId), isNull(duties.endedAt)))
    const position = before!.count + 1
    await tx.insert(duties).values({ ...place, id, ...facts, position, createdAt: at, changedAt: at })
    await replaceAssisting(tx, { ...place, dutyId: id }, assisting)
    await recordChanges(tx, { countyId, dutyId: id, actor }, [{ field: 'created', was: '', now: lead! }], at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'duty.add', thingId: id, detail: { leadUnitId: input.leadUnitId } },
      at,
    )
  })
  return id
}
