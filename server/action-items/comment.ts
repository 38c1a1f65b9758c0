// What is said of an item, with the item: on its page, and in a sitting when open items are gone through.
import type { Db, Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { WordForm } from './contract'
import { appendChange, holdItem, isKnown, requireDeed } from './hold-item'

/** @throws not_found, not_allowed */
export async function commentItem(
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
    requireDeed(actor, 'comment', held, word)
    requireNoChildData(actor, countyId, { word }, keep)
    await appendChange(tx, actor, held, { kind: 'comment', remark: word, onceKey: onceKey ?? null }, at)
    await recordEvent(tx, countyId, actor, { verb: 'action-item.comment', thingId: id }, at)
  })
}
