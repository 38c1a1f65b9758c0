// A kept item as paragraphs to be read and answered, from its canonical JSON alone: what was signed can be read for ever,
// whatever becomes of the editor. Each has a key that stays: its index in the item, and the hash of what it says. Pure.
import { z } from 'zod'
import type { AgendaItemId, LocalId } from '@/server/ids'
import { hashOf } from '@/server/minutes/canonical'
import { decisionKinds, isRecordBlock, mentionLabel, mentionNode, readLines } from '@/server/minutes/contract'
import type { ParagraphBlock, ParagraphView, Run } from './model'

const Node = z.looseObject({
  type: z.string().optional(),
  content: z.array(z.unknown()).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  text: z.string().nullish(),
  marks: z.record(z.string(), z.unknown()).optional(),
  id: z.string().optional(),
  number: z.string().nullish(),
  record: z.looseObject({ type: z.string() }).optional(),
  vote: z.looseObject({ question: z.string() }).nullish(),
})
type Node = z.infer<typeof Node>
const Item = z.object({ id: z.string(), content: z.array(z.unknown()) })

const Decision = z.object({ kind: z.enum(decisionKinds), text: z.string() })
const Task = z.object({
  title: z.string(),
  leadUnitId: z.string().nullable(),
  owner: z.string(),
  deliverable: z.string(),
  dueOn: z.string().nullable(),
})

/** Empty lines are counted and left out, so that an index means the same to everybody. */
export function paragraphsOf(text: string): ParagraphView[] {
  const { content } = Item.parse(JSON.parse(text))
  const all: ParagraphView[] = []
  collect(content, 'paragraph', all)
  return all.filter(({ plain }) => plain.trim() !== '')
}

type TextKind = 'paragraph' | 'heading' | 'bullet' | 'numbered'

function collect(content: readonly unknown[], kind: TextKind, into: ParagraphView[]): void {
  for (const raw of content) {
    const read = Node.safeParse(raw)
    if (!read.success) continue
    const node = read.data
    const add = (block: ParagraphBlock, plain: string, isText = false) =>
      into.push({ index: into.length, sha256: hashOf(raw), block, plain, isText })
    if (node.record) {
      const block = recordBlock(node)
      if (block) add(block, 'title' in block ? block.title : 'text' in block ? block.text : '')
    } else if (node.vote) {
      const { question } = node.vote
      add({ kind: 'paragraph', runs: [{ text: question, bold: true, italic: false }] }, question)
    } else if (node.type === 'table') {
      const block = tableBlock(node)
      add(block, block.rows.map((row) => row.map(wordsOf).join(' ')).join('\n'))
    } else if (isRecordBlock(node.type ?? '')) {
      const lines = readLines(node.attributes?.lines)
      const name = node.type as 'attendance' | 'speakers'
      add({ kind: 'record', name, lines }, lines.map(({ label, text }) => `${label} ${text}`).join('\n'))
    } else if (node.type === 'bulletList') collect(node.content ?? [], 'bullet', into)
    else if (node.type === 'orderedList') collect(node.content ?? [], 'numbered', into)
    else if (holdsBlocks(node)) collect(node.content ?? [], kind, into)
    else {
      const runs = runsOf(node.content ?? [node])
      add({ kind: node.type === 'heading' ? 'heading' : kind, runs }, wordsOf(runs), true)
    }
  }
}

const wordsOf = (runs: readonly Run[]) => runs.map((run) => run.text).join('')

const nodesIn = (node: Node): Node[] =>
  (node.content ?? []).flatMap((raw) => {
    const read = Node.safeParse(raw)
    return read.success ? [read.data] : []
  })

/** Rows as they are, short ones too; the paragraphs of a cell a line each. */
function tableBlock(table: Node): ParagraphBlock & { kind: 'table' } {
  const lines = nodesIn(table).map(nodesIn)
  const firstBody = lines.findIndex((cells) => cells.some((cell) => cell.type !== 'tableHeader'))
  const rows = lines.map((cells) =>
    cells.map((cell) =>
      nodesIn(cell).flatMap((paragraph, at): Run[] => [
        ...(at > 0 ? [{ text: '\n', bold: false, italic: false }] : []),
        ...runsOf(paragraph.content ?? []),
      ]),
    ),
  )
  return { kind: 'table', headRows: firstBody < 0 ? 0 : firstBody, rows }
}

/** A list item: what is inside are paragraphs, not words. */
const holdsBlocks = ({ content }: Node) =>
  content?.some((raw) => {
    const inner = Node.safeParse(raw)
    return (
      inner.success &&
      (inner.data.record !== undefined ||
        ['paragraph', 'heading'].includes(inner.data.type ?? '') ||
        (inner.data.content !== undefined && !['hardBreak', mentionNode].includes(inner.data.type ?? '')))
    )
  }) ?? false

function runsOf(content: readonly unknown[]): Run[] {
  return content.flatMap((raw): Run[] => {
    const read = Node.safeParse(raw)
    if (!read.success) return []
    const { type, text, marks = {}, content: inner, attributes } = read.data
    if (type === mentionNode) return [{ text: mentionLabel(attributes?.label), bold: false, italic: false }]
    if (type === 'hardBreak') return [{ text: '\n', bold: false, italic: false }]
    if (typeof text === 'string') return [{ text, bold: 'bold' in marks, italic: 'italic' in marks }]
    return inner ? runsOf(inner) : []
  })
}

function recordBlock({ id, number, record }: Node): ParagraphBlock | null {
  const localId = (id ?? '') as LocalId
  if (record?.type === 'decision') {
    const read = Decision.safeParse(record)
    return read.success ? { kind: 'decision', localId, decision: read.data.kind, text: read.data.text } : null
  }
  const read = Task.safeParse(record)
  return read.success ? { kind: 'actionItem', localId, number: number ?? null, ...read.data } : null
}

export type ReadableItem = { id: AgendaItemId; title: string; paragraphs: ParagraphView[] }

/** @param titles of the signed head, by id */
export const readable = (
  items: readonly { id: AgendaItemId; text: string }[],
  titles: ReadonlyMap<string, string>,
): ReadableItem[] => items.map(({ id, text }) => ({ id, title: titles.get(id) ?? '', paragraphs: paragraphsOf(text) }))
