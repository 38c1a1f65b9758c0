// A kept item as paragraphs to be read and answered, from its canonical JSON alone: what was signed can be read for ever,
// whatever becomes of the editor. Each has a key that stays: its index in the item, and the hash of what it says. Pure.
import { z } from 'zod'
import type { AgendaItemId, LocalId } from '@/server/ids'
import { hashOf } from '@/server/minutes/canonical'
import { decisionKinds } from '@/server/minutes/contract'
import type { ParagraphBlock, ParagraphView, Run } from './model'

const Node = z.looseObject({
  type: z.string().optional(),
  content: z.array(z.unknown()).optional(),
  text: z.string().nullish(),
  marks: z.record(z.string(), z.unknown()).optional(),
  id: z.string().optional(),
  number: z.string().nullish(),
  record: z.looseObject({ type: z.string() }).optional(),
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
    const add = (block: ParagraphBlock, plain: string) =>
      into.push({ index: into.length, sha256: hashOf(raw), block, plain })
    if (node.record) {
      const block = recordBlock(node)
      if (block) add(block, 'title' in block ? block.title : 'text' in block ? block.text : '')
    } else if (node.type === 'bulletList') collect(node.content ?? [], 'bullet', into)
    else if (node.type === 'orderedList') collect(node.content ?? [], 'numbered', into)
    else if (holdsBlocks(node)) collect(node.content ?? [], kind, into)
    else {
      const runs = runsOf(node.content ?? [node])
      add({ kind: node.type === 'heading' ? 'heading' : kind, runs }, runs.map((run) => run.text).join(''))
    }
  }
}

/** A list item or a cell: what is inside are paragraphs, not words. */
const holdsBlocks = ({ content }: Node) =>
  content?.some((raw) => {
    const inner = Node.safeParse(raw)
    return (
      inner.success &&
      (inner.data.record !== undefined ||
        ['paragraph', 'heading'].includes(inner.data.type ?? '') ||
        (inner.data.content !== undefined && inner.data.type !== 'hardBreak'))
    )
  }) ?? false

function runsOf(content: readonly unknown[]): Run[] {
  return content.flatMap((raw): Run[] => {
    const read = Node.safeParse(raw)
    if (!read.success) return []
    const { type, text, marks = {}, content: inner } = read.data
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
