// Links used once: an invitation, a sign-in, a new password. The secret is told once and only its hash is kept.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { accountLinks, people } from '@/db/schema/people'
import { requireAccess, type Actor, type Verb } from '@/server/access'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, PersonId } from '@/server/ids'
import { composeLinkMail, type MailText } from '@/server/mail/compose'
import { queueMail } from '@/server/mail/queue-mail'
import { shareOrigin } from '@/server/origin'
import { hashSecret, makeSecret } from '@/server/secrets'
import type { AccountLinkPurpose } from './contract'

const lifeMs: Record<AccountLinkPurpose, number> = {
  invitation: 14 * 24 * 3600_000,
  'sign-in': 7 * 24 * 3600_000,
  reset: 24 * 3600_000,
}
/** Of a link somebody asked for themselves, at the sign-in page. */
export const askedLifeMs = 15 * 60_000

const verbs: Record<AccountLinkPurpose, Verb> = {
  invitation: 'people.invite',
  'sign-in': 'people.manage',
  reset: 'people.manage',
}

export type AccountLink = { id: string; secret: string; path: string; expiresAt: Date; mail: LinkMail | null }
/** `isQueued` false: no mail server is set, and this is what would have been sent. */
export type LinkMail = MailText & { to: string; isQueued: boolean }

type Options = {
  /** Into the outbox, where the person has an address and the house a mail server. */
  byMail?: boolean
  /** Asked for by the person: short, and what was made before stays, or anybody could end another's links. */
  isAsked?: boolean
}

/** Earlier unused links of the same purpose end: the newest sheet of paper is the one that counts. */
export async function makeAccountLink(
  db: Db | Tx,
  actor: Actor,
  countyId: CountyId,
  personId: PersonId,
  purpose: AccountLinkPurpose,
  at: Date,
  { byMail = false, isAsked = false }: Options = {},
): Promise<AccountLink> {
  requireAccess(actor, verbs[purpose], { kind: 'county', countyId })
  const secret = makeSecret()
  const id = crypto.randomUUID()
  const path = `/invite/${secret}`
  const expiresAt = new Date(at.getTime() + (isAsked ? askedLifeMs : lifeMs[purpose]))
  const mail = await db.transaction(async (tx) => {
    const [person] = await tx
      .select({ name: people.name, email: people.email })
      .from(people)
      .where(and(eq(people.countyId, countyId), eq(people.id, personId), isNull(people.disabledAt)))
      .for('update')
    if (!person) throw new AppError('not_found')
    if (!isAsked) await revokeOpen(tx, countyId, personId, purpose, at)
    await tx
      .insert(accountLinks)
      .values({ countyId, id, personId, purpose, secretHash: hashSecret(secret), createdAt: at, expiresAt })
    let mail: LinkMail | null = null
    if (byMail && person.email) {
      const url = `${shareOrigin()}${path}`
      const words = await composeLinkMail(tx, countyId, { purpose, name: person.name, url, expiresAt })
      mail = { ...words, to: person.email, isQueued: runtime().mail }
      if (mail.isQueued)
        await queueMail(tx, { countyId, personId, linkId: id, kind: purpose, toAddress: mail.to }, words, at)
    }
    const detail = { purpose, ...(mail?.isQueued && { by: 'mail' }) }
    await recordEvent(tx, countyId, actor, { verb: 'account-link.make', thingId: personId, detail }, at)
    return mail
  })
  return { id, secret, path, expiresAt, mail }
}

/** @returns how many ended */
async function revokeOpen(tx: Tx, countyId: CountyId, personId: PersonId, purpose: AccountLinkPurpose, at: Date) {
  const ended = await tx
    .update(accountLinks)
    .set({ revokedAt: at })
    .where(
      and(
        eq(accountLinks.countyId, countyId),
        eq(accountLinks.personId, personId),
        eq(accountLinks.purpose, purpose),
        isNull(accountLinks.usedAt),
        isNull(accountLinks.revokedAt),
      ),
    )
    .returning({ id: accountLinks.id })
  return ended.length
}

/** Takes a person's invitation back. @throws not_found where none is open */
export async function revokeInvitation(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  personId: PersonId,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'people.invite', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    if ((await revokeOpen(tx, countyId, personId, 'invitation', at)) === 0) throw new AppError('not_found')
    const detail = { purpose: 'invitation' }
    await recordEvent(tx, countyId, actor, { verb: 'account-link.revoke', thingId: personId, detail }, at)
  })
}
