// The minutes as blocks to be read, without an editor. Depth and size are bounded like in model.ts: any writer may have
// put anything there.
import * as Y from 'yjs'
import type { Db } from '@/db/client'
import type { AgendaItemId, DocumentId, LocalId, VoteId } from '@/server/ids'
import {
  fragmentOfItem,
  isRecordBlock,
  mentionLabel,
  mentionNode,
  parseLocalId,
  parseVoteId,
  readLines,
  readRecord,
  voteNode,
  type DecisionKind,
  type RecordBlockName,
  type RecordLine,
} from './contract'
import { buildDocInTurns, loadBytes } from './load'
import { fieldsOf } from './model'

export type Run = { text: string; bold: boolean; italic: boolean }
export type MinutesBlock =
  | { kind: 'paragraph' | 'heading' | 'bullet' | 'numbered'; runs: Run[] }
  /** Rows of equal length; a cell that spans others stands in its first place, the rest are empty. */
  | { kind: 'table'; headRows: number; rows: Run[][][] }
  /** What the record of the sitting has, as it was written into the text. */
  | { kind: 'record'; name: RecordBlockName; lines: RecordLine[] }
  /** Its question and result are read from the vote (votes/read.ts: readVotesOfDocument). */
  | { kind: 'vote'; voteId: VoteId; question?: string }
  | { kind: 'decision'; localId: LocalId; decision: DecisionKind; text: string }
  | {
      kind: 'actionItem'
      localId: LocalId
      number: string | null
      title: string
      leadUnitId: string | null
      owner: string
      deliverable: string
      dueOn: string | null
    }

const maxBlocks = 5000
const maxDepth = 20
const maxCells = 60

/** Blocks of each agenda item, in the order asked; the caller has asked access. */
export async function readMinutesBlocks(
  db: Db,
  documentId: DocumentId,
  items: readonly { id: AgendaItemId }[],
): Promise<MinutesBlock[][]> {
  const stored = await loadBytes(db, documentId)
  if (!stored) return items.map(() => [])
  const { doc } = await buildDocInTurns(stored)
  const blocks = items.map((item) => blocksOfItem(doc, item.id))
  doc.destroy()
  return blocks
}

/** Pure. Empty for an item the document has no text of. */
export function blocksOfItem(doc: Y.Doc, id: AgendaItemId): MinutesBlock[] {
  const blocks: MinutesBlock[] = []
  collect(doc, doc.getXmlFragment(fragmentOfItem(id)), 'paragraph', 0, blocks)
  // An empty line at either end is where a caret stood, not text.
  while (isBlank(blocks.at(-1))) blocks.pop()
  while (isBlank(blocks[0])) blocks.shift()
  return blocks
}

const isBlank = (block: MinutesBlock | undefined) =>
  block !== undefined && 'runs' in block && block.runs.every((run) => run.text.trim() === '')

type TextKind = 'paragraph' | 'heading' | 'bullet' | 'numbered'

function collect(doc: Y.Doc, parent: Y.XmlFragment, kind: TextKind, depth: number, blocks: MinutesBlock[]): void {
  if (depth > maxDepth) return
  for (const child of parent.toArray()) {
    if (blocks.length >= maxBlocks) return
    if (!(child instanceof Y.XmlElement)) continue
    const name = child.nodeName
    if (name === 'actionItem' || name === 'decision') {
      const record = recordOf(doc, child, name)
      if (record) blocks.push(record)
    } else if (name === voteNode) {
      const voteId = parseVoteId(child.getAttribute('recordId'))
      if (voteId !== null) blocks.push({ kind: 'vote', voteId })
    } else if (name === 'paragraph') blocks.push({ kind, runs: runsOf(child) })
    else if (name === 'heading') blocks.push({ kind: 'heading', runs: runsOf(child) })
    else if (name === 'table') blocks.push(...tableOf(child))
    else if (isRecordBlock(name)) blocks.push({ kind: 'record', name, lines: readLines(child.getAttribute('lines')) })
    else
      collect(
        doc,
        child,
        name === 'bulletList' ? 'bullet' : name === 'orderedList' ? 'numbered' : kind,
        depth + 1,
        blocks,
      )
  }
}

const elementsIn = (parent: Y.XmlFragment) =>
  parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)

function tableOf(table: Y.XmlElement): MinutesBlock[] {
  const lines = elementsIn(table).map((row) => elementsIn(row).slice(0, maxCells))
  const rows = lines.slice(0, maxBlocks).map((cells) =>
    cells
      .flatMap((cell): Run[][] => {
        const span = Math.min(Math.max(Math.trunc(Number(cell.getAttribute('colspan'))) || 1, 1), maxCells)
        return [cellOf(cell), ...Array.from({ length: span - 1 }, () => [])]
      })
      .slice(0, maxCells),
  )
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (width === 0) return []
  for (const row of rows) while (row.length < width) row.push([])
  const firstBody = lines.findIndex((cells) => cells.some((cell) => cell.nodeName !== 'tableHeader'))
  return [{ kind: 'table', headRows: firstBody < 0 ? 0 : firstBody, rows }]
}

/** The paragraphs of a cell, a line each. */
const cellOf = (cell: Y.XmlElement): Run[] =>
  elementsIn(cell).flatMap((paragraph, at) => [
    ...(at > 0 ? [{ text: '\n', bold: false, italic: false }] : []),
    ...runsOf(paragraph),
  ])

function runsOf(element: Y.XmlElement): Run[] {
  const runs: Run[] = []
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak')
      runs.push({ text: '\n', bold: false, italic: false })
    if (child instanceof Y.XmlElement && child.nodeName === mentionNode)
      runs.push({ text: mentionLabel(child.getAttribute('label')), bold: false, italic: false })
    if (!(child instanceof Y.XmlText)) continue
    for (const part of child.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      if (typeof part.insert !== 'string') continue
      const marks = part.attributes ?? {}
      runs.push({ text: part.insert, bold: 'bold' in marks, italic: 'italic' in marks })
    }
  }
  return runs
}

function recordOf(doc: Y.Doc, element: Y.XmlElement, type: 'actionItem' | 'decision'): MinutesBlock | null {
  const localId = parseLocalId(element.getAttribute('recordId'))
  if (localId === null) return null
  const fields = fieldsOf(doc, localId)
  const { record } = readRecord(type, fields)
  if (record.type === 'decision') return { kind: 'decision', localId, decision: record.kind, text: record.text }
  const { title, leadUnitId, owner, deliverable, dueOn } = record
  const number = typeof fields.number === 'string' && /^\d{1,6}-\d{1,4}$/.test(fields.number) ? fields.number : null
  return { kind: 'actionItem', localId, number, title, leadUnitId, owner, deliverable, dueOn }
}
