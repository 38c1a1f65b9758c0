// Somebody at the sign-in page asks for a link by mail. Whether the address is anybody's is told to nobody: the page says
// the same at once, and this runs after it has been answered.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { people } from '@/db/schema/people'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import { hashSecret } from '@/server/secrets'
import type { Asker } from './asker'
import { makeAccountLink } from './make-account-link'
import { countTry } from './rate-limit'

const windowMs = 15 * 60_000
const perAddress = 20
const perEmail = 3

/** What may be said before it is known who is meant. @throws too_many_tries, counted alike for known and unknown addresses */
export async function countAskedLink(db: Db, countyId: CountyId, email: string, asker: Asker, at: Date): Promise<void> {
  await countTry(db, `ask-link:address:${asker.address}`, perAddress, windowMs, at)
  await countTry(db, `ask-link:email:${countyId}:${hashSecret(email)}`, perEmail, windowMs, at)
}

/** A link of 15 minutes into the outbox, if the address is somebody's. */
export async function sendAskedLink(
  db: Db,
  countyId: CountyId,
  form: { email: string; purpose: 'sign-in' | 'reset' },
  at: Date,
): Promise<void> {
  if (!runtime().mail) throw new AppError('unavailable')
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.email, form.email), isNull(people.disabledAt)))
  if (!person) return
  const options = { byMail: true, isAsked: true }
  await makeAccountLink(db, { kind: 'system' }, countyId, person.id, form.purpose, at, options)
}
