// What was said of an item at the standing point of a later sitting: a line of its history, its state stays.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, MeetingId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'

/** @throws not_found also where the sitting is of another body, not_allowed, invalid_input */
export async function remarkOnItem(
  db: Db,
  actor: PersonActor,
  { id, meetingId, remark }: { id: ActionItemId; meetingId: MeetingId; remark: string },
  at: Date,
): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    // The item's row orders its history.
    const [item] = await tx
      .select()
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.id, id)))
      .for('update')
    if (!item || item.withdrawnAt) throw new AppError('not_found')
    const rows = await tx
      .select({ id: meetings.id, bodyId: meetings.bodyId })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, item.meetingId)))
    const [sitting] = await tx
      .select({ bodyId: meetings.bodyId })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
    const bodyId = rows[0]!.bodyId
    if (sitting?.bodyId !== bodyId) throw new AppError('not_found')
    requireAccess(actor, 'action-item.remark', {
      kind: 'actionItem',
      countyId,
      bodyId,
      leadUnitId: item.leadUnitId,
      assistingUnitIds: [],
    })
    requireNoChildData(actor, countyId, { remark }, false)
    await tx.insert(actionItemChanges).values({
      countyId,
      id: crypto.randomUUID(),
      actionItemId: id,
      fromState: item.state,
      toState: item.state,
      remark,
      byName: actor.name,
      byId: actor.personId,
      at,
    })
    await recordEvent(tx, countyId, actor, { verb: 'action-item.remark', thingId: id, detail: { meetingId } }, at)
  })
}
