// What is compared when something is looked for: full width and half width, capitals and small letters, traditional and
// simplified are one. Character by character, never by words: what is typed is a piece of a text, and must be folded as the
// same piece was folded inside it.
import { Converter } from 'opencc-js/t2cn'
import type { Folded } from './model'

const ways = [
  Converter({ from: 'tw', to: 'cn' }),
  Converter({ from: 'hk', to: 'cn' }),
  Converter({ from: 't', to: 'cn' }),
]
/** By code point: what is folded most is looked up, and an array is looked up fastest. */
const known: string[] = []
/** The same of single units that fold to a single one, which is nearly all there are; 0: of none, or not known yet. */
const units = new Uint16Array(0x10000)
const isWordy = /[\p{L}\p{N}]/u
/** Of a pair that is one character: by itself it means nothing, and together something else. */
const isHalf = (unit: number) => unit >= 0xd800 && unit <= 0xdfff

/** Without remembering it: for whoever asks of all characters once (unfold.ts). */
export function foldCharAnew(char: string): string {
  const plain = char.normalize('NFKC').toLowerCase()
  return [...plain]
    .map((each) => {
      if (!isWordy.test(each)) return ' '
      return ways.map((way) => way(each)).find((turned) => turned !== each) ?? each
    })
    .join('')
}

function foldChar(char: string): string {
  const code = char.codePointAt(0)!
  let folded = known[code]
  if (folded === undefined) {
    folded = foldCharAnew(char)
    known[code] = folded
    if (code < 0x10000 && !isHalf(code) && folded.length === 1) units[code] = folded.charCodeAt(0)
  }
  return folded
}

/** @returns null where a unit of the text is none of `units` */
function foldByUnits(text: string): string | null {
  const folded = new Uint16Array(text.length)
  for (let n = 0; n < text.length; n++) {
    const unit = units[text.charCodeAt(n)]!
    if (unit === 0) return null
    folded[n] = unit
  }
  return Buffer.from(folded.buffer).toString('utf16le')
}

/** Letters and digits as they are compared; everything else is a space. */
export function fold(text: string): string {
  const byUnits = foldByUnits(text)
  if (byUnits !== null) return byUnits
  let folded = ''
  for (const char of text) folded += foldChar(char)
  return folded
}

const samePlace = (n: number) => n

export function foldWithPlaces(text: string): Folded {
  const byUnits = foldByUnits(text)
  if (byUnits !== null) return { folded: byUnits, placeOf: samePlace }
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
  return { folded, placeOf: (n) => places[n]! }
}
