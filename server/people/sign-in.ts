// Sign-in by user name, e-mail or phone with a password. Every try is counted before the password is looked at; success and
// refusal both leave an audit line, neither with the password or what was typed.
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { people, sessions } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import { hashSecret } from '@/server/secrets'
import { lockAfter, lockMs } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'
import type { Asker } from './asker'
import type { SignInForm } from './contract'
import { makeAccountLink } from './make-account-link'
import { verifyPassword } from './password'
import { countTowardsLock, countTry, forgetTries } from './rate-limit'
import { isPasswordOverdue } from './require-good-password'
import { startSession, type SignedIn } from './start-session'

const windowMs = 15 * 60_000
/** A whole office behind one address signs in at nine o'clock. */
const triesPerAddress = 100
const triesPerLoginAndAddress = 10
/** From all addresses together, where somebody has many. Whoever was signed in from theirs before is not counted here. */
const triesPerLogin = 100
const knownForMs = 90 * 86_400_000

/** Under mlps: what locks a person, or a name that nobody has: a lock tells the two apart for nobody. */
export const lockKey = (countyId: CountyId, who: { personId: PersonId } | { login: string }) =>
  `sign-in:lock:${countyId}:${'personId' in who ? who.personId : hashSecret(who.login)}`

/**
 * @param countyId null where the installation has one county only
 * @throws wrong_credentials (unknown, wrong password, disabled: told apart by nobody), too_many_tries; password_overdue
 * with the secret of a link that sets a new one, for the redirect alone
 */
export async function signIn(
  db: Db,
  form: SignInForm,
  countyId: CountyId | null,
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  const county = await findCounty(db, countyId)
  const person = await findPerson(db, county, form.login)
  const lock = await countTries(db, county, person?.id ?? null, form.login, asker, at)
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
  if (lock) await forgetTries(db, lock)
  if (await isPasswordOverdue(db, county, person!.id, at)) {
    // The right password, and too old: it opens nothing but the way to a new one.
    const options = { isAsked: true }
    const { secret } = await makeAccountLink(db, { kind: 'system' }, county, person!.id, 'reset', at, options)
    throw new AppError('password_overdue', { link: secret })
  }
  return startSession(db, county, person!.id, 'password', asker, at)
}

async function findPerson(db: Db, county: CountyId, login: string) {
  const [person] = await db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(
      and(
        eq(people.countyId, county),
        isNull(people.disabledAt),
        or(eq(people.userName, login), eq(people.email, login), eq(people.phone, login)),
      ),
    )
    .orderBy(asc(people.createdAt))
    .limit(1)
  return person
}

/**
 * One address can neither guess long nor shut a person out elsewhere: what it is refused is not counted further down.
 * @returns the key to forget on success, where the county locks accounts (mlps)
 */
async function countTries(
  db: Db,
  county: CountyId,
  personId: PersonId | null,
  login: string,
  asker: Asker,
  at: Date,
): Promise<string | null> {
  // Hashed: people type their password into the wrong field.
  const name = `${county}:${hashSecret(login)}`
  await countTry(db, `sign-in:address:${asker.address}`, triesPerAddress, windowMs, at)
  await countTry(db, `sign-in:login:${name}:${asker.address}`, triesPerLoginAndAddress, windowMs, at)
  const isKnown = personId !== null && (await wasHere(db, county, personId, asker.address, at))
  if (!isKnown) await countTry(db, `sign-in:login:${name}`, triesPerLogin, windowMs, at)
  const { passwordProfile } = await readCountySecurity(db, county)
  if (passwordProfile !== 'mlps') return null
  const key = lockKey(county, personId ? { personId } : { login })
  await countTowardsLock(db, key, lockAfter, lockMs, at)
  return key
}

async function wasHere(db: Db, county: CountyId, personId: PersonId, address: string, at: Date): Promise<boolean> {
  const [row] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.countyId, county),
        eq(sessions.personId, personId),
        eq(sessions.fromAddress, address),
        isNull(sessions.awaits),
        gt(sessions.createdAt, new Date(at.getTime() - knownForMs)),
      ),
    )
    .limit(1)
  return row !== undefined
}

export async function findCounty(db: Db, countyId: CountyId | null): Promise<CountyId> {
  const rows = await db
    .select({ id: counties.id })
    .from(counties)
    .where(countyId ? eq(counties.id, countyId) : undefined)
    .limit(2)
  if (rows.length !== 1) throw new AppError('wrong_credentials')
  return rows[0]!.id
}
