// Where a word stands in a text of the minutes. Letters are compared without their case and width: ＡBc is abc. Pure.
import type { Node } from '@tiptap/pm/model'

export type TextMatch = { from: number; to: number }

/** One character stays one, so that places in the folded text are places in the text. */
export function fold(text: string): string {
  let folded = ''
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const narrow = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code === 0x3000 || code === 0xa0 ? 0x20 : code
    const low = String.fromCharCode(narrow).toLowerCase()
    folded += low.length === 1 ? low : String.fromCharCode(narrow)
  }
  return folded
}

/** Beginnings of a word in a text, none inside another. @param word folded, not empty */
export function placesIn(text: string, word: string): number[] {
  const folded = fold(text)
  const places: number[] = []
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) places.push(at)
  return places
}

/** In document order, within one paragraph each; a word may begin bold and end plain. */
export function matchesIn(doc: Node, query: string): TextMatch[] {
  const word = fold(query)
  const matches: TextMatch[] = []
  if (word === '') return matches
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    // A leaf is one place long; the stand-in is no letter anybody looks for.
    const text = node.textBetween(0, node.content.size, undefined, '\ufffc')
    for (const at of placesIn(text, word)) matches.push({ from: pos + 1 + at, to: pos + 1 + at + word.length })
    return false
  })
  return matches
}
