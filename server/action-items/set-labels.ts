import type { Db, Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import type { LabelForm } from './contract'
import { appendChange, holdItem, requireDeed } from './hold-item'

/** Priority and tags, which the text does not have. @throws not_found, not_allowed, conflict (closed) */
export async function setLabels(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  { priority, tags }: LabelForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    requireDeed(actor, 'label', held, '')
    const { item } = held
    if (item.priority === priority && item.tags.join('\n') === tags.join('\n')) return
    const detail = {
      fromPriority: item.priority,
      toPriority: priority,
      fromTags: item.tags.join(' '),
      toTags: tags.join(' '),
    }
    await appendChange(tx, actor, held, { kind: 'labels', detail }, at, { priority, tags })
    await recordEvent(tx, countyId, actor, { verb: 'action-item.label', thingId: id, detail: { priority } }, at)
  })
}
