import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { topicDoors } from '@/db/schema/topics'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { BodyId, CountyId } from '@/server/ids'
import { makeJoinCode } from '@/server/secrets'

/** Opens or shuts the place where people without an account propose; the code stays, so that a printed sheet does too. */
export async function setTopicDoor(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, isOpen }: { bodyId: BodyId; isOpen: boolean },
  at: Date,
): Promise<void> {
  requireAccess(actor, 'topic.manage', { kind: 'body', countyId, bodyId })
  await db.transaction(async (tx) => {
    await tx
      .insert(topicDoors)
      .values({ countyId, bodyId, code: makeJoinCode(), isOpen, changedAt: at })
      .onConflictDoUpdate({ target: [topicDoors.countyId, topicDoors.bodyId], set: { isOpen, changedAt: at } })
    await recordEvent(tx, countyId, actor, { verb: 'topic.set-door', thingId: bodyId, detail: { isOpen } }, at)
  })
}

/** For who manages the topics of the body: its code, and whether it is open. Null: never opened. */
export async function readTopicDoor(db: Db, countyId: CountyId, bodyId: BodyId) {
  const [row] = await db
    .select({ code: topicDoors.code, isOpen: topicDoors.isOpen })
    .from(topicDoors)
    .where(and(eq(topicDoors.countyId, countyId), eq(topicDoors.bodyId, bodyId)))
  return row ?? null
}
