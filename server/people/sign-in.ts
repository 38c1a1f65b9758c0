// Sign-in by user name, e-mail or phone with a password. Every try is counted per login and per address before the
// password is looked at; success and refusal both leave an audit line, neither with the password or what was typed.
import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId, SessionId } from '@/server/ids'
import { hashSecret } from '@/server/secrets'
import type { Asker } from './asker'
import type { SignInForm } from './contract'
import { verifyPassword } from './password'
import { countTry } from './rate-limit'
import { createSession } from './sessions'

const windowMs = 15 * 60_000
const triesPerLogin = 10
const triesPerAddress = 100 // a whole office behind one address signs in at nine o'clock

export type SignedIn = { countyId: CountyId; personId: PersonId; sessionId: SessionId }

/**
 * @param countyId null where the installation has one county only
 * @throws wrong_credentials (unknown, wrong password, disabled: told apart by nobody), too_many_tries
 */
export async function signIn(
  db: Db,
  form: SignInForm,
  countyId: CountyId | null,
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  const county = await findCounty(db, countyId)
  // Hashed: people type their password into the wrong field.
  await countTry(db, `sign-in:address:${asker.address}`, triesPerAddress, windowMs, at)
  await countTry(db, `sign-in:login:${county}:${hashSecret(form.login)}`, triesPerLogin, windowMs, at)
  const [person] = await db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(
      and(
        eq(people.countyId, county),
        isNull(people.disabledAt),
        or(eq(people.userName, form.login), eq(people.email, form.login), eq(people.phone, form.login)),
      ),
    )
    .orderBy(asc(people.createdAt))
    .limit(1)
  if (!(await verifyPassword(person?.passwordHash ?? null, form.password))) {
    await db.transaction((tx) =>
      recordEvent(
        tx,
        county,
        { kind: 'anonymous' },
        { verb: 'session.start', result: 'refused', thingId: person?.id ?? null, from: asker.address },
        at,
      ),
    )
    throw new AppError('wrong_credentials')
  }
  return startSession(db, county, person!.id, 'password', asker, at)
}

/** Gives a person, already proven, a session and its audit line. */
export async function startSession(
  db: Db,
  countyId: CountyId,
  personId: PersonId,
  by: 'password' | 'link' | 'setup',
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  return db.transaction(async (tx) => {
    const sessionId = await createSession(tx, countyId, personId, asker.userAgent, at)
    const actor = {
      kind: 'person',
      countyId,
      personId,
      name: '',
      sessionId,
      tokenId: null,
      adminRoles: [],
      memberships: [],
    } as const
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'session.start', thingId: sessionId, from: asker.address, detail: { by } },
      at,
    )
    return { countyId, personId, sessionId }
  })
}

async function findCounty(db: Db, countyId: CountyId | null): Promise<CountyId> {
  const rows = await db
    .select({ id: counties.id })
    .from(counties)
    .where(countyId ? eq(counties.id, countyId) : undefined)
    .limit(2)
  if (rows.length !== 1) throw new AppError('wrong_credentials')
  return rows[0]!.id
}
