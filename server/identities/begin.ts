// Somebody sets off to the provider. What they must bring back is in a sealed cookie of this browser; that they set off, for
// what and once, is a row: a stolen address without the cookie opens nothing, and the same return twice finds no row.
import type { Db } from '@/db/client'
import { identityRequests } from '@/db/schema/security'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import type { Asker } from '@/server/people/asker'
import { checkOwnPassword } from '@/server/people/change-password'
import { countTry } from '@/server/people/rate-limit'
import { readAccount } from '@/server/people/read'
import { seal } from '@/server/seal'
import { hashSecret } from '@/server/secrets'
import { authorizationUrl, makeChecks } from './provider'

/** Also of the cookie. */
export const requestS = 10 * 60
const windowMs = 15 * 60_000
/** A whole office behind one address. */
const perAddress = 200

export type SetOff = {
  /** The provider's page. */
  url: string
  /** The cookie's value. */
  cookie: string
}
type Way = { redirectUri: string; asker: Asker }

/** @throws too_many_tries, provider_unavailable, unavailable where no provider is configured */
export async function beginSignIn(db: Db, countyId: CountyId, back: string, way: Way, at: Date): Promise<SetOff> {
  await countTry(db, `provider:address:${way.asker.address}`, perAddress, windowMs, at)
  return setOff(db, { countyId, personId: null, sessionId: null, back }, way, at)
}

/**
 * In person, and with the password where there is one: who only found this browser open must not get a way in for good.
 * @throws invalid_input (currentPassword), too_many_tries, provider_unavailable
 */
export async function beginBinding(
  db: Db,
  actor: PersonActor,
  currentPassword: string,
  way: Way,
  at: Date,
): Promise<SetOff> {
  const { countyId, personId, sessionId } = actor
  requireAccess(actor, 'identity.bind', { kind: 'county', countyId })
  if (sessionId === null) throw new AppError('not_allowed')
  await countTry(db, `provider:address:${way.asker.address}`, perAddress, windowMs, at)
  if ((await readAccount(db, actor)).hasPassword) await checkOwnPassword(db, actor, currentPassword, at)
  return setOff(db, { countyId, personId, sessionId, back: '/settings' }, way, at)
}

type Request = Pick<typeof identityRequests.$inferInsert, 'countyId' | 'personId' | 'sessionId' | 'back'>

async function setOff(db: Db, request: Request, { redirectUri }: Way, at: Date): Promise<SetOff> {
  const checks = makeChecks()
  const url = await authorizationUrl(checks, redirectUri, request.personId !== null, at)
  const stateHash = hashSecret(checks.state)
  const expiresAt = new Date(at.getTime() + requestS * 1000)
  await db.insert(identityRequests).values({ ...request, stateHash, expiresAt })
  const cookie = Buffer.from(seal('oidc', 'cookie', JSON.stringify(checks))).toString('base64url')
  return { url, cookie }
}
