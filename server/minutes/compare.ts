// Two versions of an agenda item side by side, paragraph by paragraph, and within a paragraph word by word. Pure. The
// algorithm of Myers is the library's; what counts as the same paragraph is ours.
import { diffArrays } from 'diff'
import type { MinutesBlock, Run } from '@/server/minutes/blocks'
import type { ComparedRow, ComparedSide, ComparedField, ComparedPart } from '@/server/minutes/contract'

/** Below this share of common pairs of letters two paragraphs are two, not one rewritten. */
const alike = 0.3
/** Edits beyond which a text counts as wholly rewritten: the time to find them grows with their square. */
const mostEdits = 600
/** How far among the paragraphs that came one that went is looked for. */
const lookAhead = 40

/** The steps from one list to another, or all of it for all of it when they have little in common. */
export function stepsBetween(before: string[], after: string[]) {
  const whole = (value: string[], added: boolean) => ({ value, count: value.length, added, removed: !added })
  return (
    diffArrays(before, after, { maxEditLength: mostEdits }) ??
    [whole(before, false), whole(after, true)].filter((step) => step.count > 0)
  )
}

/** A table is compared row by row, what the record said line by line. */
type Comparable =
  Exclude<MinutesBlock, { kind: 'table' | 'record' }> | { kind: 'tableRow' | 'record'; runs: Run[]; isHead?: boolean }

const plain = (text: string): Run => ({ text, bold: false, italic: false })
const comparable = (block: MinutesBlock): Comparable[] => {
  if (block.kind === 'table')
    return block.rows.map((cells, at) => ({
      kind: 'tableRow',
      isHead: at < block.headRows,
      runs: cells.flatMap((runs, cell) => (cell > 0 ? [plain(' │ '), ...runs] : runs)),
    }))
  if (block.kind === 'record')
    return block.lines.map(({ label, text }) => ({ kind: 'record', runs: [plain(`${label}　${text}`)] }))
  return [block]
}

export function compareBlocks(
  blocksBefore: readonly MinutesBlock[],
  blocksAfter: readonly MinutesBlock[],
): ComparedRow[] {
  const [before, after] = [blocksBefore.flatMap(comparable), blocksAfter.flatMap(comparable)]
  const changes = stepsBetween(before.map(identityOf), after.map(identityOf))
  const rows: ComparedRow[] = []
  let [b, a] = [0, 0]
  for (let n = 0; n < changes.length; n++) {
    const change = changes[n]!
    if (change.removed || change.added) {
      const next = changes[n + 1]
      const isBoth = next !== undefined && (next.added || next.removed) && next.added !== change.added
      const removed = change.removed ? change.count : isBoth ? next.count : 0
      const added = change.added ? change.count : isBoth ? next.count : 0
      rows.push(...pairUp(before.slice(b, b + removed), after.slice(a, a + added)))
      b += removed
      a += added
      if (isBoth) n++
    } else {
      // A record is found again by its id; what stands in it may still have changed.
      for (let k = 0; k < change.count; k++) rows.push(rowOf(before[b++]!, after[a++]!))
    }
  }
  return rows
}

const identityOf = (block: Comparable) =>
  'localId' in block
    ? `record ${block.localId}`
    : block.kind === 'vote'
      ? `vote ${block.voteId}`
      : `${block.kind} ${'isHead' in block && block.isHead ? 'head ' : ''}${JSON.stringify(block.runs)}`

/** Paragraphs that went and paragraphs that came at one place: those that are alike are one, rewritten. Order is kept. */
function pairUp(removed: readonly Comparable[], added: readonly Comparable[]): ComparedRow[] {
  const rows: ComparedRow[] = []
  let from = 0
  for (const block of removed) {
    const ahead = added.slice(from, from + lookAhead).findIndex((other) => likeness(block, other) >= alike)
    if (ahead === -1) {
      rows.push(rowOf(block, null))
      continue
    }
    const at = from + ahead
    for (; from < at; from++) rows.push(rowOf(null, added[from]!))
    rows.push(rowOf(block, added[at]!))
    from = at + 1
  }
  for (; from < added.length; from++) rows.push(rowOf(null, added[from]!))
  return rows
}

function rowOf(before: Comparable | null, after: Comparable | null): ComparedRow {
  const [old, fresh] = [before ? fieldsOf(before) : [], after ? fieldsOf(after) : []]
  const names = [...new Set([...old, ...fresh].map(([name]) => name))]
  const sides = names.map((name) => {
    const [was, is] = [old, fresh].map((fields) => fields.find((field) => field[0] === name)?.[1] ?? '') as [
      string,
      string,
    ]
    return { name, ...(oneValue.has(name) ? compareWhole(was, is) : compareWords(was, is)) }
  })
  const side = (block: Comparable | null, which: 'before' | 'after'): ComparedSide | null =>
    block && {
      kind: block.kind,
      fields: sides
        .map(({ name, ...parts }) => ({ name, parts: parts[which] }))
        .filter((field) => field.parts.length > 0),
    }
  const isSame = before !== null && after !== null && JSON.stringify(before) === JSON.stringify(after)
  return { before: side(before, 'before'), after: side(after, 'after'), isSame }
}

function fieldsOf(block: Comparable): [ComparedField['name'], string][] {
  if ('runs' in block || block.kind === 'vote') return [['text', textOf(block)]]
  if (block.kind === 'decision')
    return [
      ['decision', block.decision],
      ['text', block.text],
    ]
  return (['title', 'leadUnitId', 'owner', 'deliverable', 'dueOn'] as const).map((name) => [name, block[name] ?? ''])
}

const textOf = (block: Comparable) =>
  'runs' in block
    ? block.runs.map((run) => run.text).join('')
    : block.kind === 'vote'
      ? (block.question ?? '')
      : block.kind === 'decision'
        ? block.text
        : block.title

// The language only guides where words end; Chinese and English stand in one text.
const words = new Intl.Segmenter('zh', { granularity: 'word' })
// Clause by clause: over a long text the segmenter takes a time that grows with the square of its length.
const clause = /[^\s，。；：、！？,.;:!?]{1,200}[\s，。；：、！？,.;:!?]?|[\s，。；：、！？,.;:!?]/gu
const wordsOf = (text: string) =>
  (text.match(clause) ?? []).flatMap((piece) => [...words.segment(piece)].map((part) => part.segment))

/** Ids, kinds and days: shown in the reader's words, so never cut. */
const oneValue: ReadonlySet<ComparedField['name']> = new Set(['decision', 'leadUnitId', 'dueOn'])

function compareWhole(before: string, after: string): { before: ComparedPart[]; after: ComparedPart[] } {
  const whole = (text: string) => (text === '' ? [] : [{ text, isChanged: before !== after }])
  return { before: whole(before), after: whole(after) }
}

/** The words of both, each with whether the other lacks it. */
export function compareWords(before: string, after: string): { before: ComparedPart[]; after: ComparedPart[] } {
  if (before === after) return compareWhole(before, after)
  const changes = stepsBetween(wordsOf(before), wordsOf(after))
  const part = ({ value, added, removed }: { value: string[]; added: boolean; removed: boolean }) => ({
    text: value.join(''),
    isChanged: added || removed,
  })
  return {
    before: changes.filter((change) => !change.added).map(part),
    after: changes.filter((change) => !change.removed).map(part),
  }
}

/** Share of pairs of neighbouring letters in common (Dice), 0 to 1; 0 for blocks of different kinds. */
function likeness(a: Comparable, b: Comparable): number {
  if ('runs' in a !== 'runs' in b) return 0
  if (!('runs' in a)) return 0
  const [left, right] = [pairsOf(textOf(a)), pairsOf(textOf(b))]
  let common = 0
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0)
  const sum = (pairs: ReadonlyMap<string, number>) => [...pairs.values()].reduce((total, count) => total + count, 0)
  const total = sum(left) + sum(right)
  return total === 0 ? 1 : (2 * common) / total
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>()
  const padded = ` ${text} `
  for (let at = 0; at + 1 < padded.length; at++) {
    const pair = padded.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}
