import { and, asc, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import type { ActionItemId, BodyId } from '@/server/ids'
import { forEyesOf } from './audience'
import { itemNumber } from './model'

/** Open items of the body under which one may be put: the newest two hundred. What would make a circle is refused later. */
export async function listParentChoices(db: Db, actor: PersonActor, bodyId: BodyId, id: ActionItemId) {
  const rows = await db
    .select({
      id: actionItems.id,
      title: actionItems.title,
      number: actionItems.number,
      issueNumber: meetings.issueNumber,
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .where(
      and(
        eq(actionItems.countyId, actor.countyId),
        eq(meetings.bodyId, bodyId),
        ne(actionItems.id, id),
        inArray(actionItems.state, ['todo', 'doing', 'toVerify']),
        isNull(actionItems.withdrawnAt),
        forEyesOf(actor),
      ),
    )
    .orderBy(desc(meetings.issueNumber), asc(actionItems.number))
    .limit(200)
  return rows.map((row) => ({ id: row.id, name: `${itemNumber(row.issueNumber, row.number)} ${row.title}` }))
}
