// Paragraphs put otherwise by a decision over the text (an accepted suggestion), as one edit.
import * as Y from 'yjs'
import type { Tx } from '@/db/client'
import { AppError } from '@/server/errors'
import type { AgendaItemId, DocumentId, PersonId } from '@/server/ids'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { plainOf, reword, textBlocksOf } from '@/server/minutes/reword'
import { appendUpdate } from '@/server/minutes/settle'

/** `was`: the paragraph as it reads; `place`: which of those of the item that read so, from 0. */
export type Wording = { agendaItemId: AgendaItemId; was: string; place: number; becomes: string }

/**
 * The caller holds the document's row and has asked access.
 * @returns how many paragraphs read otherwise now; one that is not found is left out
 * @throws document_frozen, not_found
 */
export async function putWordings(
  tx: Tx,
  { documentId, wordings, senderId }: { documentId: DocumentId; wordings: readonly Wording[]; senderId: PersonId },
  at: Date,
): Promise<number> {
  if (wordings.length === 0) return 0
  const stored = await loadBytes(tx, documentId)
  if (!stored) throw new AppError('not_found')
  const { doc } = await buildDocInTurns(stored)
  const before = Y.encodeStateVector(doc)
  const found = wordings.flatMap(({ agendaItemId, was, place, becomes }) => {
    const alike = textBlocksOf(doc.getXmlFragment(fragmentOfItem(agendaItemId))).filter((each) => plainOf(each) === was)
    return alike[place] ? { paragraph: alike[place], becomes } : []
  })
  doc.transact(() => {
    for (const { paragraph, becomes } of found) reword(paragraph, becomes)
  })
  const update = Y.encodeStateAsUpdate(doc, before)
  doc.destroy()
  if (found.length === 0) return 0
  if (!(await appendUpdate(tx, { documentId, update, senderId }, at))) throw new AppError('document_frozen')
  return found.length
}
