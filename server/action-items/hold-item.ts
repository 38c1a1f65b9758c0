// An item held for a change: its row is locked first, so that all that happens to one item happens in one order, and every
// change is numbered under that lock. Whoever has not the right to read it is told what somebody is told who made it up.
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { itemExtensions } from '@/db/schema/follow-up'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { actorRef, can, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { ActionItemId, BodyId, CountyId, UnitId } from '@/server/ids'
import { readAudience } from './audience'
import type { ActionItemState } from './contract'
import { deeds, isOwn, nobodyBefore, type Before, type Deed, type ItemThing } from './model'

export type ItemRow = typeof actionItems.$inferSelect
export type HeldItem = { item: ItemRow; bodyId: BodyId; thing: ItemThing; isTextFinal: boolean; before: Before }

/** @throws not_found also for an item the actor may not read */
export async function holdItem(tx: Tx, actor: Actor, countyId: CountyId, id: ActionItemId): Promise<HeldItem> {
  const [item] = await tx
    .select()
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id), isNull(actionItems.withdrawnAt)))
    .for('update')
  if (!item) throw new AppError('not_found')
  const thing = await thingOf(tx, item)
  if (!can(actor, 'action-item.read', thing)) throw new AppError('not_found')
  const [document] = await tx
    .select({ frozenAt: documents.frozenAt })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), eq(documents.id, item.documentId)))
  const isTextFinal = document?.frozenAt != null || item.origin !== 'minutes'
  return { item, bodyId: thing.bodyId, thing, isTextFinal, before: await readBefore(tx, countyId, id) }
}

/** What access.ts asks about an item. */
export async function thingOf(tx: Db | Tx, item: ItemRow): Promise<ItemThing> {
  const { countyId, id, leadUnitId } = item
  const [meeting] = await tx
    .select({ bodyId: meetings.bodyId })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, item.meetingId)))
  const assisting = await tx
    .select({ unitId: actionItemUnits.unitId })
    .from(actionItemUnits)
    .where(and(eq(actionItemUnits.countyId, countyId), eq(actionItemUnits.actionItemId, id)))
  const readers = (await readAudience(tx, countyId, [item])).get(id) ?? null
  const assistingUnitIds = assisting.map((row) => row.unitId)
  return { kind: 'actionItem', countyId, bodyId: meeting!.bodyId, leadUnitId, assistingUnitIds, readers }
}

/** Who last reported it finished, and who asked for the extension that waits. */
export async function readBefore(db: Db | Tx, countyId: CountyId, id: ActionItemId): Promise<Before> {
  const [reported] = await db
    .select({ byId: actionItemChanges.byId })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, countyId),
        eq(actionItemChanges.actionItemId, id),
        eq(actionItemChanges.kind, 'state'),
        eq(actionItemChanges.toState, 'toVerify'),
      ),
    )
    .orderBy(desc(actionItemChanges.seq))
    .limit(1)
  const [asked] = await db
    .select({ byId: itemExtensions.askedById })
    .from(itemExtensions)
    .where(
      and(
        eq(itemExtensions.countyId, countyId),
        eq(itemExtensions.actionItemId, id),
        eq(itemExtensions.state, 'asked'),
      ),
    )
  return reported || asked ? { reporter: reported?.byId ?? null, asker: asked?.byId ?? null } : nobodyBefore
}

/**
 * Rights first, then what the table of states says: the state of an item one may not change is no news to give.
 * @throws not_allowed, conflict, invalid_input (remark required)
 */
export function requireDeed(actor: Actor, deed: Deed, held: HeldItem, remark: string): void {
  const rule = deeds[deed]
  if (!can(actor, rule.right, held.thing) || isOwn(actor, deed, held.before)) throw new AppError('not_allowed')
  if (!rule.from.includes(held.item.state)) throw new AppError('conflict')
  if (rule.needsRemark && remark === '') throw new AppError('invalid_input', { remark: 'required' })
}

export type Change = {
  kind: string
  to?: ActionItemState
  remark?: string
  percent?: number | null
  unitId?: UnitId | null
  detail?: Record<string, string | number | null>
  onceKey?: string | null
  via?: 'page' | 'link' | 'rule'
}

/**
 * The next row of the item's history, and what of the item's own row changes with it.
 * @returns its number within the item
 */
export async function appendChange(
  tx: Tx,
  actor: Actor,
  { item }: Pick<HeldItem, 'item'>,
  change: Change,
  at: Date,
  set: Partial<ItemRow> = {},
): Promise<number> {
  const { countyId, id } = item
  const toState = change.to ?? item.state
  const [row] = await tx
    .update(actionItems)
    .set({ ...set, state: toState, lastSeq: sql`${actionItems.lastSeq} + 1`, changedAt: at })
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id)))
    .returning({ seq: actionItems.lastSeq })
  const { kind, remark = '', percent = null, unitId = null, detail = {}, onceKey = null, via = 'page' } = change
  await tx.insert(actionItemChanges).values({
    countyId,
    id: crypto.randomUUID(),
    actionItemId: id,
    seq: row!.seq,
    kind,
    fromState: item.state,
    toState,
    remark,
    percent,
    unitId,
    detail,
    onceKey,
    via,
    byName: nameOf(actor),
    byId: actorRef(actor).id,
    at,
  })
  Object.assign(item, set, { state: toState, lastSeq: row!.seq })
  return row!.seq
}

const nameOf = (actor: Actor) => (actor.kind === 'person' || actor.kind === 'seat' ? actor.name : '')

/** Whether this was stored before: under the item's lock, so that two at once cannot both find nothing. */
export async function isKnown(tx: Tx, { item }: Pick<HeldItem, 'item'>, onceKey: string): Promise<boolean> {
  const [row] = await tx
    .select({ seq: actionItemChanges.seq })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, item.countyId),
        eq(actionItemChanges.actionItemId, item.id),
        eq(actionItemChanges.onceKey, onceKey),
      ),
    )
  return row !== undefined
}

/** Number of the newest change of these kinds; 0 where there is none. */
export async function lastOf(tx: Tx, { item }: Pick<HeldItem, 'item'>, kinds: readonly string[]): Promise<number> {
  const [row] = await tx
    .select({ seq: actionItemChanges.seq })
    .from(actionItemChanges)
    .where(
      and(
        eq(actionItemChanges.countyId, item.countyId),
        eq(actionItemChanges.actionItemId, item.id),
        inArray(actionItemChanges.kind, [...kinds]),
      ),
    )
    .orderBy(desc(actionItemChanges.seq))
    .limit(1)
  return row?.seq ?? 0
}
