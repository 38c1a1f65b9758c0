// Bringing an earlier version back: a new edit by whoever asks, never a rewriting of what happened. Paragraphs that are the
// same in both stay the ones they are, so that whoever is writing in them meanwhile loses nothing.
import * as Y from 'yjs'
import type { Db } from '@/db/client'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { DocumentId } from '@/server/ids'
import { stepsBetween } from '@/server/minutes/compare'
import { fragmentOfItem, recordsRoot } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes, loadBytesAt } from '@/server/minutes/load'
import { fieldsOf, readAtoms } from '@/server/minutes/model'
import { readAgendaOf, readDocument } from '@/server/minutes/read'
import { appendUpdate, lockForSettling } from '@/server/minutes/settle'

/** Deeper lists than people make; cloning goes down by recursion. */
const maxDepth = 60

/**
 * @param seq the version that is to stand again; the newest is taken when it lies beyond
 * @returns the sequence of the new edit, or null when the text is already that
 * @throws not_found, not_allowed, document_frozen
 */
export async function restoreVersion(
  db: Db,
  actor: PersonActor,
  { documentId, seq }: { documentId: DocumentId; seq: number },
  at: Date,
): Promise<number | null> {
  return db.transaction(async (tx) => {
    // One after the other: two that restore at once would each bring the missing paragraphs.
    await lockForSettling(tx, documentId)
    const document = await readDocument(tx, documentId)
    if (!document || document.thing.countyId !== actor.countyId) throw new AppError('not_found')
    const { meeting, countyId, isFrozen } = document.thing
    requireAccess(actor, 'minutes.history', document.thing)
    requireAccess(actor, 'minutes.write', { ...document.thing, isFrozen: false })
    if (isFrozen) throw new AppError('document_frozen')
    const [stored, earlier] = [await loadBytes(tx, documentId), await loadBytesAt(tx, documentId, seq)]
    if (!stored || !earlier || !meeting) throw new AppError('not_found')
    const [{ doc }, { doc: old }] = [await buildDocInTurns(stored), await buildDocInTurns(earlier)]
    const before = Y.encodeStateVector(doc)
    const agenda = await readAgendaOf(tx, countyId, meeting.meetingId)
    let changes = 0
    doc.transact(() => {
      for (const { id } of agenda) changes += bringBack(doc, old, fragmentOfItem(id))
    })
    if (changes === 0) return null
    const update = Y.encodeStateAsUpdate(doc, before)
    const row = await appendUpdate(tx, { documentId, update, senderId: actor.personId }, at)
    // The writer may have frozen it since it was read.
    if (!row) throw new AppError('document_frozen')
    await recordEvent(
      tx,
      countyId,
      actor,
      { verb: 'minutes.restore', thingId: documentId, detail: { from: earlier.head, as: row.head } },
      at,
    )
    return row.head
  })
}

/** Returns how many paragraphs and fields were put back or taken out. */
function bringBack(doc: Y.Doc, old: Y.Doc, fragment: string): number {
  const [target, source] = [doc.getXmlFragment(fragment), old.getXmlFragment(fragment)]
  const wanted = source.toArray()
  let [at, from, count] = [0, 0, 0]
  for (const change of stepsBetween(shapesOf(target), shapesOf(source))) {
    const size = change.count
    if (change.removed) target.delete(at, size)
    else {
      if (change.added) target.insert(at, wanted.slice(from, from + size).map(copyOf))
      at += size
      from += size
    }
    if (change.added || change.removed) count += size
  }
  const records = doc.getMap(recordsRoot)
  for (const { localId } of readAtoms(old, fragment)) {
    if (localId === null) continue
    const [was, is] = [fieldsOf(old, localId), fieldsOf(doc, localId)]
    let map: unknown = records.get(localId)
    if (!(map instanceof Y.Map)) records.set(localId, (map = new Y.Map<unknown>()))
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      // A running number is given once and belongs to the row, not to the text.
      if (name === 'number' || JSON.stringify(was[name]) === JSON.stringify(is[name])) continue
      count++
      if (name in was) (map as Y.Map<unknown>).set(name, was[name])
      else (map as Y.Map<unknown>).delete(name)
    }
  }
  return count
}

type Node = ReturnType<Y.XmlFragment['toArray']>[number]

const shapesOf = (fragment: Y.XmlFragment) => fragment.toArray().map((node) => shapeOf(node))

function shapeOf(node: Node, depth = 0): string {
  if (depth > maxDepth) throw new AppError('invalid_input', { text: 'tooMany' })
  if (node instanceof Y.XmlText) return JSON.stringify(node.toDelta())
  if (!(node instanceof Y.XmlElement)) return 'hook'
  const inner = node.toArray().map((child) => shapeOf(child as Node, depth + 1))
  return JSON.stringify([node.nodeName, node.getAttributes(), inner])
}

const copyOf = (node: Node) => node.clone() as Y.XmlElement | Y.XmlText
