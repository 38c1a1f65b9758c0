// Reads a minutes document that Yjs has put together: its fragments as text, its atoms in order, its records. Pure. What it
// reads was written by anybody who may write, so depth and size are bounded and nothing is believed.
import * as Y from 'yjs'
import {
  atomTypes,
  fragmentOfItem,
  freeFragment,
  isRecordBlock,
  itemOfFragment,
  mentionLabel,
  mentionNode,
  parseLocalId,
  readLines,
  recordsRoot,
  type AtomType,
} from '@/server/minutes/contract'
import type { AgendaItemId, LocalId } from '@/server/ids'

/** Deeper than any list a person makes; a hostile nesting must not exhaust the stack. */
const maxDepth = 60
export const maxPlainText = 2_000_000

export type Atom = {
  type: AtomType
  /** Null when the client's id is none: it is given one. */
  localId: LocalId | null
  fragment: string
  agendaItemId: AgendaItemId | null
  element: Y.XmlElement
}

const isAtomType = (name: string): name is AtomType => (atomTypes as readonly string[]).includes(name)

/** Atoms of one fragment in document order. */
export function readAtoms(doc: Y.Doc, fragment: string): Atom[] {
  const atoms: Atom[] = []
  walk(doc.getXmlFragment(fragment), 0, (element) => {
    if (!isAtomType(element.nodeName)) return
    const localId = parseLocalId(element.getAttribute('recordId'))
    atoms.push({ type: element.nodeName, localId, fragment, agendaItemId: itemOfFragment(fragment), element })
  })
  return atoms
}

function walk(parent: Y.XmlFragment, depth: number, visit: (element: Y.XmlElement) => void): void {
  if (depth > maxDepth) return
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    visit(child)
    walk(child, depth + 1, visit)
  }
}

/** Plain values of a record's map; whatever is not a map has no fields. */
export function fieldsOf(doc: Y.Doc, localId: LocalId): Record<string, unknown> {
  const map: unknown = doc.getMap(recordsRoot).get(localId)
  return map instanceof Y.Map ? (map.toJSON() as Record<string, unknown>) : {}
}

/**
 * Which atoms keep their id and which are copies: pasted twice, or dragged in from nowhere. The copy that stands where
 * the record was projected from keeps it; else the one made first by the same client; else the first in the text.
 */
export function findCopies(atoms: readonly Atom[], homeOf: (localId: LocalId) => string | null): Atom[] {
  const keepers = new Map<LocalId, Atom>()
  const copies: Atom[] = []
  for (const atom of atoms) {
    if (atom.localId === null) {
      copies.push(atom)
      continue
    }
    const keeper = keepers.get(atom.localId)
    if (!keeper) keepers.set(atom.localId, atom)
    else if (isRather(atom, keeper, homeOf(atom.localId))) {
      copies.push(keeper)
      keepers.set(atom.localId, atom)
    } else copies.push(atom)
  }
  return copies
}

function isRather(atom: Atom, keeper: Atom, home: string | null): boolean {
  // A number is one record's and a decision another's: the type a record was first read with is not changed by a copy.
  if (home !== null && (atom.fragment === home) !== (keeper.fragment === home)) return atom.fragment === home
  const [a, b] = [atom.element._item?.id, keeper.element._item?.id]
  return a !== undefined && b !== undefined && a.client === b.client && a.clock < b.clock
}

/** The words of a fragment, a line per block; atoms give the words of their record. */
export function textOfFragment(doc: Y.Doc, fragment: string): string {
  const lines: string[] = []
  collectLines(doc, doc.getXmlFragment(fragment), 0, lines)
  return lines.join('\n').slice(0, maxPlainText)
}

function collectLines(doc: Y.Doc, parent: Y.XmlFragment, depth: number, lines: string[]): void {
  if (depth > maxDepth) return
  let line: string | null = null
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) line = (line ?? '') + textOf(child)
    else if (child instanceof Y.XmlElement) {
      if (child.nodeName === 'hardBreak') {
        line = (line ?? '') + '\n'
        continue
      }
      if (child.nodeName === mentionNode) {
        line = (line ?? '') + mentionLabel(child.getAttribute('label'))
        continue
      }
      if (isRecordBlock(child.nodeName)) {
        for (const { label, text } of readLines(child.getAttribute('lines'))) lines.push(`${label} ${text}`)
        continue
      }
      if (isAtomType(child.nodeName)) lines.push(...wordsOfRecord(doc, child))
      else collectLines(doc, child, depth + 1, lines)
    }
  }
  if (line !== null) lines.push(line)
}

export const textOf = (text: Y.XmlText | Y.Text) =>
  (text.toDelta() as { insert: unknown }[]).map((part) => (typeof part.insert === 'string' ? part.insert : '')).join('')

function wordsOfRecord(doc: Y.Doc, element: Y.XmlElement): string[] {
  const localId = parseLocalId(element.getAttribute('recordId'))
  if (localId === null) return []
  const fields = fieldsOf(doc, localId)
  return ['title', 'text', 'deliverable', 'owner']
    .map((name) => fields[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
}

/** Every root as JSON, whatever a program made of it: for export and for looking at the durable state. */
export function readRoots(doc: Y.Doc): Record<string, unknown> {
  const roots: Record<string, unknown> = {}
  for (const name of doc.share.keys()) {
    const kind = kindOfRoot(doc, name)
    if (kind === 'xml') roots[name] = doc.getXmlFragment(name).toString()
    else if (kind === 'map') roots[name] = doc.getMap(name).toJSON()
    else if (kind === 'array') roots[name] = doc.getArray(name).toJSON()
    else roots[name] = textOf(doc.getText(name))
  }
  return roots
}

/** A root's type is not in the bytes: only its content tells. */
function kindOfRoot(doc: Y.Doc, name: string): 'xml' | 'map' | 'array' | 'text' {
  if (name === freeFragment || itemOfFragment(name) !== null) return 'xml'
  if (name === recordsRoot) return 'map'
  const root = doc.share.get(name) as unknown as { _map: Map<string, unknown>; _start: Y.Item | null }
  for (let item = root._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentType) {
      return item.content.type instanceof Y.XmlElement || item.content.type instanceof Y.XmlText ? 'xml' : 'array'
    }
    if (item.content instanceof Y.ContentString || item.content instanceof Y.ContentFormat) return 'text'
    return 'array'
  }
  return root._map.size > 0 ? 'map' : 'text'
}

/** All text of a document: agenda items in their order, or every root of a free-standing one. */
export function plainTextOf(doc: Y.Doc, items: readonly { id: AgendaItemId; title: string }[] | null): string {
  if (items) {
    return storable(items.map((item) => `${item.title}\n${textOfFragment(doc, fragmentOfItem(item.id))}`))
  }
  const parts: string[] = []
  for (const name of doc.share.keys()) {
    if (name === recordsRoot) continue
    const kind = kindOfRoot(doc, name)
    if (kind === 'xml') parts.push(textOfFragment(doc, name))
    else if (kind === 'text') parts.push(textOf(doc.getText(name)))
  }
  return storable(parts)
}

/** Postgres refuses a NUL in a text: one in a paste would keep the whole document from being settled, for ever. */
const storable = (parts: string[]) => parts.join('\n\n').replaceAll('\0', '').slice(0, maxPlainText)

/** Lengths of what two texts begin and end with alike; never half a character. */
export function sameEnds(a: string, b: string): [head: number, tail: number] {
  const longest = Math.min(a.length, b.length)
  const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00
  let head = 0
  while (head < longest && a[head] === b[head]) head++
  if (head > 0 && isHigh(a.charCodeAt(head - 1))) head--
  let tail = 0
  while (tail < longest - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  if (tail > 0 && isHigh(a.charCodeAt(a.length - tail - 1))) tail--
  return [head, tail]
}
