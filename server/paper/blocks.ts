// The canonical text of an agenda item (minutes/canonical.ts) as blocks for paper. Pure. Any writer may have put anything
// there: what has no place on paper still gives its words, and nothing is believed.
import { z } from 'zod'
import { isRecordBlock, readLines, readRecord } from '@/server/minutes/contract'
import { VoteResult } from '@/server/votes/contract'
import type { PaperBlock, PaperRun } from './contract'

const TextNode = z.object({ text: z.string().nullable(), marks: z.record(z.string(), z.unknown()).optional() })
const RecordNode = z.object({
  number: z.string().nullable(),
  record: z.union([
    z.object({ type: z.literal('decision') }).loose(),
    z.object({ type: z.literal('actionItem') }).loose(),
  ]),
})
const ElementNode = z.object({
  type: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  content: z.array(z.unknown()),
})

/** A closed vote as it is signed (votes/read-canonical.ts). */
const VoteNode = z.object({
  type: z.literal('vote'),
  vote: z.object({ question: z.string(), choices: z.array(z.string()), result: VoteResult }).nullable(),
})

type Look = {
  /** Null where nobody of that id is in the body. */
  unitName: (id: string) => string | null
  votes: VoteWords
}
/** What was decided, of what there was to choose, and out of how many, in words. */
export type VoteWords = {
  options: { yes: string; no: string; abstain: string }
  outcome: (result: VoteResult, choices: readonly string[]) => string
  base: (result: VoteResult) => string
}

/** Never deeper than canonical.ts lets a text be. */
const maxDepth = 60
const maxCells = 60

/** Empty lines are where a caret stood or a record ends, not text. */
export const blocksOfContent = (content: readonly unknown[], look: Look): PaperBlock[] =>
  collect(content, look, 0).filter((block) => !isBlank(block))

const isBlank = (block: PaperBlock) => block.kind === 'paragraph' && block.runs.every((run) => run.text.trim() === '')

function collect(content: readonly unknown[], look: Look, depth: number): PaperBlock[] {
  if (depth > maxDepth) return []
  return content.flatMap((node): PaperBlock[] => {
    const record = RecordNode.safeParse(node)
    if (record.success) return [blockOfRecord(record.data, look)]
    const voted = VoteNode.safeParse(node)
    if (voted.success) return voted.data.vote ? [blockOfVote(voted.data.vote, look.votes)] : []
    const element = ElementNode.safeParse(node)
    if (!element.success) {
      const runs = runsOf([node], depth)
      return runs.length > 0 ? [{ kind: 'paragraph', runs }] : []
    }
    return blocksOfElement(element.data, look, depth)
  })
}

function blocksOfElement(
  { type, attributes, content }: z.infer<typeof ElementNode>,
  look: Look,
  depth: number,
): PaperBlock[] {
  switch (type) {
    case 'paragraph':
    case 'codeBlock':
      return [{ kind: 'paragraph', runs: runsOf(content, depth) }]
    case 'heading':
      return [{ kind: 'heading', level: Number(attributes.level) > 3 ? 2 : 1, runs: runsOf(content, depth) }]
    case 'bulletList':
    case 'orderedList':
    case 'taskList': {
      const items = childrenOf(content).map((item) => collect(item.content, look, depth + 1))
      const start = Number.isInteger(Number(attributes.start)) ? Number(attributes.start ?? 1) : 1
      return items.length > 0 ? [{ kind: 'list', isOrdered: type === 'orderedList', start, items }] : []
    }
    case 'table':
      return tableOf(content, depth)
    case 'horizontalRule':
      return []
    default:
      if (isRecordBlock(type))
        return readLines(attributes.lines).map(({ label, text }) => ({
          kind: 'paragraph',
          runs: [{ ...plain(`${label}　`), bold: true }, plain(text)],
        }))
      return collect(content, look, depth + 1)
  }
}

const childrenOf = (content: readonly unknown[]) =>
  content.flatMap((node) => {
    const parsed = ElementNode.safeParse(node)
    return parsed.success ? [parsed.data] : []
  })

function tableOf(content: readonly unknown[], depth: number): PaperBlock[] {
  const lines = childrenOf(content).map((row) => ({ row, cells: childrenOf(row.content) }))
  const spanOf = (value: unknown) => Math.min(Math.max(Math.trunc(Number(value)) || 1, 1), maxCells)
  const rows: PaperRun[][][] = lines.map(({ cells }) =>
    cells
      .flatMap((cell) => {
        const empty = Array.from({ length: spanOf(cell.attributes.colspan) - 1 }, (): PaperRun[] => [])
        return [joinLines(cell.content, depth + 1), ...empty]
      })
      .slice(0, maxCells),
  )
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (width === 0) return []
  for (const row of rows) while (row.length < width) row.push([])
  const firstBody = lines.findIndex(({ cells }) => cells.some((cell) => cell.type !== 'tableHeader'))
  return [{ kind: 'table', headRows: firstBody < 0 ? 0 : firstBody, rows }]
}

/** The paragraphs of a cell, a line each. */
function joinLines(content: readonly unknown[], depth: number): PaperRun[] {
  if (depth > maxDepth) return []
  return content.flatMap((node, at) => {
    const element = ElementNode.safeParse(node)
    const runs = element.success ? runsOf(element.data.content, depth) : runsOf([node], depth)
    return at > 0 && runs.length > 0 ? [plain('\n'), ...runs] : runs
  })
}

export const plain = (text: string): PaperRun => ({
  text,
  bold: false,
  italic: false,
  underline: false,
  strike: false,
})

function runsOf(content: readonly unknown[], depth: number): PaperRun[] {
  if (depth > maxDepth) return []
  return content.flatMap((node): PaperRun[] => {
    const text = TextNode.safeParse(node)
    if (text.success) {
      const marks = text.data.marks ?? {}
      const has = (name: string) => name in marks
      if (!text.data.text) return []
      return [
        {
          text: text.data.text,
          bold: has('bold'),
          italic: has('italic'),
          underline: has('underline'),
          strike: has('strike'),
        },
      ]
    }
    const element = ElementNode.safeParse(node)
    if (!element.success) return []
    if (element.data.type === 'hardBreak') return [plain('\n')]
    // Of a mention, the name as it was when it was written.
    const label: unknown = element.data.attributes.label
    if (typeof label === 'string' && element.data.content.length === 0) return [plain(label)]
    return runsOf(element.data.content, depth + 1)
  })
}

function blockOfRecord({ number, record: raw }: z.infer<typeof RecordNode>, look: Look): PaperBlock {
  const { record } = readRecord(raw.type, raw)
  if (record.type === 'decision') return { kind: 'decision', decision: record.kind, text: record.text }
  return {
    kind: 'actionItem',
    number: number !== null && /^\d{1,6}-\d{1,4}$/.test(number) ? number : null,
    title: record.title,
    lead: record.leadUnitId && look.unitName(record.leadUnitId),
    assisting: record.assistingUnitIds.flatMap((id) => look.unitName(id) ?? []),
    owner: record.owner,
    deliverable: record.deliverable,
    dueOn: record.dueOn,
  }
}

function blockOfVote(
  { question, choices, result }: NonNullable<z.infer<typeof VoteNode>['vote']>,
  { options, outcome, base }: VoteWords,
): PaperBlock {
  const labels = choices.length > 0 ? [...choices, options.abstain] : [options.yes, options.no, options.abstain]
  const counts = result.counts.map((count, at) => ({ label: labels[at] ?? '', count: String(count) }))
  return { kind: 'vote', title: question, outcome: outcome(result, choices), counts, remarks: [base(result)] }
}
