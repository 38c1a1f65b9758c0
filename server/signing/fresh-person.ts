import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { memberships } from '@/db/schema/bodies'
import { deputies } from '@/db/schema/terms'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { readPerson } from '@/server/people/read-person'

/**
 * Who the person is at this very moment, their offices held still until the transaction ends: of a signature and the end of
 * a term at the same moment one comes first, and a signature after the end does not exist.
 * @throws not_allowed for an account that is not there any more
 */
export async function freshPerson(tx: Tx, actor: PersonActor, at: Date): Promise<PersonActor> {
  const { countyId, personId, sessionId, tokenId } = actor
  const own = await tx
    .select({ membershipId: deputies.membershipId })
    .from(deputies)
    .where(and(eq(deputies.countyId, countyId), eq(deputies.personId, personId)))
    .for('share')
  await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.countyId, countyId), eq(memberships.personId, personId)))
    .for('share')
  for (const { membershipId } of own)
    await tx
      .select({ id: memberships.id })
      .from(memberships)
      .where(and(eq(memberships.countyId, countyId), eq(memberships.id, membershipId)))
      .for('share')
  const fresh = await readPerson(tx as unknown as Db, countyId, personId, { sessionId, tokenId }, at)
  if (!fresh) throw new AppError('not_allowed')
  return fresh
}
