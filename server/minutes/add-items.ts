// New places in the minutes of a sitting whose document is there already: made on the server like the first ones, so that no
// editor fills them. Editors that are open get them as an edit.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { AppError } from '@/server/errors'
import type { AgendaItemId, CountyId, DocumentId, MeetingId } from '@/server/ids'
import { initialUpdate } from './create-document'
import { fragmentOfItem } from './contract'
import { buildDocInTurns, loadBytes } from './load'
import { readAtoms, textOfFragment } from './model'
import { appendUpdate } from './settle'

/** Holds the document's row until the caller's transaction ends: what is typed meanwhile waits. */
async function lockDocument(tx: Tx, countyId: CountyId, meetingId: MeetingId): Promise<DocumentId> {
  const [document] = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.countyId, countyId), eq(documents.meetingId, meetingId)))
    .for('update')
  if (!document) throw new AppError('not_found')
  return document.id
}

/** @throws document_frozen */
export async function addItemsToDocument(
  tx: Tx,
  countyId: CountyId,
  meetingId: MeetingId,
  items: readonly AgendaItemId[],
  at: Date,
): Promise<void> {
  if (items.length === 0) return
  const documentId = await lockDocument(tx, countyId, meetingId)
  const update = initialUpdate(items.map(fragmentOfItem), 'fresh')
  const added = await appendUpdate(tx, { documentId, update, senderId: null }, at)
  if (!added) throw new AppError('document_frozen')
}

/** Which of these items have words or records in the minutes. Nobody adds any until the transaction ends. */
export async function itemsWithText(
  tx: Tx,
  countyId: CountyId,
  meetingId: MeetingId,
  items: readonly AgendaItemId[],
): Promise<AgendaItemId[]> {
  if (items.length === 0) return []
  const documentId = await lockDocument(tx, countyId, meetingId)
  const stored = await loadBytes(tx, documentId)
  if (!stored) throw new AppError('not_found')
  const { doc } = await buildDocInTurns(stored)
  return items.filter((id) => {
    const fragment = fragmentOfItem(id)
    return textOfFragment(doc, fragment).trim() !== '' || readAtoms(doc, fragment).length > 0
  })
}
