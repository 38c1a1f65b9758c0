// A person's own tokens for programs that read as they do. The same rows as `hub person token` makes (DECISIONS 18); only the
// reading scope is given out here.
import { and, count, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { accessTokens, people } from '@/db/schema/people'
import { requireAccess, type PersonActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { AccessTokenId } from '@/server/ids'
import { insertAccessToken } from '@/server/people/make-access-token'
import { maxTokens, type NewToken } from './contract'

const isOwn = ({ countyId, personId }: PersonActor) =>
  and(eq(accessTokens.countyId, countyId), eq(accessTokens.personId, personId))
const requireOwner = (actor: PersonActor) =>
  requireAccess(actor, 'token.own', { kind: 'county', countyId: actor.countyId })

export type TokenView = Awaited<ReturnType<typeof listTokens>>[number]

/** In force, newest first; those of the terminal too, so that nobody's rights are lent without their seeing it. */
export async function listTokens(db: Db, actor: PersonActor, at: Date) {
  requireOwner(actor)
  return db
    .select({
      id: accessTokens.id,
      name: accessTokens.name,
      scope: accessTokens.scope,
      createdAt: accessTokens.createdAt,
      expiresAt: accessTokens.expiresAt,
    })
    .from(accessTokens)
    .where(and(isOwn(actor), isNull(accessTokens.revokedAt), gt(accessTokens.expiresAt, at)))
    .orderBy(desc(accessTokens.createdAt), desc(accessTokens.id))
    .limit(200)
}

/** @returns the token, shown once. @throws invalid_input name `tooMany` */
export async function makeOwnToken(db: Db, actor: PersonActor, input: NewToken, at: Date): Promise<string> {
  requireOwner(actor)
  const { countyId, personId } = actor
  return db.transaction(async (tx) => {
    // Under the person's row, so that two at once count each other.
    await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
      .for('update')
    const inForce = and(isOwn(actor), isNull(accessTokens.revokedAt), gt(accessTokens.expiresAt, at))
    const [there] = await tx.select({ n: count() }).from(accessTokens).where(inForce)
    if (there!.n >= maxTokens) throw new AppError('invalid_input', { name: 'tooMany' })
    const holder = { countyId, personId, seatId: null }
    const named = { name: input.name, scope: 'read' as const }
    const { token, tokenId } = await insertAccessToken(tx, holder, input.days * 86_400_000, at, named)
    await recordEvent(tx, countyId, actor, { verb: 'token.make', thingId: tokenId, detail: { days: input.days } }, at)
    return token
  })
}

/** What is open with it closes. @throws not_found for somebody else's */
export async function revokeOwnToken(db: Db, actor: PersonActor, id: AccessTokenId, at: Date): Promise<void> {
  requireOwner(actor)
  const { countyId, personId } = actor
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(accessTokens)
      .set({ revokedAt: at })
      .where(and(isOwn(actor), eq(accessTokens.id, id), isNull(accessTokens.revokedAt)))
      .returning({ id: accessTokens.id })
    if (!row) throw new AppError('not_found')
    await notify(tx, { kind: 'access', countyId, personId })
    await recordEvent(tx, countyId, actor, { verb: 'token.revoke', thingId: id }, at)
  })
}
