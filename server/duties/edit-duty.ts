import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import type { Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { CountyId, DutyId } from '@/server/ids'
import type { DutyForm } from './contract'
import { factsOf, holdDuty, recordChanges, replaceAssisting } from './hold'
import { changesBetween } from './model'

/**
 * Everything that is written about a duty, at once.
 * @param version what the editor saw: another one by now is a conflict, and nothing is written
 * @throws not_found, not_allowed, conflict, invalid_input
 */
export async function editDuty(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: DutyId,
  version: number,
  input: DutyForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdDuty(tx, actor, countyId, id, version)
    const place = { countyId, bodyId: held.bodyId }
    const assistingUnitIds = input.assistingUnitIds.filter((unitId) => unitId !== input.leadUnitId)
    const next = { ...input, assistingUnitIds }
    const changes = changesBetween(await factsOf(tx, place, held), await factsOf(tx, place, next))
    if (changes.length === 0) return
    const { assistingUnitIds: _, ...facts } = next
    await tx
      .update(duties)
      .set({ ...facts, version: held.version + 1, changedAt: at })
      .where(and(eq(duties.countyId, countyId), eq(duties.id, id)))
    await replaceAssisting(tx, { ...place, dutyId: id }, assistingUnitIds)
    await recordChanges(tx, { countyId, dutyId: id, actor }, changes, at)
    const fields = changes.map((change) => change.field).join(' ')
    await recordEvent(tx, countyId, actor, { verb: 'duty.edit', thingId: id, detail: { fields } }, at)
  })
}
