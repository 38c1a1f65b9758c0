// What is compared when something is looked for: full width and half width, capitals and small letters, traditional and
// simplified are one. Character by character, never by words: what is typed is a piece of a text, and must be folded as the
// same piece was folded inside it.
import { Converter } from 'opencc-js/t2cn'

const ways = [
  Converter({ from: 'tw', to: 'cn' }),
  Converter({ from: 'hk', to: 'cn' }),
  Converter({ from: 't', to: 'cn' }),
]
/** By code point: what is folded most is looked up, and an array is looked up fastest. */
const known: string[] = []
const isWordy = /[\p{L}\p{N}]/u

function foldChar(char: string): string {
  const code = char.codePointAt(0)!
  let folded = known[code]
  if (folded === undefined) {
    const plain = char.normalize('NFKC').toLowerCase()
    folded = [...plain]
      .map((each) => {
        if (!isWordy.test(each)) return ' '
        return ways.map((way) => way(each)).find((turned) => turned !== each) ?? each
      })
      .join('')
    known[code] = folded
  }
  return folded
}

/** Letters and digits as they are compared; everything else is a space. */
export function fold(text: string): string {
  let folded = ''
  for (const char of text) folded += foldChar(char)
  return folded
}

/** The folded text with the place in `text` where each unit of it begins. */
export function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = ''
  const places: number[] = []
  let place = 0
  for (const char of text) {
    const turned = foldChar(char)
    for (let n = 0; n < turned.length; n++) places.push(place)
    folded += turned
    place += char.length
  }
  places.push(place)
  return { folded, places }
}
