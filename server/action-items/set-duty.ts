// Which duty of the body an action item fulfils. It belongs to the row, not to the minutes.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { duties } from '@/db/schema/duties'
import { meetings } from '@/db/schema/meetings'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId, DutyId } from '@/server/ids'

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
    const here = and(eq(actionItems.countyId, countyId), eq(actionItems.id, id), isNull(actionItems.withdrawnAt))
    // The item's row orders two who choose at once: the second finds another duty than it saw.
    const [item] = await tx.select().from(actionItems).where(here).for('update')
    if (!item) throw new AppError('not_found')
    const [meeting] = await tx
      .select({ bodyId: meetings.bodyId })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, item.meetingId)))
    const { bodyId } = meeting!
    const { leadUnitId } = item
    requireAccess(actor, 'action-item.set-duty', {
      kind: 'actionItem',
      countyId,
      bodyId,
      leadUnitId,
      assistingUnitIds: [],
    })
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
    await tx
      .update(actionItems)
      .set({ dutyId: change.to, dutyBodyId: change.to === null ? null : bodyId })
      .where(here)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'action-item.set-duty', thingId: id, detail: { from: change.from, to: change.to } },
      at,
    )
  })
}
