// Which duty of the body an action item fulfils. It belongs to the row, not to the minutes.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId, DutyId } from '@/server/ids'
import { appendChange, holdItem } from './hold-item'

/**
 * @param change.from what the person saw: another duty by now is a conflict. `to` null: of no duty
 * @throws not_found, not_allowed, conflict, invalid_input (dutyId `unknown`: of another body, or ended)
 */
export async function setItemDuty(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  change: { from: DutyId | null; to: DutyId | null },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // The item's row orders two who choose at once: the second finds another duty than it saw.
    const held = await holdItem(tx, actor, countyId, id)
    const { item, bodyId } = held
    requireAccess(actor, 'action-item.set-duty', held.thing)
    if (item.dutyId !== change.from) throw new AppError('conflict')
    if (change.to === change.from) return
    if (change.to !== null) {
      // Shared, so that it does not end between the question and the write.
      const [duty] = await tx
        .select({ endedAt: duties.endedAt })
        .from(duties)
        .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId), eq(duties.id, change.to)))
        .for('share')
      if (!duty || duty.endedAt) throw new AppError('invalid_input', { dutyId: 'unknown' })
    }
    const detail = { from: change.from, to: change.to }
    await appendChange(tx, actor, held, { kind: 'duty', detail }, at, {
      dutyId: change.to,
      dutyBodyId: change.to === null ? null : bodyId,
    })
    await recordEvent(tx, countyId, actor, { verb: 'action-item.set-duty', thingId: id, detail }, at)
  })
}
