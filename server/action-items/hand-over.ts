// Another unit takes the lead, or another person answers for it: before a unit leaves the body, and when an owner has left.
// After the text is final only this changes who leads; until then the minutes say it.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { memberships } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import type { Actor } from '@/server/access'
import { requireUnitIn } from '@/server/bodies/add-membership'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, BodyId, CountyId, PersonId, UnitId } from '@/server/ids'
import { isCurrent } from '@/server/people/current-term'
import { requireNoChildData } from '@/server/privacy/model'
import type { HandOverForm } from './contract'
import { appendChange, holdItem, requireDeed } from './hold-item'
import { openItemsLedBy } from './led-by'
import { tellLead } from './tell-item'

/**
 * @param input.fromUnitId the lead the person saw: another one by now is a conflict
 * @param former given where an earlier hand-over is taken back: the owner's name as it stood, who need not be in the register,
 *   and the unit that assisted until it took the lead
 * @throws text_not_final, invalid_input toUnitId `unknown` (not of the body), ownerPersonId `left` (holds no office for the
 *   unit now)
 */
export async function handOverItem(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  { fromUnitId, toUnitId, ownerPersonId, reason, keep }: HandOverForm,
  at: Date,
  former?: { owner: string; assistingUnitId: UnitId | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    requireDeed(actor, 'hand-over', held, reason)
    if (!held.isTextFinal) throw new AppError('text_not_final')
    const { item, bodyId } = held
    if (item.leadUnitId !== fromUnitId) throw new AppError('conflict')
    // Shared until commit: the unit is not taken out of the body in the same moment (edit-unit.ts locks the same row).
    await requireUnitIn(tx, countyId, bodyId, toUnitId, 'toUnitId')
    requireNoChildData(actor, countyId, { reason }, keep)
    const name = ownerPersonId === null ? null : await requireHolder(tx, countyId, bodyId, toUnitId, ownerPersonId, at)
    const owner = name ?? former?.owner ?? (item.leadUnitId === toUnitId ? item.owner : '')
    const assisted = await tx
      .delete(actionItemUnits)
      .where(
        and(
          eq(actionItemUnits.countyId, countyId),
          eq(actionItemUnits.actionItemId, id),
          eq(actionItemUnits.unitId, toUnitId),
        ),
      )
      .returning({ unitId: actionItemUnits.unitId })
    if (former?.assistingUnitId)
      await tx.insert(actionItemUnits).values({ countyId, actionItemId: id, unitId: former.assistingUnitId })
    const detail = {
      fromUnitId: item.leadUnitId,
      toUnitId,
      fromOwner: item.owner,
      fromOwnerId: item.ownerPersonId,
      toOwner: owner,
      didAssist: assisted.length,
    }
    await appendChange(tx, actor, held, { kind: 'handed-over', remark: reason, unitId: toUnitId, detail }, at, {
      leadUnitId: toUnitId,
      owner,
      ownerPersonId,
      handedOverAt: at,
    })
    held.thing.leadUnitId = toUnitId
    await tellLead(tx, actor, held, 'item.assigned', { text: reason, key: `lead:${held.item.lastSeq}` }, at)
    const told = { fromUnitId, toUnitId, ownerId: ownerPersonId }
    await recordEvent(tx, countyId, actor, { verb: 'action-item.hand-over', thingId: id, detail: told }, at)
  })
}

async function requireHolder(
  tx: Tx,
  countyId: CountyId,
  bodyId: BodyId,
  unitId: UnitId,
  personId: PersonId,
  at: Date,
): Promise<string> {
  const [row] = await tx
    .select({ name: people.name })
    .from(memberships)
    .innerJoin(people, and(eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)))
    .innerJoin(counties, eq(counties.id, memberships.countyId))
    .where(
      and(
        eq(memberships.countyId, countyId),
        eq(memberships.bodyId, bodyId),
        eq(memberships.unitId, unitId),
        eq(memberships.personId, personId),
        isCurrent('memberships', 'counties.time_zone', at),
      ),
    )
    .limit(1)
  if (!row) throw new AppError('invalid_input', { ownerPersonId: 'left' })
  return row.name
}

/** @throws invalid_input unitId `leadsItems` while the unit leads open items of the body: they are handed over first */
export async function requireLeadsNothing(tx: Tx, countyId: CountyId, bodyId: BodyId, unitId: UnitId): Promise<void> {
  const [led] = await tx
    .select({ id: actionItems.id })
    .from(actionItems)
    .where(openItemsLedBy(countyId, bodyId, unitId))
    .limit(1)
  if (led) throw new AppError('invalid_input', { unitId: 'leadsItems' })
}
