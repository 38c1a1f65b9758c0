import type { Db, Tx } from '@/db/client'
import { people } from '@/db/schema/people'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { PersonId, type CountyId } from '@/server/ids'
import type { NewPerson } from './contract'
import { isLoginTaken } from './use-account-link'

/**
 * @param passwordHash null: the person chooses a password by an invitation link
 * @throws invalid_input with `taken` on the login that is somebody else's
 */
export async function createPerson(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  input: NewPerson,
  passwordHash: string | null,
  at: Date,
): Promise<PersonId> {
  requireAccess(actor, 'people.manage', { kind: 'county', countyId })
  const id = PersonId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    for (const field of ['userName', 'email', 'phone'] as const) {
      const login = input[field]
      if (login && (await isLoginTaken(tx, countyId, login, null)))
        throw new AppError('invalid_input', { [field]: 'taken' })
    }
    // The unique indexes settle a race between two secretaries; the loser is told by the caller's retry.
    const [row] = await tx
      .insert(people)
      .values({ countyId, id, ...input, passwordHash, createdAt: at })
      .onConflictDoNothing()
      .returning({ id: people.id })
    if (!row) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'person.create', thingId: id }, at)
  })
  return id
}
