import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { personIdentities } from '@/db/schema/security'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'

export type BoundIdentity = { issuer: string; boundBy: 'person' | 'email'; boundAt: Date; lastUsedAt: Date | null }

/** One's own, newest first; also of a provider that is not configured any more. */
export async function listIdentities(db: Db, actor: PersonActor): Promise<BoundIdentity[]> {
  requireAccess(actor, 'identity.bind', { kind: 'county', countyId: actor.countyId })
  const { issuer, boundBy, boundAt, lastUsedAt } = personIdentities
  const mine = and(eq(personIdentities.countyId, actor.countyId), eq(personIdentities.personId, actor.personId))
  return db.select({ issuer, boundBy, boundAt, lastUsedAt }).from(personIdentities).where(mine).orderBy(boundAt)
}

/** Sessions that were begun by it go on: they are in the list above, to be ended one by one. @throws not_found */
export async function unbindIdentity(db: Db, actor: PersonActor, issuer: string, at: Date): Promise<void> {
  const { countyId, personId } = actor
  requireAccess(actor, 'identity.bind', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    const gone = await tx
      .delete(personIdentities)
      .where(
        and(
          eq(personIdentities.countyId, countyId),
          eq(personIdentities.personId, personId),
          eq(personIdentities.issuer, issuer),
        ),
      )
      .returning({ issuer: personIdentities.issuer })
    if (gone.length === 0) throw new AppError('not_found')
    await recordEvent(tx, countyId, actor, { verb: 'identity.unbind', thingId: personId }, at)
  })
}
