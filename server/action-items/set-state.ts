// One step of an item, under its row's lock: the row, the change, the audit line and the notice commit together.
import { and, eq, isNull, notInArray } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { SetStateForm } from './contract'
import { appendChange, holdItem, isKnown, lastOf, requireDeed, type HeldItem } from './hold-item'
import { findStep, weighty } from './model'
import { tellOfStep } from './tell-item'

/**
 * @param change.from the state the person saw: another one by now is a conflict, and nothing happens
 * @param change.seen for who verifies: the newest change they had before their eyes
 * @throws not_found, not_allowed, conflict, look_again (something weighty came in between), invalid_input (remark required;
 *   parts open)
 */
export async function setState(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  change: SetStateForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    // Asked before what changed meanwhile is told: the state of an item one may not move is no news to give.
    const step = findStep(change.from, change.to)
    requireAccess(actor, step?.right ?? 'action-item.set-state', held.thing)
    if (change.onceKey && (await isKnown(tx, held, change.onceKey))) return
    if (held.item.state !== change.from || !step) throw new AppError('conflict')
    const remark = change.remark ?? ''
    requireDeed(actor, step.deed, held, remark)
    requireNoChildData(actor, countyId, { remark }, change.keep === true)
    if (step.right === 'action-item.verify' && change.seen != null) {
      if ((await lastOf(tx, held, weighty)) > Number(change.seen)) throw new AppError('look_again')
    }
    await requireWholeFamily(tx, held, step.to)
    await appendChange(
      tx,
      actor,
      held,
      { kind: 'state', to: step.to, remark, onceKey: change.onceKey ?? null, detail: { deed: step.deed } },
      at,
      step.deed === 'close' ? { percent: 100 } : {},
    )
    await tellOfStep(tx, actor, held, step.deed, remark, at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'action-item.set-state', thingId: id, detail: { from: change.from, to: change.to } },
      at,
    )
  })
}

/**
 * An item is done when its parts are, and a part opens again only under an open item. Closing holds the item's own row and
 * reads its parts; opening a part takes the item's row as well, so of the two at once one sees the other.
 */
async function requireWholeFamily(tx: Tx, { item }: HeldItem, to: string): Promise<void> {
  const { countyId } = item
  if (to === 'done') {
    const [part] = await tx
      .select({ id: actionItems.id })
      .from(actionItems)
      .where(
        and(
          eq(actionItems.countyId, countyId),
          eq(actionItems.parentId, item.id),
          isNull(actionItems.withdrawnAt),
          notInArray(actionItems.state, ['done', 'stopped']),
        ),
      )
      .limit(1)
    if (part) throw new AppError('invalid_input', { parts: 'openParts' })
  }
  if (item.parentId === null || (item.state !== 'done' && item.state !== 'stopped')) return
  const [parent] = await tx
    .select({ state: actionItems.state })
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, item.parentId)))
    .for('share')
  if (parent?.state === 'done') throw new AppError('invalid_input', { parts: 'parentClosed' })
}
