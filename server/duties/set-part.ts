import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { SetPartForm } from './contract'
import { factsOf, holdDuty, recordChanges, replaceAssisting } from './hold'
import { changesBetween, partOf, withPart } from './model'

/**
 * One cell of the matrix. Taking the lead moves it from the unit that had it, which goes on assisting.
 * @returns the version after it
 * @throws not_found, not_allowed, conflict, invalid_input (`leadStays`: a duty is never without a lead; `unknown`: the unit
 *   is not in the body)
 */
export async function setPart(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  { dutyId, unitId, part, version }: SetPartForm,
  at: Date,
): Promise<number> {
  return db.transaction(async (tx) => {
    const held = await holdDuty(tx, actor, countyId, dutyId, version)
    const place = { countyId, bodyId: held.bodyId }
    const next = withPart(held, unitId, part)
    if (!next) throw new AppError('invalid_input', { unitId: 'leadStays' })
    if (partOf(held, unitId) === part) return held.version
    const changes = changesBetween(await factsOf(tx, place, held), await factsOf(tx, place, { ...held, ...next }))
    await tx
      .update(duties)
      .set({ leadUnitId: next.leadUnitId, version: held.version + 1, changedAt: at })
      .where(and(eq(duties.countyId, countyId), eq(duties.id, dutyId)))
    await replaceAssisting(tx, { ...place, dutyId }, next.assistingUnitIds)
    await recordChanges(tx, { countyId, dutyId, actor }, changes, at)
    await recordEvent(tx, countyId, actor, { verb: 'duty.set-part', thingId: dutyId, detail: { unitId, part } }, at)
    return held.version + 1
  })
}
