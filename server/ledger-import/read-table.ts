// Rows of a spreadsheet → items of a ledger, or what is wrong with which cell. Pure; runs in a thread of its own.
import type { Priority } from '@/server/action-items/contract'
import { tidyWords } from '@/server/forms/model'
import { hasChildName, hasIdNumber } from '@/server/privacy/model'
import { FileRefused, isEmptyRow, plainText, plainWord, readDay, type Row } from '@/server/spreadsheets/model'
import {
  columns,
  type Column,
  type FileItem,
  type ImportState,
  type Problem,
  type ProblemCode,
  type Understood,
} from './contract'
import { findHeadings, type Headings, type Places } from './headings'
import { joinParents } from './parents'

export type Words = {
  headings: Headings
  /** `late`: what is written for a state and is none. */
  states: Readonly<Record<string, ImportState | 'toVerify' | 'late'>>
  priorities: Readonly<Record<string, Priority>>
}

/** `items`: also of rows with problems, as far as they could be read, so that what is asked beside the body is told at once. */
export type Table = { rows: number; items: FileItem[]; problems: Problem[]; understood: Understood }

/** @throws FileRefused `empty`, `columns`, `doubleColumn` */
export function readTable(rows: readonly Row[], words: Words): Table {
  if (rows.every(isEmptyRow)) throw new FileRefused('empty')
  const { at, places, understood } = findHeadings(rows, words.headings)
  const skipped: Understood['skipped'] = []
  const read: Read[] = []
  // A heading that reaches over two rows is no first item.
  const below = rows.slice(at + 1).filter((row) => !isEmptyRow(row) && !continuesHead(row, rows[at]!))
  for (const row of below) {
    const aside = noItem(row, places)
    if (aside === null) read.push(readRow(row, places, words))
    else skipped.push({ row: row.row, text: aside.slice(0, 60) })
  }
  if (read.length === 0) throw new FileRefused('empty')
  const problems = read.flatMap((each) => each.problems)
  // Which rows belong together is asked when each is right: else a wrong number would be told twice.
  if (problems.length === 0) problems.push(...joinParents(read))
  return { rows: read.length, items: read.map(({ item }) => item), problems, understood: { ...understood, skipped } }
}

const continuesHead = ({ joined = {} }: Row, head: Row): boolean =>
  Object.values(joined).some(([row]) => row === head.row)

/** What a row that is no item says: one cell across the sheet, or nothing in any column that an item needs. */
function noItem(row: Row, places: Places): string | null {
  const { cells, joined = {} } = row
  const filled = [...cells.entries()].filter(([, cell]) => cell === null || cell.trim() !== '')
  const first = filled[0]!
  const isAcross = filled.length > 1 && filled.slice(1).every(([place]) => isPartOf(joined[place], row.row, first[0]))
  const taken = columns.filter((column) => column !== 'order' && column !== 'number' && places[column] !== undefined)
  const isBare = taken.every((column) => cells[places[column]!] === undefined || cells[places[column]!] === '')
  return isAcross || isBare ? (first[1] ?? '').replace(/\s+/gu, ' ').trim() : null
}

const isPartOf = (of: readonly [number, number] | undefined, row: number, place: number) =>
  of !== undefined && of[0] === row && of[1] === place

type Read = { item: FileItem; parent: string; order: string; problems: Problem[] }

/** Longest texts, as everywhere in the ledger. */
const longest = { title: 300, deliverable: 1000, owner: 80, remark: 4000, source: 300, number: 40, tag: 20, unit: 120 }

function readRow({ row, cells, joined = {} }: Row, places: Places, words: Words): Read {
  const problems: Problem[] = []
  const wrong = (column: Column, code: ProblemCode, found?: string) =>
    void problems.push({ row, column, code, ...(found ? { found: found.slice(0, 60) } : {}) })
  const textOf = (column: Column): string => {
    const place = places[column]
    if (place === undefined) return ''
    const of = joined[place]
    // Joined downwards, what stands there holds for each of these rows; sideways nobody knows which column it is for.
    if (of !== undefined && of[1] !== place) return (wrong(column, 'joined'), '')
    if (of !== undefined && column === 'task') problems.push({ row, column, code: 'joinedTask', other: of[0] })
    const cell = cells[place]
    if (cell === null) return (wrong(column, 'formula'), '')
    const text = (cell ?? '').trim()
    return text.startsWith('=') ? (wrong(column, 'formulaText', text), '') : tidyWords(plainText(text))
  }
  const line = (column: Column, max: number): string => {
    const text = textOf(column).replace(/\s+/gu, ' ')
    if (text.length > max) wrong(column, 'tooLong', text)
    return text
  }
  const many = (column: Column): string => {
    const text = textOf(column)
    if (text.length > longest.remark) wrong(column, 'tooLong', text)
    return text
  }
  const state = readState(textOf('state'), words, wrong)
  const texts = {
    task: line('task', longest.title),
    deliverable: line('deliverable', longest.deliverable),
    owner: line('owner', longest.owner),
    latest: many('latest'),
    notes: many('notes'),
    source: line('source', longest.source),
    number: line('number', longest.number),
  }
  for (const column of ['task', 'deliverable', 'owner', 'latest', 'notes', 'source'] as const) {
    if (hasIdNumber(texts[column])) wrong(column, 'idNumber')
    else if (hasChildName(texts[column])) wrong(column, 'childName', texts[column])
  }
  const isRight = (column: Column) => !problems.some((problem) => problem.column === column)
  if (texts.task === '' && isRight('task')) wrong('task', 'required')
  // Lines stay: they may part two names.
  const lead = textOf('lead')
  if (lead === '' && isRight('lead')) wrong('lead', 'required')
  const remark = [texts.latest, texts.notes].filter(Boolean).join('\n')
  if (remark.length > longest.remark) wrong('notes', 'tooLong', texts.notes)
  const item: FileItem = {
    row,
    title: texts.task,
    deliverable: texts.deliverable,
    lead,
    assisting: textOf('assisting'),
    owner: texts.owner,
    dueOn: readDue(textOf('due'), wrong),
    state,
    percent: readPercent(textOf('percent'), state, wrong),
    priority: readPriority(textOf('priority'), words, wrong),
    tags: readTags(textOf('tags'), wrong),
    remark,
    source: texts.source,
    number: texts.number,
    parentRow: null,
  }
  // Numbers of rows are often counted by a formula: only who names a row by them needs them.
  const order = places.order === undefined ? '' : (cells[places.order] ?? '').trim()
  return { item, parent: line('parent', longest.title), order, problems }
}

type Wrong = (column: Column, code: ProblemCode, found?: string) => void

function readState(text: string, { states }: Words, wrong: Wrong): ImportState {
  if (text === '') return 'todo'
  const state = states[plainWord(text)]
  if (state === undefined) wrong('state', 'stateUnknown', text)
  else if (state === 'toVerify') wrong('state', 'stateToVerify', text)
  else if (state === 'late') wrong('state', 'stateLate', text)
  else return state
  return 'todo'
}

function readDue(text: string, wrong: Wrong): string | null {
  if (text === '') return null
  const day = readDay(text)
  if (day === null) wrong('due', 'date', text)
  return day
}

function readPercent(text: string, state: ImportState, wrong: Wrong): number {
  if (text === '') return state === 'done' ? 100 : 0
  const found = /^(\d{1,3})\s*[%％]?$/u.exec(text)
  if (found && Number(found[1]) <= 100) return Number(found[1])
  wrong('percent', 'percent', text)
  return 0
}

function readPriority(text: string, { priorities }: Words, wrong: Wrong): Priority {
  const priority = text === '' ? 'normal' : priorities[plainWord(text)]
  if (priority === undefined) wrong('priority', 'priorityUnknown', text)
  return priority ?? 'normal'
}

function readTags(text: string, wrong: Wrong): string[] {
  const tags = [...new Set(text.split(/[,，、;；\s]+/u).filter(Boolean))]
  if (tags.length > 10 || tags.some((tag) => tag.length > longest.tag)) wrong('tags', 'tags', text)
  return tags
}
