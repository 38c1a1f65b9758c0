import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { people, sessions } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { hashPassword, verifyPassword } from './password'
import { countTry } from './rate-limit'

/** Ends every other session of the person: whoever knew the old password is out within a second. */
export async function changePassword(
  db: Db,
  actor: PersonActor,
  form: { currentPassword: string; password: string },
  at: Date,
): Promise<void> {
  if (actor.sessionId === null) throw new AppError('not_allowed')
  const { countyId, personId, sessionId } = actor
  const me = and(eq(people.countyId, countyId), eq(people.id, personId))
  await countTry(db, `change-password:${personId}`, 10, 15 * 60_000, at)
  const [row] = await db.select({ passwordHash: people.passwordHash }).from(people).where(me)
  if (!(await verifyPassword(row?.passwordHash ?? null, form.currentPassword))) {
    throw new AppError('invalid_input', { currentPassword: 'invalid' })
  }
  const passwordHash = await hashPassword(form.password)
  await db.transaction(async (tx) => {
    await tx.update(people).set({ passwordHash }).where(me)
    await tx
      .update(sessions)
      .set({ endedAt: at })
      .where(
        and(
          eq(sessions.countyId, countyId),
          eq(sessions.personId, personId),
          ne(sessions.id, sessionId),
          isNull(sessions.endedAt),
        ),
      )
    await notify(tx, { kind: 'access', countyId, personId })
    await recordEvent(tx, countyId, actor, { verb: 'person.change-password', thingId: personId }, at)
  })
}
