// Rows of a form that are added, removed and moved by buttons, without scripts: the page is posted, the rows change place,
// everything typed comes back. And how typed words are tidied. Pure.
import type { FormValues } from './contract'

/** As typed, tidied; nothing invisible that could turn a line around. */
export const tidyWords = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/\r\n/g, '\n')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()

const rowName = (head: string) => new RegExp(`^${head}\\.(\\d{1,3})\\.([A-Za-z][A-Za-z0-9]*)$`)

/** The rows of `head` as typed, closed up. */
export function readRows(values: FormValues, head: string): Record<string, string>[] {
  const rows = new Map<number, Record<string, string>>()
  for (const [name, value] of Object.entries(values)) {
    const found = rowName(head).exec(name)
    if (!found) continue
    const at = Number(found[1])
    rows.set(at, { ...rows.get(at), [found[2]!]: value })
  }
  return [...rows.entries()].sort((a, b) => a[0] - b[0]).map(([, row]) => row)
}

export function writeRows(values: FormValues, head: string, rows: readonly Record<string, string>[]): FormValues {
  const others = Object.entries(values).filter(([name]) => !rowName(head).test(name))
  const flat = rows.flatMap((row, at) => Object.entries(row).map(([name, value]) => [`${head}.${at}.${name}`, value]))
  return Object.fromEntries([...others, ...flat])
}

/** @param op add, remove.2, up.2 or down.2; anything else leaves the rows as they are */
export function changeRows(
  rows: readonly Record<string, string>[],
  op: string,
  fresh: Record<string, string>,
  max: number,
): Record<string, string>[] {
  const [verb, text] = op.split('.')
  const at = Number(text)
  const out = [...rows]
  if (verb === 'add' && out.length < max) out.push(fresh)
  if (!Number.isInteger(at) || at < 0 || at >= out.length) return out
  if (verb === 'remove' && out.length > 1) out.splice(at, 1)
  const to = verb === 'up' ? at - 1 : verb === 'down' ? at + 1 : at
  if (to !== at && to >= 0 && to < out.length) out.splice(to, 0, ...out.splice(at, 1))
  return out
}
