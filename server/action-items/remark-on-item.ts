// What was said of an item at the standing point of a later sitting: a line of its history, its state stays.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, MeetingId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import { appendChange, holdItem } from './hold-item'

/** @throws not_found also where the sitting is of another body, not_allowed, invalid_input */
export async function remarkOnItem(
  db: Db,
  actor: PersonActor,
  { id, meetingId, remark }: { id: ActionItemId; meetingId: MeetingId; remark: string },
  at: Date,
): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    const [sitting] = await tx
      .select({ bodyId: meetings.bodyId })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
    if (sitting?.bodyId !== held.bodyId) throw new AppError('not_found')
    requireAccess(actor, 'action-item.remark', held.thing)
    requireNoChildData(actor, countyId, { remark }, false)
    await appendChange(tx, actor, held, { kind: 'comment', remark, detail: { meetingId } }, at)
    await recordEvent(tx, countyId, actor, { verb: 'action-item.remark', thingId: id, detail: { meetingId } }, at)
  })
}
