// The text that is circulated, signed and issued, in one form whatever the order in which it was typed: RFC 8785 JSON of each
// agenda item, its SHA-256, and one over all of them, so that a copy without one item still verifies. Pure.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import * as Y from 'yjs'
import { AppError } from '@/server/errors'
import { fragmentOfItem, parseLocalId, parseVoteId, readRecord, voteNode } from '@/server/minutes/contract'
import { fieldsOf, readRoots } from '@/server/minutes/model'
import type { AgendaItemId } from '@/server/ids'

export type CanonicalText = {
  /** Over `items`, in their order; hexadecimal. */
  sha256: string
  items: { id: AgendaItemId; sha256: string }[]
}

/** What may not be cut off here, as it may be for reading: a signature stands for every word. */
const maxDepth = 60

/** What was put to the vote and what came out, by the vote's id: part of what is signed. Names are not: ids stand for them. */
export type CanonicalVotes = ReadonlyMap<string, unknown>

/** @param agenda null for a free-standing document. @throws invalid_input when lists are nested deeper than anybody reads */
export function canonicalText(
  doc: Y.Doc,
  agenda: readonly { id: AgendaItemId }[] | null,
  votes: CanonicalVotes = new Map(),
): CanonicalText {
  if (agenda === null) return { sha256: hashOf(readRoots(doc)), items: [] }
  const items = canonicalItems(doc, agenda, votes).map(({ id, sha256 }) => ({ id, sha256 }))
  return { sha256: hashOf(items), items }
}

/** An agenda item's text as it is hashed: `sha256` is over the RFC 8785 form of `{ id, content }`. */
export type CanonicalItem = { id: AgendaItemId; content: unknown[]; sha256: string }

/** The text itself beside its hashes: what a paper is set from, and what is handed out to be verified. */
export function canonicalItems(
  doc: Y.Doc,
  agenda: readonly { id: AgendaItemId }[],
  votes: CanonicalVotes = new Map(),
): CanonicalItem[] {
  return agenda.map(({ id }) => {
    const content = contentOf(doc, doc.getXmlFragment(fragmentOfItem(id)), 0, votes)
    return { id, content, sha256: hashOf({ id, content }) }
  })
}

const hashOf = (value: unknown) =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')

function contentOf(doc: Y.Doc, parent: Y.XmlFragment, depth: number, votes: CanonicalVotes): unknown[] {
  if (depth > maxDepth) throw new AppError('invalid_input', { text: 'tooMany' })
  return parent.toArray().flatMap((node): unknown[] => {
    if (node instanceof Y.XmlText) return (node.toDelta() as { insert: unknown; attributes?: object }[]).map(runOf)
    if (!(node instanceof Y.XmlElement)) return []
    const attributes: Record<string, unknown> = node.getAttributes()
    const type = node.nodeName
    if (type === 'actionItem' || type === 'decision') {
      const localId = parseLocalId(attributes.recordId)
      if (localId === null) return []
      const fields = fieldsOf(doc, localId)
      const number = typeof fields.number === 'string' ? fields.number : null
      return [{ id: localId, number, record: readRecord(type, fields).record }]
    }
    if (type === voteNode) {
      const voteId = parseVoteId(attributes.recordId)
      return voteId === null ? [] : [{ type, id: voteId, vote: votes.get(voteId) ?? null }]
    }
    return [{ type, attributes, content: contentOf(doc, node, depth + 1, votes) }]
  })
}

const runOf = ({ insert, attributes }: { insert: unknown; attributes?: object }) => ({
  text: typeof insert === 'string' ? insert : null,
  ...(attributes && { marks: attributes }),
})
