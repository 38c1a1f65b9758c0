// The outbox's one worker. `for update skip locked` gives each due mail to one of any number of nodes; moving next_try_at on
// before sending is a lease, so that a node that dies over a mail delays it and loses nothing. What is sent twice (a crash
// between the server's answer and our row) has the same Message-ID.
import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { accountLinks } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import { log } from '@/server/log'
import { afterQuiet, isQuiet } from '@/server/notifications/quiet-hours'
import { stateOfLink } from '@/server/people/model'
import { unseal } from '@/server/seal'
import type { MailText } from './compose'
import { isFinal, leaseMs, nextTry } from './model'

/** An event for the calendar, as the mail programs want it (RFC 6047). */
export type Attached = { method: 'REQUEST' | 'CANCEL'; text: string }
/** Where an answer goes, and the token that shows to which letter it is. */
export type AnswersTo = { address: string; token: string }
export type Letter = MailText & { to: string; messageId: string; ics?: Attached | null; replyTo?: string }
/** Resolves when the mail server has taken it. */
export type Transport = { send(letter: Letter): Promise<void> }

const Words = z.object({
  subject: z.string(),
  text: z.string(),
  ics: z
    .object({ method: z.enum(['REQUEST', 'CANCEL']), text: z.string() })
    .nullable()
    .optional(),
  answersTo: z.object({ address: z.string(), token: z.string() }).nullable().optional(),
})
/** Tens of seconds each at worst: a batch ends well within the lease. */
const batch = 10

/** @returns how many were sent, and how many have to wait */
export async function sendDue(db: Db, transport: Transport, at: Date): Promise<{ sent: number; waiting: number }> {
  const due = await db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(mails)
      .where(and(isNotNull(mails.nextTryAt), lte(mails.nextTryAt, at)))
      .orderBy(asc(mails.nextTryAt))
      .limit(batch)
      .for('update', { skipLocked: true })
    const lease = new Date(at.getTime() + leaseMs)
    for (const row of rows)
      await tx
        .update(mails)
        .set({ nextTryAt: lease, tries: row.tries + 1 })
        .where(isMail(row))
    return rows.map((row) => ({ ...row, tries: row.tries + 1 }))
  })
  const told = { sent: 0, waiting: 0 }
  for (const mail of due) {
    const outcome = await tryToSend(db, transport, mail, at)
    await db
      .update(mails)
      .set(outcome)
      .where(and(isMail(mail), isNull(mails.sentAt)))
    if (outcome.sentAt) told.sent++
    else if (outcome.nextTryAt) told.waiting++
  }
  return told
}

/** Batch after batch, until nothing is due or `isOver`: five hundred digests are due in the same minute. */
export async function sendAllDue(
  db: Db,
  transport: Transport,
  now: () => Date,
  isOver: () => boolean = () => false,
): Promise<void> {
  while (!isOver()) {
    const { sent, waiting } = await sendDue(db, transport, now())
    if (sent + waiting === 0) return
  }
}

type MailRow = typeof mails.$inferSelect
type Outcome = Partial<Pick<MailRow, 'sentAt' | 'nextTryAt' | 'sealed' | 'problem' | 'tries'>>

const isMail = ({ countyId, id }: Pick<MailRow, 'countyId' | 'id'>) =>
  and(eq(mails.countyId, countyId), eq(mails.id, id))
const givenUp = (problem: string): Outcome => ({ nextTryAt: null, sealed: null, problem })

/** What is no news any more, or must not leave now. */
async function whyNot(db: Db, mail: MailRow, at: Date): Promise<Outcome | null> {
  if (mail.expiresAt !== null && mail.expiresAt <= at) return givenUp('too late')
  if (mail.linkId === null) {
    // A mail server that was away for hours must not make letters leave at night.
    const [county] = await db
      .select({ from: counties.quietFrom, until: counties.quietUntil, timeZone: counties.timeZone })
      .from(counties)
      .where(eq(counties.id, mail.countyId))
    return county && isQuiet(county, at) ? { nextTryAt: afterQuiet(county, at), tries: mail.tries - 1 } : null
  }
  const [link] = await db
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.countyId, mail.countyId), eq(accountLinks.id, mail.linkId)))
  const state = link ? stateOfLink(link, at) : 'revoked'
  return state === 'open' ? null : givenUp(`link ${state}`)
}

async function tryToSend(db: Db, transport: Transport, mail: MailRow, at: Date): Promise<Outcome> {
  const over = await whyNot(db, mail, at)
  if (over) return over
  try {
    if (!mail.sealed) return givenUp('empty')
    const { answersTo, ...words } = Words.parse(JSON.parse(unseal('mail', `${mail.countyId}/${mail.id}`, mail.sealed)))
    // Some programs answer to the sender whatever the invitation says: the reference to this letter then has the token.
    const messageId = answersTo ? `${mail.id}.${answersTo.token}` : mail.id
    await transport.send({ ...words, to: mail.toAddress, messageId, ...(answersTo && { replyTo: answersTo.address }) })
    return { sentAt: at, nextTryAt: null, sealed: null, problem: null }
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string }
    // Never the server's own text: it repeats addresses.
    const problem = String(responseCode ?? code ?? 'error').slice(0, 40)
    log.warn({ mail: mail.id, problem, tries: mail.tries }, 'a mail was not taken')
    return isFinal(responseCode) ? givenUp(problem) : { nextTryAt: nextTry(mail.tries, at), problem }
  }
}
