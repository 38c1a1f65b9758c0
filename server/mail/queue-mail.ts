import type { Tx } from '@/db/client'
import { mails } from '@/db/schema/security'
import type { CountyId, PersonId } from '@/server/ids'
import type { AccountLinkPurpose } from '@/server/people/contract'
import { seal } from '@/server/seal'
import type { MailText } from './compose'
import type { AnswersTo, Attached } from './send-due'

/** Writes a mail into the outbox, in the transaction of the link it carries: neither is without the other. */
export async function queueMail(
  tx: Tx,
  mail: { countyId: CountyId; personId: PersonId; linkId: string; kind: AccountLinkPurpose; toAddress: string },
  words: MailText,
  at: Date,
): Promise<void> {
  const id = crypto.randomUUID()
  const sealed = seal('mail', `${mail.countyId}/${id}`, JSON.stringify(words))
  await tx.insert(mails).values({ ...mail, id, sealed, createdAt: at, nextTryAt: at })
}

/**
 * A letter about no link of an account. Once for each key, whoever queues it.
 * @returns false where it was queued before
 */
export async function queueLetter(
  tx: Tx,
  to: {
    countyId: CountyId
    personId: PersonId
    email: string
    kind: 'letter' | 'digest'
    key: string
    expiresAt: Date
  },
  { subject, text, ics, answersTo = null }: MailText & { ics: Attached | null; answersTo?: AnswersTo | null },
  at: Date,
): Promise<boolean> {
  const { countyId, personId, email: toAddress, kind, key, expiresAt } = to
  const id = crypto.randomUUID()
  const sealed = seal('mail', `${countyId}/${id}`, JSON.stringify({ subject, text, ics, answersTo }))
  const made = await tx
    .insert(mails)
    .values({ countyId, id, personId, kind, key, toAddress, sealed, createdAt: at, nextTryAt: at, expiresAt })
    .onConflictDoNothing({ target: [mails.countyId, mails.key] })
    .returning({ id: mails.id })
  return made.length > 0
}
