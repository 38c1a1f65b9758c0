// The expected answers of server/access.md, as rows: which verb, of what, and what stands in the column of each actor.
import { readFileSync } from 'node:fs'
import type { Verb } from '@/server/access'

/** ● in their own body or at their own meeting, ○ anywhere in their county. */
export type Answer = '●' | '○' | ''
type Row = { name: string; verb: Verb; variant: string; cells: Answer[] }

const [head, , ...lines] = readFileSync('server/access.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

/** Actors, in the order of the columns. */
export const actorNames = head!.slice(1)

export const accessRows: Row[] = lines.map(([name, ...cells]) => {
  const [verb, variant = ''] = name!.split(': ')
  return { name: name!, verb: verb as Verb, variant, cells: cells as Answer[] }
})

/** @param row as it stands in the table: a verb, or a verb and of what */
export function answerFor(row: string, actor: string): Answer {
  const found = accessRows.find(({ name }) => name === row)
  const column = actorNames.indexOf(actor)
  if (!found || column < 0) throw new Error(`access.md knows no ${row} for ${actor}`)
  return found.cells[column]!
}
