// Reading a link consumes nothing (previews and scanners follow links); using it does, once: `select … for update` of the
// link's row makes all others wait, and they then read it as used. So many taps at once make one password and one session.
import { and, eq, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { accountLinks, people } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import { parseInput } from '@/server/forms/read-form'
import { hashSecret } from '@/server/secrets'
import type { Asker } from './asker'
import { LinkSecret, TakeUpForm, type AccountLinkPurpose } from './contract'
import { countTry, forgetTries } from './rate-limit'
import { hashNewPassword, setPasswordHash } from './require-good-password'
import { endSessionsOf } from './sessions'
import { lockKey } from './sign-in'
import { startSession, type SignedIn } from './start-session'

export type AccountLinkView = {
  countyId: CountyId
  personId: PersonId
  purpose: AccountLinkPurpose
  personName: string
  countyName: string
  /** Null where the person may still choose one. */
  userName: string | null
  hasLogin: boolean
}

/** @throws link_unknown, link_cut (it lost characters on the way), link_used, link_revoked, link_expired */
export async function readAccountLink(db: Db, secret: string, at: Date): Promise<AccountLinkView> {
  return checked(await find(db, secret, false), at)
}

/**
 * Takes the link up: an invitation or a new password sets the password, a sign-in link needs none. Then signs in.
 * @throws what readAccountLink throws, invalid_input (fields password, passwordAgain, userName), too_many_tries
 */
export async function useAccountLink(
  db: Db,
  secret: string,
  form: Record<string, unknown>,
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  await countTry(db, `account-link:address:${asker.address}`, 100, 15 * 60_000, at)
  const link = await readAccountLink(db, secret, at)
  // Hashing takes a tenth of a second: not under the row's lock.
  const set = link.purpose === 'sign-in' ? null : parseInput(TakeUpForm, form)
  if (set && !link.hasLogin && set.userName === null) throw new AppError('invalid_input', { userName: 'required' })
  const passwordHash = set ? await hashNewPassword(db, link.countyId, link.personId, set.password) : null
  await db.transaction(async (tx) => {
    const { countyId, personId } = checked(await find(tx, secret, true), at)
    await tx
      .update(accountLinks)
      .set({ usedAt: at })
      .where(and(eq(accountLinks.countyId, countyId), eq(accountLinks.secretHash, hashSecret(secret))))
    if (passwordHash) {
      const userName = link.userName === null ? (set?.userName ?? null) : null
      if (userName && (await isLoginTaken(tx, countyId, userName, personId))) {
        throw new AppError('invalid_input', { userName: 'taken' })
      }
      const me = and(eq(people.countyId, countyId), eq(people.id, personId))
      if (userName) await tx.update(people).set({ userName }).where(me)
      await setPasswordHash(tx, countyId, personId, passwordHash, at)
      await forgetTries(tx, lockKey(countyId, { personId }))
      // Whoever had the old password is out.
      await endSessionsOf(tx, countyId, personId, at)
    }
    await recordEvent(
      tx,
      countyId,
      { kind: 'anonymous' },
      { verb: 'account-link.use', thingId: personId, from: asker.address, detail: { purpose: link.purpose } },
      at,
    )
  })
  return startSession(db, link.countyId, link.personId, 'link', asker, at)
}

/** Whether a login is somebody else's already, in any of the three places a login can stand. */
export async function isLoginTaken(
  db: Db | Tx,
  countyId: CountyId,
  login: string,
  except: PersonId | null,
): Promise<boolean> {
  const [row] = await db
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        eq(people.countyId, countyId),
        or(eq(people.userName, login), eq(people.email, login), eq(people.phone, login)),
        except ? ne(people.id, except) : undefined,
      ),
    )
    .limit(1)
  return row !== undefined
}

async function find(db: Db | Tx, secret: string, lock: boolean) {
  if (/^[A-Za-z0-9_-]{1,31}$/.test(secret)) throw new AppError('link_cut')
  if (!LinkSecret.safeParse(secret).success) return undefined
  const query = db
    .select({
      countyId: accountLinks.countyId,
      personId: accountLinks.personId,
      purpose: accountLinks.purpose,
      usedAt: accountLinks.usedAt,
      revokedAt: accountLinks.revokedAt,
      expiresAt: accountLinks.expiresAt,
      personName: people.name,
      userName: people.userName,
      email: people.email,
      phone: people.phone,
      disabledAt: people.disabledAt,
      countyName: counties.name,
    })
    .from(accountLinks)
    .innerJoin(people, and(eq(people.countyId, accountLinks.countyId), eq(people.id, accountLinks.personId)))
    .innerJoin(counties, eq(counties.id, accountLinks.countyId))
    .where(eq(accountLinks.secretHash, hashSecret(secret)))
  const [row] = await (lock ? query.for('update', { of: accountLinks }) : query)
  return row
}

function checked(row: Awaited<ReturnType<typeof find>>, at: Date): AccountLinkView {
  if (!row) throw new AppError('link_unknown')
  if (row.usedAt) throw new AppError('link_used')
  if (row.revokedAt || row.disabledAt) throw new AppError('link_revoked')
  if (row.expiresAt <= at) throw new AppError('link_expired')
  const { countyId, personId, purpose, personName, countyName, userName, email, phone } = row
  const hasLogin = userName !== null || email !== null || phone !== null
  return { countyId, personId, purpose, personName, countyName, userName, hasLogin }
}
