// The other way round than fold.ts: of a folded word the pattern of all that folds to a text with this word in it. So texts are
// read as they were written, and nothing is kept beside them that could say something else than they do.
import { foldCharAnew } from './fold'

type Unfolded = {
  /** Of a folded character all that fold to it alone. */
  one: ReadonlyMap<string, string>
  /** Those that fold to several (㎡, ㈱, ㍿), by each of these: what they fold to, and what they are. */
  several: ReadonlyMap<string, readonly { folded: string; char: string }[]>
}

/** What folds to a letter or a digit is one itself, or a sign made of some. */
const mayFold = /[\p{L}\p{N}\p{S}]/u
/** Above them no letter, digit or sign has a place yet. */
const codes = 0x40000
/** Milliseconds at a time: a second in all, for which nobody else is made to wait. */
const turnMs = 5
let kept: Promise<Unfolded> | null = null

async function unfoldAll(): Promise<Unfolded> {
  const one = new Map<string, string>()
  const several = new Map<string, { folded: string; char: string }[]>()
  let begun = performance.now()
  for (let code = 0; code < codes; code++) {
    if (code % 64 === 0 && performance.now() - begun > turnMs) {
      await new Promise((done) => setImmediate(done))
      begun = performance.now()
    }
    const char = String.fromCodePoint(code)
    if (!mayFold.test(char)) continue
    const folded = foldCharAnew(char)
    const chars = [...folded]
    if (chars.length === 1) one.set(folded, (one.get(folded) ?? '') + char)
    else
      for (const each of new Set(chars))
        if (each !== ' ') several.set(each, [...(several.get(each) ?? []), { folded, char }])
  }
  return { one, several }
}

/** In longer words those that fold to several are not looked for: their pattern would grow without end. */
export const longestWhole = 8

/**
 * A regular expression, of Postgres or of JavaScript (`u`), found in exactly the texts whose folding has the term in it.
 * @param term folded: letters and digits, no space
 */
export async function patternOf(term: string): Promise<string> {
  kept ??= unfoldAll()
  const { one, several } = await kept
  const chars = [...term]
  /** What stands for the rest of the term from here on, from behind. */
  const rests: string[] = []
  for (let n = chars.length - 1; n >= 0; n--) {
    const ways = new Map([[n + 1, one.get(chars[n]!) ?? '']])
    const add = (to: number, char: string) => ways.set(to, (ways.get(to) ?? '') + char)
    const rest = chars.slice(n).join('')
    for (const { folded, char } of chars.length > longestWhole ? [] : (several.get(chars[n]!) ?? [])) {
      // In whatever of these ways: what it begins with or has within is of the text before, what it ends with of that behind.
      for (let from = folded.indexOf(chars[n]!); from >= 0; from = folded.indexOf(chars[n]!, from + 1)) {
        if (n > 0 && from > 0) break
        const part = folded.slice(from)
        if (part.startsWith(rest)) add(chars.length, char)
        else if (rest.startsWith(part)) add(n + [...part].length, char)
      }
    }
    const each = [...ways].filter(([, known]) => known !== '').map(([to, known]) => `[${known}]${rests[to] ?? ''}`)
    rests[n] = each.length === 1 ? each[0]! : `(?:${each.join('|')})`
  }
  return rests[0]!
}
