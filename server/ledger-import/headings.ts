// Which row of a sheet has the headings, and what they mean. Pure.
import { FileRefused, plainWord, type Row } from '@/server/spreadsheets/model'
import { columns, type Heading, type Understood } from './contract'

export type Headings = Readonly<Record<string, Heading>>
export type Places = Readonly<Partial<Record<Heading, number>>>

const rowsLookedAt = 10

/** A heading over several columns stands in the first of them alone; one over several rows in each. */
const known = ({ row, cells, joined }: Row, words: Headings): (Heading | undefined)[] =>
  cells.map((cell, place) => (cell === null || joined?.[place]?.[0] === row ? undefined : words[plainWord(cell)]))

/** Of two rows of headings, one above the other, the one that says more; of equal ones the upper. */
function headRowOf(rows: readonly Row[], words: Headings): number | null {
  let found: { at: number; count: number } | null = null
  for (const [at, row] of rows.slice(0, rowsLookedAt).entries()) {
    const here = known(row, words)
    const count = new Set(here.filter(Boolean)).size
    if (here.includes('task') && count >= 2 && count > (found?.count ?? 0)) found = { at, count }
  }
  return found?.at ?? null
}

/** How an encoding is told to be the right one. */
export const hasHeadings = (rows: readonly Row[], words: Headings): boolean => headRowOf(rows, words) !== null

/** @throws FileRefused `columns` (missing), `doubleColumn` */
export function findHeadings(
  rows: readonly Row[],
  words: Headings,
): { at: number; places: Places; understood: Omit<Understood, 'skipped'> } {
  const at = headRowOf(rows, words)
  if (at === null) throw new FileRefused('columns', ['task', 'lead'])
  const head = rows[at]!
  const here = known(head, words)
  const double = columns.filter((column) => here.indexOf(column) !== here.lastIndexOf(column))
  if (double.length > 0) throw new FileRefused('doubleColumn', double)
  if (!here.includes('lead')) throw new FileRefused('columns', ['lead'])
  const places: Partial<Record<Heading, number>> = {}
  const understood: Understood['columns'] = []
  const ignored: string[] = []
  for (const [place, cell] of head.cells.entries()) {
    const column = here[place]
    const heading = (cell ?? '').replace(/\s+/gu, ' ').trim().slice(0, 40)
    if (column) {
      places[column] = place
      understood.push({ heading, column })
    } else if (heading !== '' && head.joined?.[place]?.[0] !== head.row) ignored.push(heading)
  }
  return { at, places, understood: { headRow: head.row, columns: understood, ignored } }
}
