// The text that is circulated and signed: the items of the sitting's minutes, and the head that says whose they are. Both are
// hashed, one root over the two, so that a copy without an item still verifies and a title cannot be exchanged.
import canonicalize from 'canonicalize'
import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { minutesTextItems, minutesTexts } from '@/db/schema/signing'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId, MeetingId } from '@/server/ids'
import { hashOf, sha256Of, type CanonicalItem } from '@/server/minutes/canonical'
import { readItems } from '@/server/minutes/freeze'
import { readAgendaOf } from '@/server/minutes/read'
import { SignedHead, type SignedFacts } from './contract'
import { readFacts } from './facts'

/** An item as it is kept: its hash, and exactly the text that is hashed. */
export type KeptItem = Pick<CanonicalItem, 'id' | 'text' | 'sha256'>

export type TakenText = {
  /** RFC 8785 JSON of a SignedHead. */
  head: string
  headSha256: string
  textSha256: string
  rootSha256: string
  items: KeptItem[]
}

export const rootOf = (headSha256: string, textSha256: string) => hashOf({ head: headSha256, text: textSha256 })
export const textHashOf = (items: readonly { id: string; sha256: string }[]) =>
  hashOf(items.map(({ id, sha256 }) => ({ id, sha256 })))

type Place = { countyId: CountyId; documentId: DocumentId; meetingId: MeetingId }

/** As the rows are now; the caller holds the document's lock or compares the hash, and has asked access. */
export async function takeText(tx: Tx, place: Place, at: Date): Promise<TakenText> {
  const [{ sha256: textSha256, items }, head] = [await readItems(tx, place.documentId), await headOf(tx, place, at)]
  const text = canonicalize(head)!
  const headSha256 = sha256Of(text)
  return { head: text, headSha256, textSha256, rootSha256: rootOf(headSha256, textSha256), items }
}

/** Access was asked. @throws not_found */
export async function headOf(
  db: Db | Tx,
  { countyId, meetingId }: Pick<Place, 'countyId' | 'meetingId'>,
  at: Date,
): Promise<SignedHead & { facts: SignedFacts }> {
  const [row] = await db
    .select({ meeting: meetings, body: { id: bodies.id, name: bodies.name }, series: series.name })
    .from(meetings)
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .innerJoin(series, and(eq(series.countyId, meetings.countyId), eq(series.id, meetings.seriesId)))
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, meetingId)))
  if (!row) throw new AppError('not_found')
  const { id, title, issueNumber, place, startsAt, endsAt } = row.meeting
  const agenda = await readAgendaOf(db, countyId, meetingId)
  return {
    version: 1,
    body: row.body,
    sitting: {
      id,
      title,
      series: row.series,
      issueNumber,
      place,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    },
    items: agenda.map((item) => ({ id: item.id, title: item.title })),
    facts: await readFacts(db, row.meeting, at),
  }
}

export type KeptText = Omit<TakenText, 'items'> & {
  round: number
  dueOn: string
  circulatedAt: Date
  seq: number
  items: KeptItem[]
}

/** A text as it was circulated, from its rows; null when there was no such round. */
export async function readKeptText(
  db: Db | Tx,
  { countyId, documentId }: Pick<Place, 'countyId' | 'documentId'>,
  round: number,
): Promise<KeptText | null> {
  const of = <T extends typeof minutesTexts | typeof minutesTextItems>(table: T) =>
    and(eq(table.countyId, countyId), eq(table.documentId, documentId), eq(table.round, round))
  const [[text], items] = await Promise.all([
    db.select().from(minutesTexts).where(of(minutesTexts)),
    db.select().from(minutesTextItems).where(of(minutesTextItems)).orderBy(asc(minutesTextItems.position)),
  ])
  if (!text) return null
  return { ...text, items: items.map(({ agendaItemId: id, text: words, sha256 }) => ({ id, text: words, sha256 })) }
}

/** Of the sitting, as it stands in a kept head. */
export const titleOf = (head: string): string => SignedHead.parse(JSON.parse(head)).sitting.title

/** What does not fit in a kept text, in words; empty when it is whole. */
export function faultsOf(text: KeptText): string[] {
  const faults: string[] = []
  for (const { id, text: words, sha256 } of text.items)
    if (sha256Of(words) !== sha256) faults.push(`item ${id} is not what was hashed`)
  if (sha256Of(text.head) !== text.headSha256) faults.push('the head is not what was hashed')
  if (textHashOf(text.items) !== text.textSha256) faults.push('the items are not those that were hashed')
  if (rootOf(text.headSha256, text.textSha256) !== text.rootSha256) faults.push('the root is not of this text')
  return faults
}
