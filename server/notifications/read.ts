import { and, count, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { requireAccess, type PersonActor } from '@/server/access'
import { log } from '@/server/log'
import { hrefOf, NotificationDetail, NotificationKind, NotificationThing, type NotificationView } from './contract'

/** The page shows this many, the newest; retention takes the older ones away (server/notifications/deliver.ts). */
export const mostShown = 200

/** A row as a page may show it; null for a kind that this version does not know. */
export function viewOf(row: typeof notifications.$inferSelect): NotificationView | null {
  const kind = NotificationKind.safeParse(row.kind)
  const thing = NotificationThing.safeParse({ kind: row.thingKind, id: row.thingId })
  const detail = NotificationDetail.safeParse(row.detail)
  if (!kind.success || !thing.success || !detail.success) {
    log.warn({ notification: row.id, kind: row.kind }, 'a notification nobody understands')
    return null
  }
  return {
    id: row.id,
    kind: kind.data,
    thing: thing.data.kind,
    detail: detail.data,
    href: hrefOf(kind.data, thing.data, detail.data),
    createdAt: row.createdAt,
    isRead: row.readAt !== null,
  }
}

/** One's own, newest first. */
export async function listNotifications(db: Db, actor: PersonActor): Promise<NotificationView[]> {
  requireAccess(actor, 'notification.own', { kind: 'county', countyId: actor.countyId })
  const rows = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.countyId, actor.countyId), eq(notifications.personId, actor.personId)))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(mostShown)
  return rows.flatMap((row) => viewOf(row) ?? [])
}

/** One of one's own; another's is not there. */
export async function readNotification(db: Db, actor: PersonActor, id: string): Promise<NotificationView | null> {
  requireAccess(actor, 'notification.own', { kind: 'county', countyId: actor.countyId })
  const [row] = await db
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.countyId, actor.countyId),
        eq(notifications.personId, actor.personId),
        eq(notifications.id, id),
      ),
    )
  return row ? viewOf(row) : null
}

/** For the bell, at every page. */
export async function countUnread(db: Db, actor: PersonActor): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(notifications)
    .where(
      and(
        eq(notifications.countyId, actor.countyId),
        eq(notifications.personId, actor.personId),
        isNull(notifications.readAt),
      ),
    )
  return row!.n
}
