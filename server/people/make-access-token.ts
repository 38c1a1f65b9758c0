// Bearer tokens for programs (DECISIONS 18): opaque, shown once, kept as a hash, ended by time or by revoking.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { accessTokens, people } from '@/db/schema/people'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { AccessTokenId, type CountyId, type PersonId, type SeatId } from '@/server/ids'
import { hashSecret, makeSecret } from '@/server/secrets'

export type MadeToken = { token: string; tokenId: AccessTokenId; expiresAt: Date }

/** The row alone. The caller has asked access and writes the audit line. */
export async function insertAccessToken(
  tx: Tx,
  holder: { countyId: CountyId } & ({ personId: PersonId; seatId: null } | { personId: null; seatId: SeatId }),
  ttlMs: number,
  at: Date,
  { name = '', scope = 'full' }: { name?: string; scope?: 'full' | 'read' } = {},
): Promise<MadeToken> {
  const token = makeSecret()
  const tokenId = AccessTokenId.parse(crypto.randomUUID())
  const expiresAt = new Date(at.getTime() + ttlMs)
  await tx
    .insert(accessTokens)
    .values({ ...holder, id: tokenId, name, scope, secretHash: hashSecret(token), createdAt: at, expiresAt })
  return { token, tokenId, expiresAt }
}

/** Tokens that act as a person, with whatever that person may do at the time. @throws not_found, not_allowed */
export function makePersonTokens(
  db: Db,
  actor: Actor,
  input: { personId: PersonId; count: number; ttlMs: number },
  at: Date,
): Promise<MadeToken[]> {
  return db.transaction(async (tx) => {
    const mine = actor.kind === 'person' ? eq(people.countyId, actor.countyId) : undefined
    const [person] = await tx
      .select({ countyId: people.countyId })
      .from(people)
      .where(and(mine, eq(people.id, input.personId), isNull(people.disabledAt)))
    if (!person) throw new AppError('not_found')
    requireAccess(actor, 'people.manage', { kind: 'county', countyId: person.countyId })
    const holder = { countyId: person.countyId, personId: input.personId, seatId: null }
    const made: MadeToken[] = []
    for (let n = 0; n < input.count; n++) made.push(await insertAccessToken(tx, holder, input.ttlMs, at))
    const detail = { count: input.count, hours: Math.round(input.ttlMs / 36e5) }
    await recordEvent(tx, person.countyId, actor, { verb: 'person.token', thingId: input.personId, detail }, at)
    return made
  })
}
