// More time, asked for by the lead unit on or before the due date. One that waits at a time (a unique index says so); the old
// date stays in the history whatever is decided.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { itemExtensions } from '@/db/schema/follow-up'
import type { PersonActor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { ExtensionId, type ActionItemId, type CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { AskExtensionForm } from './contract'
import { appendChange, holdItem, requireDeed } from './hold-item'
import { addDays, furthestDays } from './model'
import { tellRunners } from './tell-item'

/**
 * @throws not_allowed (another unit's, also the secretary's), text_not_final (the minutes still say when it is due),
 *   invalid_input toDue: `overdue` after the due date, `notLater`, `tooFar`; conflict while one waits
 */
export async function askExtension(
  db: Db | Tx,
  actor: PersonActor,
  countyId: CountyId,
  id: ActionItemId,
  { toDue, reason, keep }: AskExtensionForm,
  at: Date,
): Promise<ExtensionId> {
  const extensionId = ExtensionId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    requireDeed(actor, 'ask-extension', held, reason)
    if (!held.isTextFinal) throw new AppError('text_not_final')
    const { dueOn, leadUnitId } = held.item
    const today = await dayOfCounty(tx, countyId, at)
    if (dueOn === null || today > dueOn) throw new AppError('invalid_input', { toDue: 'overdue' })
    if (toDue <= dueOn) throw new AppError('invalid_input', { toDue: 'notLater' })
    if (toDue > addDays(today, furthestDays)) throw new AppError('invalid_input', { toDue: 'tooFar' })
    requireNoChildData(actor, countyId, { reason }, keep)
    const [waiting] = await tx
      .select({ id: itemExtensions.id })
      .from(itemExtensions)
      .where(
        and(
          eq(itemExtensions.countyId, countyId),
          eq(itemExtensions.actionItemId, id),
          eq(itemExtensions.state, 'asked'),
        ),
      )
    if (waiting) throw new AppError('conflict')
    await tx.insert(itemExtensions).values({
      countyId,
      id: extensionId,
      actionItemId: id,
      fromDue: dueOn,
      toDue,
      reason,
      unitId: leadUnitId!,
      askedById: actor.personId,
      askedAt: at,
    })
    const detail = { from: dueOn, to: toDue }
    await appendChange(tx, actor, held, { kind: 'extension-asked', remark: reason, unitId: leadUnitId, detail }, at)
    await tellRunners(tx, actor, held, 'item.extension-asked', { on: toDue, text: reason, key: extensionId }, at)
    await recordEvent(tx, countyId, actor, { verb: 'action-item.ask-extension', thingId: id, detail }, at)
  })
  return extensionId
}
