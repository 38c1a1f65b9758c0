// 催辦 by hand: a word to the lead unit, numbered within the item, which can be printed as a slip.
import { and, count, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges } from '@/db/schema/action-items'
import type { Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { WordForm } from './contract'
import { appendChange, holdItem, isKnown, requireDeed, type HeldItem } from './hold-item'
import { tellLead } from './tell-item'

/** @throws not_allowed, conflict (reported or closed: there is nothing to chase) */
export async function chaseItem(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  { word, keep, onceKey }: WordForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    if (onceKey && (await isKnown(tx, held, onceKey))) return
    requireDeed(actor, 'chase', held, word)
    requireNoChildData(actor, countyId, { word }, keep)
    await chaseHeld(tx, actor, held, { word, onceKey: onceKey ?? null, via: 'page' }, at)
    await recordEvent(tx, countyId, actor, { verb: 'action-item.chase', thingId: id, detail: { by: 'hand' } }, at)
  })
}

/** @param chase.onceKey for one made by a rule: which one, so that it is made once */
export async function chaseHeld(
  tx: Tx,
  actor: Actor,
  held: HeldItem,
  chase: { word: string; onceKey: string | null; via: 'page' | 'rule' },
  at: Date,
): Promise<void> {
  const { countyId, id, dueOn } = held.item
  const [before] = await tx
    .select({ n: count() })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, countyId),
        eq(actionItemChanges.actionItemId, id),
        eq(actionItemChanges.kind, 'chased'),
      ),
    )
  const number = before!.n + 1
  const { word, onceKey, via } = chase
  const unitId = held.item.leadUnitId
  const seq = await appendChange(
    tx,
    actor,
    held,
    { kind: 'chased', remark: word, unitId, onceKey, via, detail: { number, due: dueOn } },
    at,
  )
  await tellLead(tx, actor, held, 'item.chased', { text: word, ...(dueOn && { on: dueOn }), key: `chase:${seq}` }, at)
}
