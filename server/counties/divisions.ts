// The real divisions of China with their codes (GB/T 2260 and the statistical codes of townships), read once when first
// asked. They stay on the server: a page gets what a search found, never the whole.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Converter } from 'opencc-js/t2cn'

export type DivisionLevel = 'province' | 'prefecture' | 'county' | 'township'
/** `within`: the names above it, from the province down. */
export type Division = { code: string; name: string; level: DivisionLevel; within: string[] }

const levels: Readonly<Record<number, DivisionLevel>> = { 2: 'province', 4: 'prefecture', 6: 'county', 9: 'township' }
const aboveOf: Readonly<Record<number, number>> = { 4: 2, 6: 4, 9: 6 }

let known: Map<string, string> | undefined

/** Code → name, in the order of the codes. */
function divisions(): Map<string, string> {
  if (known) return known
  const names = new Map<string, string>()
  let county = ''
  for (const line of readFileSync(divisionsFile(), 'utf8').split('\n')) {
    if (line === '') continue
    const isTownship = line.startsWith(' ')
    const [code, name] = split(isTownship ? line.slice(1) : line)
    if (!isTownship) county = code
    names.set(isTownship ? county + code : code, name)
  }
  return (known = names)
}

const split = (line: string): [string, string] => {
  const at = line.indexOf(' ')
  return [line.slice(0, at), line.slice(at + 1)]
}

/** The project is the working directory for every npm script; a bundle is looked up from its own file. */
function divisionsFile(): string {
  for (const start of [process.cwd(), path.dirname(process.argv[1] ?? '.')]) {
    for (let at = path.resolve(start); ; at = path.dirname(at)) {
      const file = path.join(/* turbopackIgnore: true */ at, 'server/counties/divisions.txt')
      if (statSync(file, { throwIfNoEntry: false })) return file
      if (at === path.dirname(at)) break
    }
  }
  throw new Error('server/counties/divisions.txt is missing')
}

const view = (code: string, name: string): Division => {
  const within: string[] = []
  for (let length = aboveOf[code.length]; length !== undefined; length = aboveOf[length]) {
    const above = divisions().get(code.slice(0, length))
    // 市辖区 and the like stand for no place of their own.
    if (above && !nameless.has(above)) within.unshift(above)
  }
  return { code, name, level: levels[code.length]!, within }
}
const nameless = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

export function findDivision(code: string): Division | null {
  const name = divisions().get(code)
  return name === undefined ? null : view(code, name)
}

/** The divisions directly below: counties of a prefecture, townships of a county. */
export function divisionsBelow(code: string): Division[] {
  const length = { 2: 4, 4: 6, 6: 9 }[code.length]
  if (length === undefined) return []
  return [...divisions()]
    .filter(([each]) => each.length === length && each.startsWith(code))
    .map(([each, name]) => view(each, name))
}

export const mostDivisions = 20

/** The names are in simplified characters, whatever is typed. */
let fold: ((text: string) => string) | undefined
const simplified = (text: string) => (fold ??= Converter({ from: 'tw', to: 'cn' }))(text)

/** By the beginning of a code or a part of the name; whole names first. One more than is shown at most. */
export function searchDivisions(query: string, level: DivisionLevel): Division[] {
  const typed = simplified(query.normalize('NFKC').trim())
  if (typed === '') return []
  const length = Number(Object.keys(levels).find((each) => levels[Number(each)] === level))
  const isCode = /^\d+$/.test(typed)
  const found = [...divisions()].filter(
    ([code, name]) =>
      code.length === length && !nameless.has(name) && (isCode ? code.startsWith(typed) : name.includes(typed)),
  )
  const weight = (name: string) => (name === typed ? 0 : name.startsWith(typed) ? 1 : 2)
  return found
    .sort(([codeA, a], [codeB, b]) => weight(a) - weight(b) || codeA.localeCompare(codeB))
    .slice(0, mostDivisions + 1)
    .map(([code, name]) => view(code, name))
}
