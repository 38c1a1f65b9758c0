// New invitations for many people at once, to be printed and handed out: all or none, so that no paper is printed whose
// codes are already dead.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { people } from '@/db/schema/people'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from './make-account-link'

export type SheetLink = { personId: PersonId; name: string; path: string; expiresAt: Date }

/** @throws not_found where one of them is nobody here, disabled, or has an account already */
export function makeSheet(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  personIds: readonly PersonId[],
  at: Date,
): Promise<SheetLink[]> {
  requireAccess(actor, 'people.invite', { kind: 'county', countyId })
  const ids = [...new Set(personIds)]
  return db.transaction(async (tx) => {
    const found = await tx
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(
        and(
          eq(people.countyId, countyId),
          inArray(people.id, ids),
          isNull(people.disabledAt),
          isNull(people.passwordHash),
        ),
      )
      // One order for everybody: two sheets made at once wait for each other instead of both giving up.
      .orderBy(people.id)
    if (found.length !== ids.length) throw new AppError('not_found')
    const links: SheetLink[] = []
    for (const { id, name } of found) {
      const { path, expiresAt } = await makeAccountLink(tx, actor, countyId, id, 'invitation', at)
      links.push({ personId: id, name, path, expiresAt })
    }
    return links
  })
}
