// Text for a minutes document, as an editor would have written it: paragraphs, atoms that hold an id, fields in a map.
import { and, eq, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Db, Tx } from '@/db/client'
import { documents, documentUpdates } from '@/db/schema/minutes'
import { LocalId, type AgendaItemId, type CountyId, type DocumentId, type PersonId } from '@/server/ids'
import { initialUpdate } from '@/server/minutes/create-document'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { packUpdates } from '@/server/minutes/update-bytes'

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'record'; type: 'actionItem' | 'decision'; localId: LocalId; fields: Readonly<Record<string, unknown>> }

export type Section = { agendaItemId: AgendaItemId; blocks: readonly Block[] }

/** A stable id for an atom: the same demo twice has the same ids inside its documents. */
export const localIdOf = (key: string): LocalId => LocalId.parse(`demo-${key}`.padEnd(12, '-'))

/** The update that turns a document as create-document made it into one with this text. */
export function textUpdate(sections: readonly Section[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 2 // beside the server's first content, never a browser's
  Y.applyUpdate(doc, initialUpdate(sections.map((section) => fragmentOfItem(section.agendaItemId))))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => {
    const records = doc.getMap<Y.Map<unknown>>(recordsRoot)
    for (const { agendaItemId, blocks } of sections) {
      const fragment = doc.getXmlFragment(fragmentOfItem(agendaItemId))
      const nodes = blocks.map((block) => {
        if (block.kind === 'text') {
          const paragraph = new Y.XmlElement('paragraph')
          paragraph.insert(0, [new Y.XmlText(block.text)])
          return paragraph
        }
        const atom = new Y.XmlElement(block.type)
        atom.setAttribute('recordId', block.localId)
        records.set(block.localId, new Y.Map(Object.entries(block.fields)))
        return atom
      })
      fragment.insert(0, nodes)
    }
  })
  return Y.encodeStateAsUpdate(doc, before)
}

/** Appends one update under the document's lock, as the flusher of a running server does. */
export async function appendText(
  tx: Db | Tx,
  document: { countyId: CountyId; id: DocumentId },
  update: Uint8Array,
  senderId: PersonId,
  at: Date,
): Promise<void> {
  const { countyId, id } = document
  const [row] = await tx
    .update(documents)
    .set({ head: sql`${documents.head} + 1` })
    .where(and(eq(documents.countyId, countyId), eq(documents.id, id)))
    .returning({ seq: documents.head })
  await tx
    .insert(documentUpdates)
    .values({ countyId, documentId: id, seq: row!.seq, data: packUpdates([update]), senderId, at })
}
