// Which row is a part of which: named by a number of the file, or by the task itself. Pure.
import { isClosed, maxDepth } from '@/server/action-items/model'
import type { FileItem, Problem, ProblemCode } from './contract'

type Named = { item: FileItem; parent: string; order: string }

/** Writes `parentRow` into the items. @returns what is wrong: nobody of that name, several, a circle, too deep, closed */
export function joinParents(rows: readonly Named[]): Problem[] {
  const problems: Problem[] = []
  const wrong = (row: number, code: ProblemCode, found: string, other?: number) =>
    void problems.push({ row, column: 'parent', code, found: found.slice(0, 60), ...(other ? { other } : {}) })
  const byRow = new Map(rows.map(({ item }) => [item.row, item]))
  // The number it was given says more than its place in the list, and both more than its words.
  const names = [({ item }: Named) => item.number, ({ order }: Named) => order, ({ item }: Named) => item.title].map(
    (nameOf) => {
      const found = new Map<string, FileItem[]>()
      for (const each of rows) {
        const name = nameOf(each)
        if (name !== '') found.set(name, [...(found.get(name) ?? []), each.item])
      }
      return found
    },
  )
  for (const { item, parent } of rows) {
    if (parent === '') continue
    const found = names.map((index) => index.get(parent)).find((items) => items !== undefined) ?? []
    if (found.length === 0) wrong(item.row, 'parentUnknown', parent)
    else if (found.length > 1) wrong(item.row, 'parentWhich', parent)
    else item.parentRow = found[0]!.row
  }
  for (const { item, parent } of rows) {
    const above = chainOf(item, byRow)
    if (above === null) wrong(item.row, 'parentCycle', parent, item.parentRow!)
    else if (above.length + 1 > maxDepth) wrong(item.row, 'parentDeep', parent)
    else if (above[0] && isClosed(above[0].state) && !isClosed(item.state))
      wrong(item.row, 'parentClosed', parent, above[0].row)
  }
  return problems
}

/** From the one above to the topmost; null for whoever stands in a circle, or below one. */
function chainOf(item: FileItem, byRow: ReadonlyMap<number, FileItem>): FileItem[] | null {
  const above: FileItem[] = []
  const met = new Set([item.row])
  for (let up = item.parentRow; up !== null; up = byRow.get(up)!.parentRow) {
    if (met.has(up)) return null
    met.add(up)
    above.push(byRow.get(up)!)
  }
  return above
}
