import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { duties } from '@/db/schema/duties'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId, DutyId } from '@/server/ids'
import type { MoveDutyForm } from './contract'
import { bodyOfDuty, holdOrder, recordChanges } from './hold'

/**
 * Puts a duty before another, or at the end. Said relative to a neighbour and done under the lock of the body's order, so
 * two people who move at once both get what they asked for.
 * @throws not_found, not_allowed, conflict (one of the two ended meanwhile, or is of another body)
 */
export async function moveDuty(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  { dutyId, beforeId }: MoveDutyForm,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const bodyId = await bodyOfDuty(tx, countyId, dutyId)
    requireAccess(actor, 'duties.manage', { kind: 'body', countyId, bodyId })
    await holdOrder(tx, countyId, bodyId)
    const order = await orderOf(tx, countyId, bodyId)
    const others = order.filter((id) => id !== dutyId)
    const to = beforeId === null ? others.length : others.indexOf(beforeId)
    if (others.length === order.length || to < 0) throw new AppError('conflict')
    const was = order.indexOf(dutyId) + 1
    if (was === to + 1) return
    others.splice(to, 0, dutyId)
    await writeOrder(tx, countyId, others)
    const change = { field: 'position', was: String(was), now: String(to + 1) } as const
    await recordChanges(tx, { countyId, dutyId, actor }, [change], at)
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'duty.move', thingId: dutyId, detail: { from: was, to: to + 1 } },
      at,
    )
  })
}

/** The body's duties that have not ended, in their order. Only under holdOrder. */
export async function orderOf(tx: Tx, countyId: CountyId, bodyId: BodyId): Promise<DutyId[]> {
  const rows = await tx
    .select({ id: duties.id })
    .from(duties)
    .where(and(eq(duties.countyId, countyId), eq(duties.bodyId, bodyId), isNull(duties.endedAt)))
    .orderBy(asc(duties.position), asc(duties.createdAt), asc(duties.id))
  return rows.map((row) => row.id)
}

/** Numbers them from 1 in one statement. Only under holdOrder. */
export async function writeOrder(tx: Tx, countyId: CountyId, order: readonly DutyId[]): Promise<void> {
  if (order.length === 0) return
  await tx.execute(sql`
    update ${duties} set position = o.place
    from jsonb_array_elements_text(${JSON.stringify(order)}::text::jsonb) with ordinality as o (id, place)
    where ${duties.countyId} = ${countyId} and ${duties.id} = o.id::uuid and ${duties.position} <> o.place`)
}
