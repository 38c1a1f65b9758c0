// Queries about documents: what access.ts asks about them, lists, and the text for reading without an editor.
import { and, desc, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { documentRights, requireAccess, type Actor, type Thing } from '@/server/access'
import { AppError } from '@/server/errors'
import type { AgendaItemId, CountyId, DocumentId, MeetingId } from '@/server/ids'
import { readBlocks, type Block } from '@/server/minutes/blocks'
import { buildDoc, loadBytes } from '@/server/minutes/load'

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
  meetingId: documents.meetingId,
  bodyId: meetings.bodyId,
}
const joinMeeting = and(eq(meetings.countyId, documents.countyId), eq(meetings.id, documents.meetingId))

/** What access.ts needs to decide about a document; null when there is none. */
export async function readDocument(db: Db | Tx, id: DocumentId): Promise<DocumentHeader | null> {
  const [row] = await db.select(columns).from(documents).leftJoin(meetings, joinMeeting).where(eq(documents.id, id))
  if (!row) return null
  return {
    thing: {
      kind: 'document',
      countyId: row.countyId,
      documentId: row.id,
      // Set aside, it takes no writes either.
      isFrozen: row.frozenAt !== null || row.quarantinedAt !== null,
      meeting: row.meetingId && row.bodyId ? { meetingId: row.meetingId, bodyId: row.bodyId } : null,
    },
    title: row.title,
    head: row.head,
    epoch: row.epoch,
    createdAt: row.createdAt,
  }
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

export type MinutesToRead = {
  title: string
  head: number
  sections: { agendaItemId: AgendaItemId; position: number; title: string; blocks: Block[] }[]
}

/** The minutes of a sitting as they are on disk, for reading without an editor. @throws not_found, or why one may not */
export async function readMinutes(db: Db | Tx, actors: readonly Actor[], id: DocumentId): Promise<MinutesToRead> {
  const document = await readDocument(db, id)
  if (!document) throw new AppError('not_found')
  const { thing } = document
  if (documentRights(actors, thing) === null) requireAccess(actors[0] ?? { kind: 'anonymous' }, 'minutes.read', thing)
  const stored = await loadBytes(db, id)
  if (!stored || !thing.meeting) throw new AppError('not_found')
  const items = await readAgendaOf(db, thing.countyId, thing.meeting.meetingId)
  const { doc } = buildDoc(stored)
  const sections = items.map(({ id: agendaItemId, position, title }) => ({
    agendaItemId,
    position,
    title,
    blocks: readBlocks(doc, agendaItemId, position),
  }))
  doc.destroy()
  return { title: document.title, head: stored.head, sections }
}
