// The words of a mail, in the county's language. Plain text: it opens everywhere, and no scanner rewrites its link.
import { eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import type { AccountLinkPurpose } from '@/server/people/contract'

export type MailText = { subject: string; text: string }

export async function composeLinkMail(
  db: Db | Tx,
  countyId: CountyId,
  { purpose, name, url, expiresAt }: { purpose: AccountLinkPurpose; name: string; url: string; expiresAt: Date },
): Promise<MailText> {
  const [county] = await db.select().from(counties).where(eq(counties.id, countyId))
  if (!county) throw new AppError('not_found')
  const t = translator(county.locale, 'mail', county.timeZone)
  const until = new Intl.DateTimeFormat(county.locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: county.timeZone,
  }).format(expiresAt)
  const values = { name, county: county.name, until }
  const lines = [
    t('greeting', values),
    t(`${purpose}.text`, values),
    url,
    t('until', values),
    t(`${purpose}.not`, values),
  ]
  return {
    // A name may hold anything that is printable; a subject is one line.
    subject: t(`${purpose}.subject`, values).replace(/\s+/gu, ' '),
    text: `${[...lines, t('sender', values)].join('\n\n')}\n`,
  }
}
