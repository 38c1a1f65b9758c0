import { and, eq, isNull, lte } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { requireAccess, type PersonActor } from '@/server/access'

/** One of one's own, or all of them up to now. What is read is not an event: it is nobody else's business. */
export async function markRead(db: Db, actor: PersonActor, { id }: { id: string }, at: Date): Promise<void> {
  requireAccess(actor, 'notification.own', { kind: 'county', countyId: actor.countyId })
  await db
    .update(notifications)
    .set({ readAt: at })
    .where(
      and(
        eq(notifications.countyId, actor.countyId),
        eq(notifications.personId, actor.personId),
        isNull(notifications.readAt),
        id === 'all' ? lte(notifications.createdAt, at) : eq(notifications.id, id),
      ),
    )
}
