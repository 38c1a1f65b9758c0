// An item under another: its part. Within one body, in no circle, at most so deep. Every change of this shape holds one
// advisory lock of the body until it commits, so that two changes which make a circle only together come one after the other
// and the second sees the first.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import type { Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, BodyId, CountyId } from '@/server/ids'
import { appendChange, holdItem, requireDeed } from './hold-item'
import { maxDepth } from './model'

export const lockShape = (tx: Tx, bodyId: BodyId) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${bodyId}, 17))`)

/**
 * @param parentId null: on its own again
 * @throws invalid_input parentId: `unknown` (not of the body, or closed), `cycle`, `tooDeep`
 */
export async function setParent(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  parentId: ActionItemId | null,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const home = await homeOf(tx, countyId, id)
    if (home === null) throw new AppError('not_found')
    const { bodyId } = home
    // Before the item's row, as in split-item.ts.
    await lockShape(tx, bodyId)
    const held = await holdItem(tx, actor, countyId, id)
    requireDeed(actor, 'label', held, '')
    const was = held.item.parentId
    if (was === parentId) return
    if (parentId !== null) await requirePlace(tx, countyId, bodyId, id, parentId)
    await appendChange(tx, actor, held, { kind: 'parent', detail: { from: was, to: parentId } }, at, { parentId })
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'action-item.set-parent', thingId: id, detail: { from: was, to: parentId } },
      at,
    )
  })
}

/** Of which sitting and body an item is: neither ever changes. */
export async function homeOf(tx: Tx, countyId: CountyId, id: ActionItemId) {
  const [row] = await tx
    .select({ bodyId: meetings.bodyId, meetingId: meetings.id })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id)))
  return row ?? null
}

async function requirePlace(tx: Tx, countyId: CountyId, bodyId: BodyId, id: ActionItemId, parentId: ActionItemId) {
  const above = await chainAbove(tx, countyId, parentId)
  if (id === parentId || above.includes(id)) throw new AppError('invalid_input', { parentId: 'cycle' })
  const [parent] = await tx
    .select({ state: actionItems.state, documentId: actionItems.documentId })
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, parentId), isNull(actionItems.withdrawnAt)))
  const [child] = await tx
    .select({ documentId: actionItems.documentId })
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id)))
  const isOther = (await homeOf(tx, countyId, parentId))?.bodyId !== bodyId
  // Two audiences are never tied together: the one would learn of the other.
  const isOtherAudience =
    parent !== undefined &&
    (await isRestricted(tx, countyId, parent.documentId, child!.documentId)) &&
    parent.documentId !== child!.documentId
  if (!parent || isOther || isOtherAudience || parent.state === 'done' || parent.state === 'stopped')
    throw new AppError('invalid_input', { parentId: 'unknown' })
  if (above.length + (await depthBelow(tx, countyId, id)) > maxDepth)
    throw new AppError('invalid_input', { parentId: 'tooDeep' })
}

async function isRestricted(tx: Tx, countyId: CountyId, ...documentIds: string[]): Promise<boolean> {
  const [row] = await tx.execute(sql`select 1 from restricted_items where county_id = ${countyId}
    and document_id in (${documentIds[0]}::uuid, ${documentIds[1]}::uuid) limit 1`)
  return row !== undefined
}

/** Ids from the item itself up to the topmost. */
export async function chainAbove(tx: Tx, countyId: CountyId, id: ActionItemId): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive up as (
      select id, parent_id, 1 as depth from action_items where county_id = ${countyId} and id = ${id}
      union all select i.id, i.parent_id, up.depth + 1 from action_items i join up on i.id = up.parent_id
        where i.county_id = ${countyId} and up.depth < 50)
    select id::text as id from up order by depth`)
  return rows.map((row) => row.id)
}

/** Levels from the item itself downwards. */
async function depthBelow(tx: Tx, countyId: CountyId, id: ActionItemId): Promise<number> {
  const [row] = await tx.execute<{ depth: number }>(sql`
    with recursive down as (
      select id, 1 as depth from action_items where county_id = ${countyId} and id = ${id}
      union all select i.id, down.depth + 1 from action_items i join down on i.parent_id = down.id
        where i.county_id = ${countyId} and down.depth < 50)
    select max(depth)::int as depth from down`)
  return row!.depth
}
