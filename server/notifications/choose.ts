// Which groups of notifications a person wants by mail too. No row: wanted.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { notificationChoices } from '@/db/schema/notifications'
import { requireAccess, type PersonActor } from '@/server/access'
import { notificationGroups, type NotificationGroup } from './contract'

const thing = (actor: PersonActor) => ({ kind: 'county' as const, countyId: actor.countyId })

export async function readChoices(db: Db, actor: PersonActor): Promise<Record<NotificationGroup, boolean>> {
  requireAccess(actor, 'notification.own', thing(actor))
  const rows = await db
    .select()
    .from(notificationChoices)
    .where(and(eq(notificationChoices.countyId, actor.countyId), eq(notificationChoices.personId, actor.personId)))
  const off = new Set(rows.filter(({ byMail }) => !byMail).map(({ group }) => group))
  return Object.fromEntries(notificationGroups.map((group) => [group, !off.has(group)])) as Record<
    NotificationGroup,
    boolean
  >
}

/** @param wanted the groups that are ticked */
export async function setChoices(db: Db, actor: PersonActor, wanted: readonly NotificationGroup[]): Promise<void> {
  requireAccess(actor, 'notification.own', thing(actor))
  const { countyId, personId } = actor
  await db.transaction(async (tx) => {
    for (const group of notificationGroups) {
      const byMail = wanted.includes(group)
      await tx
        .insert(notificationChoices)
        .values({ countyId, personId, group, byMail })
        .onConflictDoUpdate({
          target: [notificationChoices.countyId, notificationChoices.personId, notificationChoices.group],
          set: { byMail },
        })
    }
  })
}
