// Links used once: an invitation, a sign-in, a new password. The secret is told once and only its hash is kept.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { accountLinks, people } from '@/db/schema/people'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import { hashSecret, makeSecret } from '@/server/secrets'
import type { AccountLinkPurpose } from './contract'

const lifeMs: Record<AccountLinkPurpose, number> = {
  invitation: 14 * 24 * 3600_000,
  'sign-in': 7 * 24 * 3600_000,
  reset: 24 * 3600_000,
}

export type AccountLink = { id: string; secret: string; path: string; expiresAt: Date }

/** Earlier unused links of the same purpose end: the newest sheet of paper is the one that counts. */
export async function makeAccountLink(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  personId: PersonId,
  purpose: AccountLinkPurpose,
  at: Date,
): Promise<AccountLink> {
  requireAccess(actor, 'people.manage', { kind: 'county', countyId })
  const secret = makeSecret()
  const id = crypto.randomUUID()
  const expiresAt = new Date(at.getTime() + lifeMs[purpose])
  await db.transaction(async (tx) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.countyId, countyId), eq(people.id, personId), isNull(people.disabledAt)))
      .for('update')
    if (!person) throw new AppError('not_found')
    await tx
      .update(accountLinks)
      .set({ revokedAt: at })
      .where(
        and(
          eq(accountLinks.countyId, countyId),
          eq(accountLinks.personId, personId),
          eq(accountLinks.purpose, purpose),
          isNull(accountLinks.usedAt),
          isNull(accountLinks.revokedAt),
        ),
      )
    await tx
      .insert(accountLinks)
      .values({ countyId, id, personId, purpose, secretHash: hashSecret(secret), createdAt: at, expiresAt })
    await recordEvent(tx, countyId, actor, { verb: 'account-link.make', thingId: personId, detail: { purpose } }, at)
  })
  return { id, secret, path: `/invite/${secret}`, expiresAt }
}
