// A sheet to PDF by Typst. Loading the fonts takes half a second and a page some milliseconds, all of it in one go: so this
// runs in the thread of paper.worker.ts and nowhere else.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import * as measures from './measures'
import type { Piece, Sheet } from './sheet'
import { template } from './template'
import { printable } from './words'

// Open fonts (OFL) as whole files; what is embedded is the subset a paper uses (DECISIONS 35, docs/decisions/013).
const fonts = [
  '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
]

let made: NodeCompiler | undefined
function compiler(): NodeCompiler {
  const find = createRequire(import.meta.url)
  return (made ??= NodeCompiler.create({
    fontArgs: [{ fontBlobs: fonts.map((name) => readFileSync(find.resolve(name))) }],
  }))
}

const languages = {
  'zh-Hans': { lang: 'zh', region: 'cn', colon: '：' },
  'zh-Hant': { lang: 'zh', region: 'tw', colon: '：' },
  en: { lang: 'en', region: 'gb', colon: ': ' },
} as const

/** @throws where Typst refuses the template, which is our fault */
export function writePdf(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const { body, title, imprint, small, table } = measures.sizes
  const data = {
    ...(mapText(sheet) as Sheet),
    ...languages[sheet.locale],
    measures: {
      body,
      title,
      imprint,
      small,
      table,
      pitch: measures.pitch,
      advance: measures.advance,
      tracking: measures.tracking,
    },
    markSizes: sheet.mark.map((line, at) => measures.markSize(line, at === sheet.mark.length - 1)),
    pieces: sheet.pieces.map(forTypst),
  }
  const typst = compiler()
  const compiled = typst.compile({ mainFileContent: template, inputs: { sheet: JSON.stringify(data) } })
  const { result } = compiled
  if (!result) throw new Error(`Typst: ${JSON.stringify(compiled.takeError()?.shortDiagnostics ?? [])}`)
  const pdf = typst.pdf(result)
  typst.evictCache(10)
  return new Uint8Array(pdf)
}

function forTypst(piece: Piece) {
  // Its link is printed; its drawing is no text.
  if (piece.kind === 'qr') return { ...piece, text: breakable(piece.text), shownLink: breakable(piece.link) }
  return mapText(piece)
}

/** Every string of a structure, made printable and breakable. */
function mapText(value: unknown): unknown {
  if (typeof value === 'string') return breakable(value)
  if (Array.isArray(value)) return value.map(mapText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapText(each)]))
}

/** A word that is longer than a line may break anywhere: a zero-width space after every eighth of its characters. */
const breakable = (text: string): string =>
  printable(text).replace(
    /[^\s\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFFEF\u{20000}-\u{3FFFF}]{25,}/gu,
    (word) =>
      [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)]
        .map(({ segment }, at) => (at > 0 && at % 8 === 0 ? `\u200B${segment}` : segment))
        .join(''),
  )
