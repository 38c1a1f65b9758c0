import type { Tx } from '@/db/client'
import { mails } from '@/db/schema/security'
import type { CountyId, PersonId } from '@/server/ids'
import type { AccountLinkPurpose } from '@/server/people/contract'
import { seal } from '@/server/seal'
import type { MailText } from './compose'

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
