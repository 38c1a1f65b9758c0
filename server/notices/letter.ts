// The words of a notice, in the county's language: for a letter, for WeChat, for paper. Plain text.
import type { Db, Tx } from '@/db/client'
import { runtime } from '@/server/env'
import type { CountyId, MeetingId, PersonId } from '@/server/ids'
import type { AnswersTo } from '@/server/mail/send-due'
import { translator } from '@/server/messages'
import { shareOrigin } from '@/server/origin'
import { drawInvitation, type Address } from './ics'
import { waysFor } from './links'
import { organizerOf, readSitting, readVersions, type NoticeVersion, type Sitting } from './read-sitting'

export type NoticeWords = { subject: string; text: string }
export type NoticeLetter = NoticeWords & {
  ics: { method: 'REQUEST' | 'CANCEL'; text: string } | null
  answersTo?: AnswersTo | null
}

type Why = { kind: 'notice' | 'change' | 'cancellation' } | { kind: 'reminder'; lead: string }

/** @param link where to answer; null: nobody is asked (a cancellation, a preview for all) */
export function noticeWords(
  sitting: Sitting,
  version: Pick<NoticeVersion, 'greeting' | 'reason' | 'agenda'>,
  why: Why,
  { name, link }: { name: string | null; link: string | null },
): NoticeWords {
  const { locale, timeZone } = sitting.county
  const t = translator(locale, 'notices', timeZone)
  const when = sittingTime(sitting)
  const facts = [
    t('letter.title', { title: sitting.title }),
    t('letter.when', { when }),
    ...(sitting.place ? [t('letter.place', { place: sitting.place })] : []),
  ]
  const isOff = why.kind === 'cancellation'
  const items = version.agenda.map(({ position, title, minutes, presenter }) =>
    t('letter.item', { position, title, minutes, presenter: presenter ?? 'none' }),
  )
  const lead =
    why.kind === 'reminder'
      ? t('letter.reminder', { lead: why.lead })
      : t(`letter.${why.kind}`, { body: sitting.bodyName })
  const parts = [
    ...(name === null ? [] : [t('letter.greeting', { name })]),
    ...(version.greeting && why.kind !== 'reminder' ? [version.greeting] : []),
    lead,
    ...(version.reason && why.kind !== 'reminder' ? [t('letter.reason', { reason: version.reason })] : []),
    facts.join('\n'),
    ...(isOff || items.length === 0 ? [] : [[t('letter.agenda'), ...items].join('\n')]),
    ...(link === null || isOff ? [] : [`${t('letter.answer')}\n${link}`]),
    t('letter.sender', { county: sitting.county.name, body: sitting.bodyName }),
  ]
  const subject = t(`letter.subject.${why.kind}`, { title: sitting.title, when }).replace(/\s+/gu, ' ')
  return { subject, text: `${parts.join('\n\n')}\n` }
}

/** Day, weekday, from and until, as the county writes them. */
export function sittingTime({ startsAt, endsAt, county }: Pick<Sitting, 'startsAt' | 'endsAt' | 'county'>): string {
  const { locale, timeZone } = county
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(startsAt)
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  return `${day} ${time.format(startsAt)}–${time.format(endsAt)}`
}

/** What letters of one sitting have in common, read once for many of them in one transaction. */
export type Known = Map<string, Promise<{ sitting: Sitting; version: NoticeVersion | undefined; organizer: Address }>>

const readOnce = (db: Db | Tx, known: Known, countyId: CountyId, meetingId: MeetingId) => {
  const read = async () => {
    const sitting = await readSitting(db, countyId, meetingId)
    const [version] = await readVersions(db, countyId, meetingId)
    return { sitting, version, organizer: await organizerOf(db, sitting, version, new URL(shareOrigin()).hostname) }
  }
  if (!known.has(meetingId)) known.set(meetingId, read())
  return known.get(meetingId)!
}

/** To one person, with their own link and, but for reminders, an invitation for their calendar. */
export async function composeNoticeLetter(
  db: Db | Tx,
  to: { countyId: CountyId; meetingId: MeetingId; personId: PersonId; name: string; email: string },
  why: Why,
  at: Date,
  known: Known = new Map(),
): Promise<NoticeLetter | null> {
  const { sitting, version, organizer } = await readOnce(db, known, to.countyId, to.meetingId)
  if (!version) return null
  const { countyId, meetingId, personId } = to
  const { path, token } = await waysFor(db, { countyId, meetingId, holder: { personId } }, at)
  const link = `${shareOrigin()}${path}`
  // Answers come to the mailbox that is read, each letter's to an address of its own.
  const address = runtime().answersTo?.replace('*', token)
  const answersTo = address ? { address, token } : null
  const words = noticeWords(sitting, version, why, { name: to.name, link })
  if (why.kind === 'reminder') return { ...words, ics: null, answersTo }
  const event = {
    meetingId,
    title: sitting.title,
    body: sitting.bodyName,
    place: sitting.place,
    startsAt: sitting.startsAt,
    endsAt: sitting.endsAt,
    version: version.version,
    untoldChanges: sitting.untoldChanges,
    toldAt: version.sentAt,
    isCancelled: sitting.cancelledAt !== null,
    url: link,
    description: words.text,
  }
  const attendee = { name: to.name, email: to.email }
  const ends = { organizer: { ...organizer, ...(address && { email: address }) }, attendee }
  return { ...words, ics: drawInvitation(sitting.county.timeZone, event, ends), answersTo }
}
