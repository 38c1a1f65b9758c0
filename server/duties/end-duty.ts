import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import type { Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import type { EndDutyForm } from './contract'
import { bodyOfDuty, holdDuty, holdOrder, recordChanges } from './hold'
import { orderOf, writeOrder } from './move-duty'

/**
 * A duty ends with its reason: it leaves the matrix and stays readable with its history. Items that point at it keep doing so.
 * @throws not_found, not_allowed, conflict
 */
export async function endDuty(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  { dutyId, version, reason }: EndDutyForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const bodyId = await bodyOfDuty(tx, countyId, dutyId)
    await holdOrder(tx, countyId, bodyId)
    await holdDuty(tx, actor, countyId, dutyId, version)
    await tx
      .update(duties)
      .set({ endedAt: at, endReason: reason, version: version + 1, changedAt: at })
      .where(and(eq(duties.countyId, countyId), eq(duties.id, dutyId)))
    await writeOrder(tx, countyId, await orderOf(tx, countyId, bodyId))
    await recordChanges(tx, { countyId, dutyId, actor }, [{ field: 'ended', was: '', now: reason }], at)
    await recordEvent(tx, countyId, actor, { verb: 'duty.end', thingId: dutyId }, at)
  })
}
