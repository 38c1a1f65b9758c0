// Somebody comes back from the provider. The row is taken out before anything else is looked at: of two returns with the same
// state one goes on. Whom the identity belongs to is decided under unique keys, so of two at once one binds and one is told.
import { and, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { people } from '@/db/schema/people'
import { identityRequests, personIdentities } from '@/db/schema/security'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import type { Asker } from '@/server/people/asker'
import { startSession, type SignedIn } from '@/server/people/start-session'
import { unseal } from '@/server/seal'
import { hashSecret } from '@/server/secrets'
import { addressOf, type Identity } from './model'
import { redeem, type Checks } from './provider'

const ChecksOfCookie = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

export type Finished = { back: string; did: 'signed-in'; signedIn: SignedIn } | { back: string; did: 'bound' }

/**
 * @param returned the address the browser came back to; its `state` is compared with the cookie's
 * @param current who is signed in at this browser: only the same session may bind what it asked to bind
 * @throws provider_expired (no such way, taken already, too late, another browser), provider_refused, provider_unavailable,
 * identity_invalid, identity_unverified, identity_unknown, identity_taken, wrong_credentials (the account is disabled)
 */
export async function finish(
  db: Db,
  returned: URL,
  cookie: string | undefined,
  current: PersonActor | null,
  asker: Asker,
  at: Date,
): Promise<Finished> {
  const checks = readChecks(cookie)
  if (!checks || returned.searchParams.get('state') !== checks.state) throw new AppError('provider_expired')
  const [request] = await db
    .delete(identityRequests)
    .where(and(eq(identityRequests.stateHash, hashSecret(checks.state)), gt(identityRequests.expiresAt, at)))
    .returning()
  if (!request) throw new AppError('provider_expired')
  const { countyId, personId, sessionId, back } = request
  if (personId === null) {
    const signedIn = await signInWith(db, countyId, () => redeem(returned, checks, at), asker, at)
    return { back, did: 'signed-in', signedIn }
  }
  if (!current || current.countyId !== countyId || current.sessionId !== sessionId)
    throw new AppError('provider_expired')
  const identity = await redeem(returned, checks, at)
  await bind(db, current, identity, asker, at)
  return { back, did: 'bound' }
}

function readChecks(cookie: string | undefined): Checks | null {
  try {
    const text = unseal('oidc', 'cookie', Buffer.from(cookie ?? '', 'base64url'))
    return ChecksOfCookie.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function signInWith(
  db: Db,
  countyId: CountyId,
  read: () => Promise<Identity>,
  asker: Asker,
  at: Date,
): Promise<SignedIn> {
  try {
    const identity = await read()
    const personId = await db.transaction(async (tx) => {
      const known = await usedBy(tx, countyId, identity, at)
      return known ?? bindByAddress(tx, countyId, identity, asker, at)
    })
    return await startSession(db, countyId, personId, 'provider', asker, at)
  } catch (error) {
    await db.transaction((tx) =>
      recordEvent(
        tx,
        countyId,
        { kind: 'anonymous' },
        { verb: 'session.start', result: 'refused', from: asker.address, detail: { by: 'provider' } },
        at,
      ),
    )
    throw error
  }
}

/** Whose it is in this county. In another county the same identity may be another account's: nothing crosses. */
async function usedBy(tx: Tx, countyId: CountyId, { issuer, subject }: Identity, at: Date): Promise<PersonId | null> {
  const [row] = await tx
    .update(personIdentities)
    .set({ lastUsedAt: at })
    .where(
      and(
        eq(personIdentities.countyId, countyId),
        eq(personIdentities.issuer, issuer),
        eq(personIdentities.subject, subject),
      ),
    )
    .returning({ personId: personIdentities.personId })
  return row?.personId ?? null
}

/** At the first sign-in. Never makes a person: who is in the county is the security administrator's to say. */
async function bindByAddress(
  tx: Tx,
  countyId: CountyId,
  identity: Identity,
  asker: Asker,
  at: Date,
): Promise<PersonId> {
  const address = addressOf(identity)
  if ('refused' in address)
    throw new AppError(address.refused === 'unverified' ? 'identity_unverified' : 'identity_unknown')
  // One person at most: the address is unique in the county.
  const [person] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.email, address.email), isNull(people.disabledAt)))
  if (!person) throw new AppError('identity_unknown')
  const isOurs = await insert(tx, countyId, person.id, identity, 'email', at)
  // Bound already to another subject: the provider has given the address to somebody else, or it is not theirs.
  if (!isOurs) throw new AppError('identity_taken')
  const detail = { by: 'email' }
  const who = { kind: 'anonymous' } as const
  await recordEvent(tx, countyId, who, { verb: 'identity.bind', thingId: person.id, from: asker.address, detail }, at)
  return person.id
}

async function bind(db: Db, actor: PersonActor, identity: Identity, asker: Asker, at: Date): Promise<void> {
  const { countyId, personId } = actor
  await db.transaction(async (tx) => {
    if (!(await insert(tx, countyId, personId, identity, 'person', at))) throw new AppError('identity_taken')
    const detail = { by: 'person' }
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'identity.bind', thingId: personId, from: asker.address, detail },
      at,
    )
  })
}

/** @returns false where it is somebody else's, or the person has another one there; true also where it is theirs already */
async function insert(
  tx: Tx,
  countyId: CountyId,
  personId: PersonId,
  { issuer, subject }: Identity,
  boundBy: 'person' | 'email',
  at: Date,
): Promise<boolean> {
  const lastUsedAt = boundBy === 'email' ? at : null
  await tx
    .insert(personIdentities)
    .values({ countyId, issuer, subject, personId, boundBy, boundAt: at, lastUsedAt })
    .onConflictDoNothing()
  const [row] = await tx
    .select({ personId: personIdentities.personId })
    .from(personIdentities)
    .where(
      and(
        eq(personIdentities.countyId, countyId),
        eq(personIdentities.issuer, issuer),
        eq(personIdentities.subject, subject),
      ),
    )
  return row?.personId === personId
}
