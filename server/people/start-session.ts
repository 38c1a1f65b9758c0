// A person whose first proof stands gets a session. What else the county asks (a code, or setting one up) the session waits
// for: until then it is nobody's at every page and socket.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { secondFactors } from '@/db/schema/security'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId, SessionId } from '@/server/ids'
import { isStaff } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'
import type { Asker } from './asker'
import { readPerson } from './read-person'
import { createSession, type Awaits } from './sessions'

export type SignedIn = { countyId: CountyId; personId: PersonId; sessionId: SessionId; awaits: Awaits | null }

/** @throws wrong_credentials where the account was disabled meanwhile */
export async function startSession(
  db: Db,
  countyId: CountyId,
  personId: PersonId,
  by: 'password' | 'link' | 'setup' | 'provider',
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  const person = await readPerson(db, countyId, personId, { sessionId: null, tokenId: null }, at)
  if (!person) throw new AppError('wrong_credentials')
  const security = await readCountySecurity(db, countyId)
  return db.transaction(async (tx) => {
    const [factor] = await tx
      .select({ personId: secondFactors.personId })
      .from(secondFactors)
      .where(
        and(
          eq(secondFactors.countyId, countyId),
          eq(secondFactors.personId, personId),
          isNotNull(secondFactors.confirmedAt),
        ),
      )
    const awaits = factor ? 'code' : security.requiresSecondFactor && isStaff(person) ? 'enrolment' : null
    const sessionId = await createSession(tx, countyId, personId, asker.userAgent, at, {
      fromAddress: asker.address,
      awaits,
    })
    const detail = { by, ...(awaits && { awaits }) }
    await recordEvent(
      tx,
      countyId,
      { ...person, sessionId },
      { verb: 'session.start', thingId: sessionId, from: asker.address, detail },
      at,
    )
    return { countyId, personId, sessionId, awaits }
  })
}
