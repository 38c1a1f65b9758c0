// Notifications as mail: a letter of its own, or the one digest of a day. Plain text, in the county's language.
import type { Tx } from '@/db/client'
import type { Locale } from '@/server/preferences/model'
import { MeetingId, type CountyId, type PersonId } from '@/server/ids'
import { translator } from '@/server/messages'
import { composeNoticeLetter, type Known, type NoticeLetter } from '@/server/notices/letter'
import { shareOrigin } from '@/server/origin'
import type { NotificationView } from './contract'
import { valuesOf } from './model'

export type Recipient = {
  countyId: CountyId
  personId: PersonId
  name: string
  email: string
  county: { name: string; locale: Locale; timeZone: string }
}

function sentence({ county }: Recipient, told: NotificationView): string {
  const t = translator(county.locale, 'notifications', county.timeZone)
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(county.locale, options)
  const values = valuesOf(told.detail, told.thing, {
    untitled: (thing) => t(`untitled.${thing}`),
    instant: (at) =>
      write({ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: county.timeZone }).format(at),
    day: (on) => write({ dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`)),
  })
  return t(`kinds.${told.kind}`, values)
}

const noticeKinds = {
  'meeting.notice': { kind: 'notice' },
  'meeting.changed': { kind: 'change' },
  'meeting.cancelled': { kind: 'cancellation' },
} as const

/** Null where there is nothing left to say. */
export async function composeLetter(
  tx: Tx,
  to: Recipient,
  told: NotificationView & { thingId: string },
  at: Date,
  known: Known,
): Promise<NoticeLetter | null> {
  const why =
    told.kind === 'meeting.reminder'
      ? { kind: 'reminder' as const, lead: told.detail.choice ?? 'none' }
      : told.kind in noticeKinds
        ? noticeKinds[told.kind as keyof typeof noticeKinds]
        : null
  if (why) return composeNoticeLetter(tx, { ...to, meetingId: MeetingId.parse(told.thingId) }, why, at, known)
  const t = translator(to.county.locale, 'notifications', to.county.timeZone)
  const words = sentence(to, told)
  const text = [
    t('mail.greeting', { name: to.name }),
    words,
    ...(told.detail.text ? [told.detail.text] : []),
    `${t('mail.open')}\n${shareOrigin()}${told.href}`,
    t('mail.sender', { county: to.county.name }),
  ]
  return { subject: words.replace(/\s+/gu, ' '), text: `${text.join('\n\n')}\n`, ics: null }
}

export function composeDigest(to: Recipient, told: readonly NotificationView[]): NoticeLetter {
  const t = translator(to.county.locale, 'notifications', to.county.timeZone)
  const lines = told.map((each) => `· ${sentence(to, each)}\n  ${shareOrigin()}${each.href}`)
  const text = [
    t('mail.greeting', { name: to.name }),
    t('mail.digest', { count: told.length }),
    lines.join('\n'),
    t('mail.settings', { url: `${shareOrigin()}/settings/notifications` }),
    t('mail.sender', { county: to.county.name }),
  ]
  const subject = t('mail.digestSubject', { county: to.county.name, count: told.length }).replace(/\s+/gu, ' ')
  return { subject, text: `${text.join('\n\n')}\n`, ics: null }
}
