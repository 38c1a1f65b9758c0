// Puts together what is printed of a sitting from its rows and the canonical text of its minutes. A restricted item is there
// by the word for such items alone: its text is in a document of its own (DECISIONS 1) that this never opens.
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodyUnits, memberships, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { proxies } from '@/db/schema/terms'
import { requireAccess, type Actor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, MeetingId } from '@/server/ids'
import { readMeeting, type MeetingDetail } from '@/server/meetings/read'
import { translator } from '@/server/messages'
import { canonicalItems, type CanonicalItem } from '@/server/minutes/canonical'
import { readCanonicalVotes } from '@/server/votes/read-canonical'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { readDocument } from '@/server/minutes/read'
import { settle } from '@/server/minutes/settle'
import type { Locale } from '@/server/preferences/model'
import { blocksOfContent } from './blocks'
import type { PaperBlock, PaperMinutes, PaperPerson, PaperSection } from './contract'

/**
 * The minutes as they stand on disk, as a draft: sign-off, state and date of issue are for who issues them to set.
 * Records are settled first, so that their numbers are on the paper.
 * @throws not_found, not_allowed, document_quarantined where rows are missing
 */
export async function readPaper(db: Db, actor: Actor, meetingId: MeetingId, at: Date): Promise<PaperMinutes> {
  const { meeting, items } = await readCanonicalMinutes(db, actor, meetingId, at)
  return paperOf(db, meeting, items)
}

/** The sitting with its canonical text, as who may read the minutes is given it. @throws as readPaper */
export async function readCanonicalMinutes(
  db: Db,
  actor: Actor,
  meetingId: MeetingId,
  at: Date,
): Promise<{ meeting: MeetingDetail; items: CanonicalItem[] }> {
  const meeting = await readMeeting(db, actor, meetingId)
  const header = await readDocument(db, meeting.documentId)
  if (!header) throw new AppError('not_found')
  requireAccess(actor, 'minutes.read', header.thing)
  await settle(db, meeting.documentId, at)
  const stored = await loadBytes(db, meeting.documentId)
  if (!stored) throw new AppError('not_found')
  // What is left of a document is never printed as if it were the whole.
  if (stored.missing > 0) throw new AppError('document_quarantined')
  const { doc } = await buildDocInTurns(stored)
  const votes = await readCanonicalVotes(db, meeting.countyId, meeting.documentId)
  const items = canonicalItems(doc, meeting.agenda, votes)
  doc.destroy()
  return { meeting, items }
}

/** @param items the canonical text, in the order of the agenda: of the document, or as it was kept when it was signed */
export async function paperOf(
  db: Db,
  meeting: MeetingDetail,
  items: readonly Pick<CanonicalItem, 'id' | 'content'>[],
): Promise<PaperMinutes> {
  const { countyId } = meeting
  const [county] = await db.select({ locale: counties.locale }).from(counties).where(eq(counties.id, countyId))
  const locale: Locale = county!.locale
  const [all, { chair, present, observers }, date] = await Promise.all([
    readUnits(db, countyId, meeting.bodyId),
    readAttendance(db, meeting, locale),
    dayOfCounty(db, countyId, meeting.startsAt),
  ])
  const t = translator(locale, 'paper')
  const unitName = (id: string) => all.find((unit) => unit.id === id)?.name ?? null
  const sections = meeting.agenda.map((item): PaperSection => {
    const content = items.find(({ id }) => id === item.id)?.content ?? []
    return {
      id: item.id,
      number: item.position,
      title: item.title,
      isRestricted: item.isRestricted,
      blocks: item.isRestricted ? [] : blocksOfContent(content, { unitName }),
    }
  })
  const now = all.filter((unit) => unit.takenOutAt === null)
  return {
    meetingId: meeting.id,
    countyName: meeting.countyName,
    bodyName: meeting.bodyName,
    head: [meeting.bodyName, withEnding(meeting.seriesName, t('minutes'), locale)],
    issueNumber: meeting.issueNumber,
    issuingUnit: now.find((unit) => unit.isLead)?.name ?? meeting.bodyName,
    date,
    title: withEnding(meeting.title, t('minutes'), locale),
    timeZone: meeting.timeZone,
    startsAt: (meeting.openedAt ?? meeting.startsAt).toISOString(),
    endsAt: (meeting.endedAt ?? meeting.endsAt).toISOString(),
    place: meeting.place,
    chair,
    attendance: { present, excused: [], observers },
    sections,
    actionItems: sections.flatMap(({ blocks }) => itemsIn(blocks)),
    distribution: now.map((unit) => unit.name),
    signOff: null,
    locale,
    state: 'draft',
  }
}

function withEnding(name: string, ending: string, locale: Locale): string {
  if (name.toLocaleLowerCase().endsWith(ending.toLocaleLowerCase())) return name
  return locale === 'en' ? `${name}: ${ending}` : name + ending
}

type Item = Extract<PaperBlock, { kind: 'actionItem' }>
const itemsIn = (blocks: readonly PaperBlock[]): Item[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.flatMap(itemsIn)
    return block.kind === 'actionItem' ? [block] : []
  })

/** The lead first, also those taken out since: the text may name them. */
const readUnits = (db: Db, countyId: CountyId, bodyId: BodyId) =>
  db
    .select({ id: units.id, name: units.name, isLead: bodyUnits.isLead, takenOutAt: bodyUnits.takenOutAt })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId)))
    .orderBy(sql`${bodyUnits.isLead} desc`, asc(units.createdAt), asc(units.name))

/** Who sat in the room, each once: observers apart (列席), proxies under their own name. */
async function readAttendance(db: Db, meeting: MeetingDetail, locale: Locale) {
  const { countyId } = meeting
  const rows = await db
    .select({
      id: seats.id,
      name: seats.name,
      role: seats.role,
      unitName: units.name,
      office: memberships.office,
      inPlaceOf: people.name,
    })
    .from(seats)
    .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
    .leftJoin(
      proxies,
      and(eq(proxies.countyId, seats.countyId), eq(proxies.seatId, seats.id), isNull(proxies.withdrawnAt)),
    )
    .leftJoin(
      memberships,
      and(
        eq(memberships.countyId, seats.countyId),
        eq(memberships.bodyId, meeting.bodyId),
        or(
          eq(memberships.id, proxies.membershipId),
          and(
            isNull(proxies.id),
            eq(memberships.personId, seats.personId),
            eq(memberships.unitId, seats.unitId),
            isNull(memberships.endedAt),
          ),
        ),
      ),
    )
    .leftJoin(
      people,
      and(isNotNull(proxies.id), eq(people.countyId, memberships.countyId), eq(people.id, memberships.personId)),
    )
    .where(
      and(
        eq(seats.countyId, countyId),
        eq(seats.meetingId, meeting.id),
        isNotNull(seats.admittedAt),
        isNull(seats.bannedAt),
      ),
    )
    .orderBy(sql`${units.createdAt} nulls last`, asc(units.name), asc(seats.createdAt), asc(seats.name))
  const offices = translator(locale, 'bodies')
  const once = rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at)
  const listed = (isWanted: (row: (typeof rows)[number]) => boolean) =>
    once.filter(isWanted).map(({ name, unitName, office, inPlaceOf }): PaperPerson => ({
      name,
      unitName: unitName ?? '',
      office: office && !inPlaceOf ? offices(`offices.${office}`) : '',
      inPlaceOf: inPlaceOf ?? '',
    }))
  return {
    chair: once.find(({ role }) => role === 'chair')?.name ?? '',
    present: listed(({ role }) => role !== 'observer'),
    observers: listed(({ role }) => role === 'observer'),
  }
}
