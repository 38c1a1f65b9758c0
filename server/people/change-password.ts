import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { verifyPassword } from './password'
import { countTry } from './rate-limit'
import { hashNewPassword, setPasswordHash } from './require-good-password'
import { endSessionsOf } from './sessions'

/** Ends every other session of the person: whoever knew the old password is out within a second. */
export async function changePassword(
  db: Db,
  actor: PersonActor,
  form: { currentPassword: string; password: string },
  at: Date,
): Promise<void> {
  if (actor.sessionId === null) throw new AppError('not_allowed')
  const { countyId, personId, sessionId } = actor
  await checkOwnPassword(db, actor, form.currentPassword, at)
  const passwordHash = await hashNewPassword(db, countyId, personId, form.password)
  await db.transaction(async (tx) => {
    await setPasswordHash(tx, countyId, personId, passwordHash, at)
    await endSessionsOf(tx, countyId, personId, at, sessionId)
    await recordEvent(tx, countyId, actor, { verb: 'person.change-password', thingId: personId }, at)
  })
}

/** Before something is changed that only its owner may: @throws invalid_input (currentPassword), too_many_tries */
export async function checkOwnPassword(db: Db, actor: PersonActor, typed: string, at: Date): Promise<void> {
  const { countyId, personId } = actor
  await countTry(db, `change-password:${personId}`, 10, 15 * 60_000, at)
  const [row] = await db
    .select({ passwordHash: people.passwordHash })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  if (!(await verifyPassword(row?.passwordHash ?? null, typed)))
    throw new AppError('invalid_input', { currentPassword: 'invalid' })
}
