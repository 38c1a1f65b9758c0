// Pure rules of finding: what a text is found by, what is looked for, and what is shown of it. Texts are folded (fold.ts).

/** Of an index row: a text of hundreds of pages is found by its beginning. */
export const maxIndexed = 20_000

/** Every character and every two neighbours of a folded text. */
export function gramsOf(folded: string): Set<string> {
  const grams = new Set<string>()
  for (const word of folded.split(/\s+/)) {
    const chars = [...word]
    chars.forEach((char, n) => {
      grams.add(char)
      const next = chars[n + 1]
      if (next !== undefined) grams.add(char + next)
    })
  }
  return grams
}

/** All that a row is found by; the title's stand a second time, marked. */
export function gramsOfEntry(foldedTitle: string, foldedBody: string): string[] {
  const ofTitle = [...gramsOf(foldedTitle)]
  return [...new Set([...ofTitle, ...gramsOf(foldedBody)]), ...ofTitle.map((gram) => `^${gram}`)]
}

export const mostTerms = 8

/** What is looked for: the words of a folded query, longest first, none inside another. */
export function termsOf(folded: string): string[] {
  const words = [...new Set(folded.split(/\s+/).filter((word) => word !== ''))].sort((a, b) => b.length - a.length)
  return words.filter((word, n) => !words.slice(0, n).some((longer) => longer.includes(word))).slice(0, mostTerms)
}

/** What a row must be found by to have a term in it: pairs say it all, but for a single character. */
export function gramsOfTerm(term: string): string[] {
  const chars = [...term]
  if (chars.length < 2) return chars
  return [...new Set(chars.slice(1).map((char, n) => chars[n]! + char))]
}

/** Pairs that all stand somewhere are not yet the phrase. */
export const needsReading = (term: string) => [...term].length > 2

/** A text as it is compared: for each unit of it, and for its end, where that begins in the text. */
export type Folded = { folded: string; placeOf(n: number): number }

export type Piece = { text: string; isHit: boolean }

/** Where the terms stand in a folded text: [from, to) of it, in order, none over another. */
export function hitsIn(folded: string, terms: readonly string[], most = 50): [number, number][] {
  const found: [number, number][] = []
  for (const term of terms) {
    for (
      let from = folded.indexOf(term);
      from >= 0 && found.length < most;
      from = folded.indexOf(term, from + term.length)
    )
      found.push([from, from + term.length])
  }
  found.sort((a, b) => a[0] - b[0])
  return found.filter(([from], n) => n === 0 || from >= found[n - 1]![1])
}

/**
 * A text with its hits marked.
 * @param around how many characters are shown before the first hit, and twice as many after; null: the whole text
 */
export function piecesOf(
  text: string,
  { folded, placeOf }: Folded,
  terms: readonly string[],
  around: number | null,
): Piece[] {
  const hits = hitsIn(folded, terms)
  const first = hits[0]?.[0] ?? 0
  const from = around === null ? 0 : Math.max(0, first - around)
  const to = around === null ? folded.length : Math.min(folded.length, first + 2 * around)
  const pieces: Piece[] = []
  const add = (a: number, b: number, isHit: boolean) => {
    const part = text.slice(placeOf(a), placeOf(b)).replace(/\s+/gu, ' ')
    if (part !== '') pieces.push({ text: part, isHit })
  }
  let done = from
  for (const [start, end] of hits) {
    if (start < done || end > to) continue
    add(done, start, false)
    add(start, end, true)
    done = end
  }
  add(done, to, false)
  if (from > 0 && pieces[0]) pieces[0] = { ...pieces[0], text: `…${pieces[0].text}` }
  if (to < folded.length) pieces.push({ text: '…', isHit: false })
  return pieces
}

/**
 * What is shown of a text. Folds no more of it than what is shown: a hit mostly stands in the beginning, and folding all of
 * twenty long texts costs more than finding them.
 */
export function snippetOf(
  text: string,
  foldWithPlaces: (text: string) => Folded,
  terms: readonly string[],
  around: number,
): Piece[] {
  if (text === '') return []
  for (let length = 8 * around; ; length *= 4) {
    const part = foldWithPlaces(text.slice(0, length))
    const first = Math.min(...terms.map((term) => part.folded.indexOf(term)).filter((place) => place >= 0))
    if (length >= text.length || first + 4 * around < part.folded.length) return piecesOf(text, part, terms, around)
  }
}

export type Section = { partId: string; title: string; body: string }

/**
 * The text of a sitting's minutes (minutes/model: plainTextOf) by agenda item. An item whose title was changed since is not
 * found in the text, and what it says stands under the one before it until the text is settled again.
 */
export function sectionsOf(plainText: string, items: readonly { id: string; title: string }[]): Section[] {
  const starts: { partId: string; title: string; from: number; text: number }[] = []
  let from = 0
  for (const { id, title } of items) {
    const head = `${title}\n`
    const at = plainText.startsWith(head, from) ? from : plainText.indexOf(`\n\n${head}`, from)
    if (at < 0) continue
    const begins = plainText.startsWith(head, at) ? at : at + 2
    starts.push({ partId: id, title, from: begins, text: begins + head.length })
    from = begins + head.length - 1
  }
  return starts.map(({ partId, title, text }, n) => ({
    partId,
    title,
    body: plainText.slice(text, starts[n + 1]?.from).trim(),
  }))
}
