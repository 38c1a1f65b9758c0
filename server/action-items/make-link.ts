// A personal link: one person reports on one item with it, from any device, without signing in, until it expires, is taken
// back, or the person has nothing to report there any more. GET shows and never consumes.
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { itemLinks } from '@/db/schema/follow-up'
import { can, requireAccess, type Actor, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { ItemLinkId, type ActionItemId, type CountyId, type PersonId } from '@/server/ids'
import { readPerson } from '@/server/people/read-person'
import { hashSecret, makeSecret } from '@/server/secrets'
import { holdItem, type HeldItem } from './hold-item'

const lifeDays = 30
/** Of one item and person at a time: a new one does not end the one in yesterday's letter. */
const mostOpen = 5

/**
 * The secret is told once; its hash stays.
 * @throws not_allowed, invalid_input personId `left`: somebody who has nothing to report there now
 */
export async function makeItemLink(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  personId: PersonId,
  at: Date,
): Promise<{ path: string; expiresAt: Date }> {
  const secret = makeSecret()
  const expiresAt = new Date(at.getTime() + lifeDays * 86_400_000)
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    requireAccess(actor, 'action-item.link', held.thing)
    await requireReporter(tx, held, personId, at)
    const mine = and(
      eq(itemLinks.countyId, countyId),
      eq(itemLinks.actionItemId, id),
      eq(itemLinks.personId, personId),
      isNull(itemLinks.revokedAt),
      gt(itemLinks.expiresAt, at),
    )
    const open = await tx.select({ id: itemLinks.id }).from(itemLinks).where(mine).orderBy(itemLinks.createdAt)
    for (const old of open.slice(0, Math.max(0, open.length - mostOpen + 1)))
      await tx
        .update(itemLinks)
        .set({ revokedAt: at })
        .where(and(eq(itemLinks.countyId, countyId), eq(itemLinks.id, old.id)))
    await tx.insert(itemLinks).values({
      countyId,
      id: ItemLinkId.parse(crypto.randomUUID()),
      actionItemId: id,
      personId,
      secretHash: hashSecret(secret),
      madeById: actor.kind === 'person' ? actor.personId : null,
      createdAt: at,
      expiresAt,
    })
    await recordEvent(tx, countyId, actor, { verb: 'item-link.make', thingId: id, detail: { personId } }, at)
  })
  return { path: `/r/${secret}`, expiresAt }
}

/** All of one person's links to this item end at once. */
export async function revokeItemLinks(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  id: ActionItemId,
  personId: PersonId,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdItem(tx, actor, countyId, id)
    requireAccess(actor, 'action-item.link', held.thing)
    const ended = await tx
      .update(itemLinks)
      .set({ revokedAt: at })
      .where(
        and(
          eq(itemLinks.countyId, countyId),
          eq(itemLinks.actionItemId, id),
          eq(itemLinks.personId, personId),
          isNull(itemLinks.revokedAt),
        ),
      )
      .returning({ id: itemLinks.id })
    if (ended.length === 0) return
    await recordEvent(tx, countyId, actor, { verb: 'item-link.revoke', thingId: id, detail: { personId } }, at)
  })
}

/** A link opens nothing restricted (as a program's token, DECISIONS 18): it travels through letters and chat programs. */
async function requireReporter(tx: Tx, { item, thing }: HeldItem, personId: PersonId, at: Date): Promise<void> {
  const person = await readPerson(tx as unknown as Db, item.countyId, personId, { sessionId: null, tokenId: null }, at)
  if (!person || thing.readers !== null || !can(person, 'action-item.report', thing))
    throw new AppError('invalid_input', { personId: 'left' })
}

export type OpenedLink = { person: PersonActor; actionItemId: ActionItemId; expiresAt: Date }

/** @throws link_unknown, link_revoked (also when the person has left), link_expired */
export async function openItemLink(db: Db, secret: string, at: Date): Promise<OpenedLink> {
  if (!/^[\w-]{32}$/.test(secret)) throw new AppError('link_unknown')
  const [link] = await db
    .select()
    .from(itemLinks)
    .where(eq(itemLinks.secretHash, hashSecret(secret)))
  if (!link) throw new AppError('link_unknown')
  if (link.revokedAt) throw new AppError('link_revoked')
  if (link.expiresAt <= at) throw new AppError('link_expired')
  const person = await readPerson(db, link.countyId, link.personId, { sessionId: null, tokenId: null }, at)
  if (!person) throw new AppError('link_revoked')
  return { person, actionItemId: link.actionItemId, expiresAt: link.expiresAt }
}
