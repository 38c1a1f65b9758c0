// Documents are made on the server, with their first content: two clients that both found an empty document would both
// fill it, and every heading would stand there twice.
import * as Y from 'yjs'
import type { Tx } from '@/db/client'
import { documents, documentUpdates, restrictedItems, restrictedReaders } from '@/db/schema/minutes'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { DocumentId, type AgendaItemId, type CountyId, type MeetingId, type PersonId } from '@/server/ids'
import { fragmentOfItem, freeFragment } from '@/server/minutes/contract'
import { packUpdates } from '@/server/minutes/update-bytes'

/** Yjs client id of the server's first content; the same in every document, never used by a browser (those are random). */
const serverClient = 1

/**
 * An empty paragraph in each fragment, so that editors have a place for the caret without writing anything.
 * @param client fresh: beside content that is there already, where the server's own clock has moved on
 */
export function initialUpdate(fragments: readonly string[], client: 'first' | 'fresh' = 'first'): Uint8Array {
  const doc = new Y.Doc()
  if (client === 'first') doc.clientID = serverClient
  doc.transact(() => {
    for (const name of fragments) doc.getXmlFragment(name).insert(0, [new Y.XmlElement('paragraph')])
  })
  return Y.encodeStateAsUpdate(doc)
}

async function insertDocument(
  tx: Tx,
  row: { countyId: CountyId; kind: 'minutes' | 'restricted' | 'free'; meetingId: MeetingId | null; title: string },
  fragments: readonly string[],
  at: Date,
): Promise<DocumentId> {
  const id = DocumentId.parse(crypto.randomUUID())
  await tx.insert(documents).values({ ...row, id, head: 1, createdAt: at })
  await tx
    .insert(documentUpdates)
    .values({ countyId: row.countyId, documentId: id, seq: 1, data: packUpdates([initialUpdate(fragments)]), at })
  return id
}

/** The minutes of a sitting: one fragment per agenda item. The caller has asked access and writes the audit line. */
export function createMinutesDocument(
  tx: Tx,
  _actor: Actor,
  meeting: { countyId: CountyId; id: MeetingId; title: string },
  agendaItems: readonly { id: AgendaItemId }[],
  at: Date,
): Promise<DocumentId> {
  const fragments = agendaItems.map((item) => fragmentOfItem(item.id))
  return insertDocument(
    tx,
    { countyId: meeting.countyId, kind: 'minutes', meetingId: meeting.id, title: meeting.title },
    fragments,
    at,
  )
}

/**
 * A restricted item: its title, its list and its own document, whose title is the word for such items. The caller has asked
 * access, checked the list and writes the audit line.
 */
export async function createRestrictedDocument(
  tx: Tx,
  _actor: Actor,
  countyId: CountyId,
  item: { id: AgendaItemId; mask: string; title: string; readers: readonly PersonId[] },
  at: Date,
): Promise<DocumentId> {
  const row = { countyId, kind: 'restricted', meetingId: null, title: item.mask } as const
  const documentId = await insertDocument(tx, row, [fragmentOfItem(item.id)], at)
  const agendaItemId = item.id
  await tx.insert(restrictedItems).values({ countyId, agendaItemId, documentId, title: item.title, createdAt: at })
  if (item.readers.length > 0)
    await tx.insert(restrictedReaders).values(item.readers.map((personId) => ({ countyId, agendaItemId, personId })))
  return documentId
}

/** A free-standing document of a county, writable by its members. @throws not_allowed */
export async function createFreeDocument(
  tx: Tx,
  actor: Actor,
  input: { countyId: CountyId; title: string },
  at: Date,
): Promise<DocumentId> {
  requireAccess(actor, 'document.create', { kind: 'county', countyId: input.countyId })
  const id = await insertDocument(tx, { ...input, kind: 'free', meetingId: null }, [freeFragment], at)
  await recordEvent(tx, input.countyId, actor, { verb: 'document.create', thingId: id }, at)
  return id
}
