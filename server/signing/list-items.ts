import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { requireAccess, type PersonActor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { mustFindMinutes } from './proceedings'

/** Action items that stand in a sitting's minutes, for whoever amends them; those of its restricted items are elsewhere. */
export async function listItemsOfMinutes(db: Db, actor: PersonActor, meetingId: MeetingId) {
  const thing = await mustFindMinutes(db, actor, meetingId)
  requireAccess(actor, 'minutes.amend', thing)
  const { countyId, documentId } = thing
  return db
    .select({ id: actionItems.id, number: actionItems.number, title: actionItems.title })
    .from(actionItems)
    .where(
      and(eq(actionItems.countyId, countyId), eq(actionItems.documentId, documentId), isNull(actionItems.withdrawnAt)),
    )
    .orderBy(asc(actionItems.number))
}
