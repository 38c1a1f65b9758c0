// One step of an item, under its row's lock: the row, the change, the audit line and the notice commit together.
import { and, desc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import { actorRef, requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { SetStateForm } from './contract'
import { findStep, isOwnReport } from './model'

/**
 * @param change.from the state the person saw: another one by now is a conflict, and nothing happens
 * @throws not_found, not_allowed, conflict, invalid_input (remark required)
 */
export async function setState(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  change: SetStateForm,
  at: Date,
  byName: string = actor.kind === 'person' || actor.kind === 'seat' ? actor.name : '',
): Promise<void> {
  await db.transaction(async (tx) => {
    const here = and(eq(actionItems.countyId, countyId), eq(actionItems.id, id))
    const [item] = await tx.select().from(actionItems).where(here).for('update')
    if (!item || item.withdrawnAt) throw new AppError('not_found')
    const [meeting] = await tx
      .select({ bodyId: meetings.bodyId })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, item.meetingId)))
    const assisting = await tx
      .select({ unitId: actionItemUnits.unitId })
      .from(actionItemUnits)
      .where(and(eq(actionItemUnits.countyId, countyId), eq(actionItemUnits.actionItemId, id)))
    const thing = {
      kind: 'actionItem',
      countyId,
      bodyId: meeting!.bodyId,
      leadUnitId: item.leadUnitId,
      assistingUnitIds: assisting.map((row) => row.unitId),
    } as const
    requireAccess(actor, 'action-item.read', thing)
    // Asked before what changed meanwhile is told: the state of an item one may not move is no news to give.
    const step = findStep(change.from, change.to)
    requireAccess(actor, step?.verb ?? 'action-item.set-state', thing)
    if (item.state !== change.from || !step) throw new AppError('conflict')
    if (isOwnReport(actor, change.from, change.to, await lastReporter(tx, countyId, id))) {
      throw new AppError('not_allowed')
    }
    const remark = change.remark ?? ''
    requireNoChildData(actor, countyId, { remark }, change.keep === true)
    if (step.needsRemark && remark === '') throw new AppError('invalid_input', { remark: 'required' })
    await tx.update(actionItems).set({ state: change.to, changedAt: at }).where(here)
    await tx.insert(actionItemChanges).values({
      countyId,
      id: crypto.randomUUID(),
      actionItemId: id,
      fromState: change.from,
      toState: change.to,
      remark,
      byName,
      byId: actorRef(actor).id,
      at,
    })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'action-item.set-state', thingId: id, detail: { from: change.from, to: change.to } },
      at,
    )
  })
}

/** Who last reported the item as finished. */
export async function lastReporter(db: Db | Tx, countyId: CountyId, id: ActionItemId): Promise<string | null> {
  const [row] = await db
    .select({ byId: actionItemChanges.byId })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, countyId),
        eq(actionItemChanges.actionItemId, id),
        eq(actionItemChanges.toState, 'toVerify'),
      ),
    )
    .orderBy(desc(actionItemChanges.at))
    .limit(1)
  return row?.byId ?? null
}
