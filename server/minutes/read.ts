// Queries about documents: what access.ts asks about them, lists, and the text for reading without an editor.
import { and, desc, eq, inArray, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents, restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import type { PersonActor, SeatActor, Thing } from '@/server/access'
import type { AgendaItemId, CountyId, DocumentId, MeetingId, PersonId } from '@/server/ids'

export type DocumentThing = Extract<Thing, { kind: 'document' }>
export type DocumentHeader = { thing: DocumentThing; title: string; head: number; epoch: number; createdAt: Date }

const columns = {
  countyId: documents.countyId,
  id: documents.id,
  title: documents.title,
  head: documents.head,
  epoch: documents.epoch,
  frozenAt: documents.frozenAt,
  quarantinedAt: documents.quarantinedAt,
  createdAt: documents.createdAt,
  meetingId: meetings.id,
  bodyId: meetings.bodyId,
  restrictedItemId: restrictedItems.agendaItemId,
}
const joinRestricted = and(
  eq(restrictedItems.countyId, documents.countyId),
  eq(restrictedItems.documentId, documents.id),
)
const joinItem = and(
  eq(agendaItems.countyId, restrictedItems.countyId),
  eq(agendaItems.id, restrictedItems.agendaItemId),
)
const meetingOf = raw<MeetingId | null>`coalesce(${documents.meetingId}, ${agendaItems.meetingId})`
const joinMeeting = and(eq(meetings.countyId, documents.countyId), eq(meetings.id, meetingOf))

/** What access.ts needs to decide about a document; null when there is none. */
export async function readDocument(db: Db | Tx, id: DocumentId): Promise<DocumentHeader | null> {
  const [row] = await db
    .select(columns)
    .from(documents)
    .leftJoin(restrictedItems, joinRestricted)
    .leftJoin(agendaItems, joinItem)
    .leftJoin(meetings, joinMeeting)
    .where(eq(documents.id, id))
  if (!row) return null
  const { countyId, restrictedItemId } = row
  return {
    thing: {
      kind: 'document',
      countyId: row.countyId,
      documentId: row.id,
      // Set aside, it takes no writes either.
      isFrozen: row.frozenAt !== null || row.quarantinedAt !== null,
      meeting: row.meetingId && row.bodyId ? { meetingId: row.meetingId, bodyId: row.bodyId } : null,
      readers: restrictedItemId && (await readReaders(db, countyId, restrictedItemId)),
    },
    title: row.title,
    head: row.head,
    epoch: row.epoch,
    createdAt: row.createdAt,
  }
}

export async function readReaders(db: Db | Tx, countyId: CountyId, agendaItemId: AgendaItemId): Promise<PersonId[]> {
  const rows = await db
    .select({ id: restrictedReaders.personId })
    .from(restrictedReaders)
    .where(and(eq(restrictedReaders.countyId, countyId), eq(restrictedReaders.agendaItemId, agendaItemId)))
  return rows.map((row) => row.id)
}

export type RestrictedItem = { agendaItemId: AgendaItemId; documentId: DocumentId; title: string }

/** The restricted items of a sitting that this person is on the list of; of the others not even their number. */
export async function readRestrictedItems(
  db: Db | Tx,
  actor: PersonActor | SeatActor,
  meetingId: MeetingId,
): Promise<RestrictedItem[]> {
  return restrictedFor(actor, await readRestrictedItemsOf(db, actor.countyId, meetingId, [actor]))
}

type Reader = Pick<SeatActor, 'personId' | 'tokenId'>
export type RestrictedByPerson = ReadonlyMap<PersonId, RestrictedItem[]>

/** A program is on no list, and nobody who came by a link. */
export const restrictedFor = ({ personId, tokenId }: Reader, lists: RestrictedByPerson): RestrictedItem[] =>
  tokenId !== null || personId === null ? [] : (lists.get(personId) ?? [])

/** The same of many at once. */
export async function readRestrictedItemsOf(
  db: Db | Tx,
  countyId: CountyId,
  meetingId: MeetingId,
  readers: readonly Reader[],
): Promise<RestrictedByPerson> {
  const lists = new Map<PersonId, RestrictedItem[]>()
  for (const { personId, tokenId } of readers) if (personId !== null && tokenId === null) lists.set(personId, [])
  if (lists.size === 0) return lists
  const rows = await db
    .select({
      personId: restrictedReaders.personId,
      item: {
        agendaItemId: restrictedItems.agendaItemId,
        documentId: restrictedItems.documentId,
        title: restrictedItems.title,
      },
    })
    .from(restrictedItems)
    .innerJoin(agendaItems, joinItem)
    .innerJoin(
      restrictedReaders,
      and(
        eq(restrictedReaders.countyId, restrictedItems.countyId),
        eq(restrictedReaders.agendaItemId, restrictedItems.agendaItemId),
        inArray(restrictedReaders.personId, [...lists.keys()]),
      ),
    )
    .where(and(eq(restrictedItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(agendaItems.position)
  for (const { personId, item } of rows) lists.get(personId)?.push(item)
  return lists
}

export async function readDocumentOfMeeting(
  db: Db | Tx,
  countyId: CountyId,
  meetingId: MeetingId,
): Promise<DocumentId | null> {
  const [row] = await db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), eq(documents.meetingId, meetingId)))
  return row?.id ?? null
}

/** Every document, newest first: for the operator's terminal. */
export async function listDocuments(db: Db | Tx) {
  return db
    .select({
      id: documents.id,
      kind: documents.kind,
      title: documents.title,
      meetingId: documents.meetingId,
      head: documents.head,
      settledSeq: documents.settledSeq,
      frozenAt: documents.frozenAt,
      quarantinedAt: documents.quarantinedAt,
      createdAt: documents.createdAt,
    })
    .from(documents)
    .orderBy(desc(documents.createdAt), documents.id)
}

/** The text for reading without an editor, as the last settling left it. The caller has asked access.ts. */
export async function readPlainText(db: Db | Tx, countyId: CountyId, id: DocumentId): Promise<string> {
  const [row] = await db
    .select({ text: documents.plainText })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), eq(documents.id, id)))
  return row?.text ?? ''
}

export async function readAgendaOf(db: Db | Tx, countyId: CountyId, meetingId: MeetingId) {
  return db
    .select({ id: agendaItems.id, position: agendaItems.position, title: agendaItems.title })
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(agendaItems.position)
}
