// Who was invited and what became of it, and who still has to be, for whoever invites.
import { and, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { accountLinks, people } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import { requireAccess, type PersonActor } from '@/server/access'
import type { PersonId } from '@/server/ids'
import { stateOfMail, type MailState } from '@/server/mail/model'
import { stateOfLink, type LinkState } from './model'

export type Invitation = {
  personId: PersonId
  name: string
  email: string | null
  /** Null: has no account and was never invited. */
  link: { state: LinkState; madeAt: Date; expiresAt: Date; usedAt: Date | null } | null
  /** Null: not sent by mail. */
  mail: { state: MailState; tries: number; problem: string | null } | null
}

const atMost = 1000

/** The newest invitation of each person, who still waits for one first, then newest first. */
export async function listInvitations(db: Db, actor: PersonActor, at: Date): Promise<Invitation[]> {
  const { countyId } = actor
  requireAccess(actor, 'people.invite', { kind: 'county', countyId })
  const newest = db
    .selectDistinctOn([accountLinks.personId])
    .from(accountLinks)
    .where(and(eq(accountLinks.countyId, countyId), eq(accountLinks.purpose, 'invitation')))
    .orderBy(accountLinks.personId, desc(accountLinks.createdAt), desc(accountLinks.id))
    .as('newest')
  const rows = await db
    .select({
      personId: people.id,
      name: people.name,
      email: people.email,
      linkId: newest.id,
      usedAt: newest.usedAt,
      revokedAt: newest.revokedAt,
      expiresAt: newest.expiresAt,
      madeAt: newest.createdAt,
      // Its id first: by the first column drizzle tells whether the row is there at all.
      mail: {
        id: mails.id,
        sentAt: mails.sentAt,
        nextTryAt: mails.nextTryAt,
        tries: mails.tries,
        problem: mails.problem,
      },
    })
    .from(people)
    .leftJoin(newest, and(eq(newest.countyId, people.countyId), eq(newest.personId, people.id)))
    .leftJoin(mails, and(eq(mails.countyId, people.countyId), eq(mails.linkId, newest.id)))
    .where(
      and(
        eq(people.countyId, countyId),
        isNull(people.disabledAt),
        or(isNotNull(newest.id), isNull(people.passwordHash)),
      ),
    )
    .orderBy(sql`${newest.createdAt} desc nulls first`, people.name)
    .limit(atMost)
  return rows.map(({ personId, name, email, linkId, usedAt, revokedAt, expiresAt, madeAt, mail }) => ({
    personId,
    name,
    email,
    link:
      linkId && expiresAt && madeAt
        ? { state: stateOfLink({ usedAt, revokedAt, expiresAt }, at), madeAt, expiresAt, usedAt }
        : null,
    mail: mail && { state: stateOfMail(mail), tries: mail.tries, problem: mail.problem },
  }))
}
