// Granted or refused by whoever runs the body, never by who asked nor by somebody of the lead unit.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { itemExtensions } from '@/db/schema/follow-up'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, CountyId } from '@/server/ids'
import type { DecideExtensionForm } from './contract'
import { appendChange, holdItem, requireDeed } from './hold-item'
import { tellLead } from './tell-item'

/**
 * May be answered after the due date too: it was asked in time.
 * @throws not_allowed, conflict when it was decided meanwhile, invalid_input (word required where refused)
 */
export async function decideExtension(
  db: Db | Tx,
  actor: PersonActor,
  countyId: CountyId,
  id: ActionItemId,
  { extensionId, decision, word }: DecideExtensionForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // The item's row orders this after or before the closing; the extension's own state is read under it.
    const held = await holdItem(tx, actor, countyId, id)
    requireDeed(actor, 'decide-extension', held, word)
    if (decision === 'refused' && word === '') throw new AppError('invalid_input', { word: 'required' })
    const here = and(
      eq(itemExtensions.countyId, countyId),
      eq(itemExtensions.actionItemId, id),
      eq(itemExtensions.id, extensionId),
    )
    const [row] = await tx.select().from(itemExtensions).where(here)
    if (!row) throw new AppError('not_found')
    if (row.state !== 'asked') throw new AppError('conflict')
    await tx
      .update(itemExtensions)
      .set({ state: decision, decidedById: actor.personId, decidedAt: at, word })
      .where(here)
    const detail = { from: row.fromDue, to: row.toDue }
    const isGranted = decision === 'granted'
    await appendChange(
      tx,
      actor,
      held,
      { kind: isGranted ? 'extended' : 'extension-refused', remark: word, detail },
      at,
      isGranted ? { dueOn: row.toDue, dueMovedAt: at } : {},
    )
    const told = { on: row.toDue, text: word, choice: isGranted ? 'approved' : 'refused', key: extensionId }
    await tellLead(tx, actor, held, 'item.extension-decided', told, at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'action-item.decide-extension', thingId: id, detail: { ...detail, decision } },
      at,
    )
  })
}
