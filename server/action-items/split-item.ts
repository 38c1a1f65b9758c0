// A part of an item, for a unit of its own: made by whoever leads the item or runs the body, not by the text. It belongs to
// the same document, so that it has the same audience, and takes the next number of the sitting.
import { and, eq, max, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import type { Actor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { requireUnitIn } from '@/server/bodies/add-membership'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { ActionItemId, LocalId, type CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import type { SplitForm } from './contract'
import { appendChange, holdItem, isKnown, requireDeed } from './hold-item'
import { addDays, furthestDays, maxDepth } from './model'
import { chainAbove, homeOf, lockShape } from './set-parent'
import { tellLead } from './tell-item'

/**
 * @returns its id; null when the same form was sent before
 * @throws invalid_input leadUnitId `unknown`, dueOn `past`, `tooFar` or `afterParent`, parentId `tooDeep`
 */
export async function splitItem(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  parentId: ActionItemId,
  input: SplitForm,
  at: Date,
): Promise<ActionItemId | null> {
  return db.transaction(async (tx) => {
    const home = await homeOf(tx, countyId, parentId)
    if (!home) throw new AppError('not_found')
    // In the order in which moving a part (set-parent.ts) and settling a text (minutes/project.ts) take them: the body's
    // shape, the giver of the sitting's numbers, then rows.
    await lockShape(tx, home.bodyId)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${home.meetingId}, 2))`)
    const held = await holdItem(tx, actor, countyId, parentId)
    const { item: parent, bodyId } = held
    if (await isKnown(tx, held, input.onceKey)) return null
    requireDeed(actor, 'split', held, '')
    requireNoChildData(actor, countyId, { title: input.title, deliverable: input.deliverable }, false)
    await requireUnitIn(tx, countyId, bodyId, input.leadUnitId, 'leadUnitId')
    if (input.dueOn !== null) {
      const today = await dayOfCounty(tx, countyId, at)
      if (input.dueOn < today) throw new AppError('invalid_input', { dueOn: 'past' })
      if (input.dueOn > addDays(today, furthestDays)) throw new AppError('invalid_input', { dueOn: 'tooFar' })
      if (parent.dueOn !== null && input.dueOn > parent.dueOn)
        throw new AppError('invalid_input', { dueOn: 'afterParent' })
    }
    if ((await chainAbove(tx, countyId, parentId)).length + 1 > maxDepth)
      throw new AppError('invalid_input', { parentId: 'tooDeep' })
    const [last] = await tx
      .select({ number: max(actionItems.number) })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.meetingId, parent.meetingId)))
    const id = ActionItemId.parse(crypto.randomUUID())
    const number = (last?.number ?? 0) + 1
    const [row] = await tx
      .insert(actionItems)
      .values({
        countyId,
        id,
        documentId: parent.documentId,
        localId: LocalId.parse(`split-${id.replaceAll('-', '').slice(0, 24)}`),
        meetingId: parent.meetingId,
        agendaItemId: parent.agendaItemId,
        number,
        title: input.title,
        deliverable: input.deliverable,
        leadUnitId: input.leadUnitId,
        dueOn: input.dueOn ?? parent.dueOn,
        origin: 'split',
        parentId,
        createdAt: at,
        changedAt: at,
      })
      .returning()
    const detail = { number, partId: id, unitId: input.leadUnitId }
    await appendChange(tx, actor, held, { kind: 'split', remark: input.title, onceKey: input.onceKey, detail }, at)
    const thing = { ...held.thing, leadUnitId: input.leadUnitId, assistingUnitIds: [] }
    await tellLead(tx, actor, { ...held, item: row!, thing }, 'item.assigned', { key: 'lead:0' }, at)
    await recordEvent(tx, countyId, actor, { verb: 'action-item.split', thingId: parentId, detail }, at)
    return id
  })
}
