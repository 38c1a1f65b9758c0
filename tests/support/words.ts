// The sentences people see, read from messages/ as the pages do, so that a story names controls as a reader would.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Locale = 'zh-Hans' | 'zh-Hant' | 'en'
type Values = Record<string, string | number>

const trees = new Map<string, unknown>()

/** `words('zh-Hant', 'rooms')('lobby.admitOf', { name })`; plain arguments only. */
export function words(locale: Locale, namespace: string) {
  const key = `${locale}/${namespace}`
  if (!trees.has(key))
    trees.set(
      key,
      JSON.parse(readFileSync(fileURLToPath(new URL(`../../messages/${key}.json`, import.meta.url)), 'utf8')),
    )
  return (path: string, values: Values = {}): string => {
    const found = path
      .split('.')
      .reduce<unknown>((tree, part) => (tree as Record<string, unknown> | undefined)?.[part], trees.get(key))
    if (typeof found !== 'string') throw new Error(`no message ${key}.json: ${path}`)
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}

/** A pattern for a name whose arguments do not matter: every {…} stands for anything. */
export function pattern(text: string): RegExp {
  let depth = 0
  let out = ''
  for (const char of text) {
    if (char === '{') {
      if (depth === 0) out += '.*'
      depth += 1
    } else if (char === '}') depth -= 1
    else if (depth === 0) out += char.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  }
  return new RegExp(`^${out}$`)
}
