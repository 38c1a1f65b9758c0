// A table and a letter as sheets. Pure.
import { drawQr } from '@/server/qr'
import type { LetterPaper, PaperStyle, PaperTable, TablePaper } from './contract'
import type { Piece, Sheet } from './sheet'
import { paperWords, run } from './words'

const empty = {
  watermark: '',
  mark: [],
  isMinutes: false,
  issue: '',
  left: '',
  right: '',
  subtitle: [],
  signature: [],
  small: [],
  imprint: null,
} satisfies Partial<Sheet>

const tablePiece = ({ columns, rows }: PaperTable): Piece => ({
  kind: 'table',
  headRows: 1,
  shares: columns.map(({ share }) => share),
  aligns: columns.map(({ align }) => align ?? 'left'),
  rows: [
    columns.map(({ label }) => [run(label, true)]),
    ...rows.map((row) => columns.map((_, at) => [run(row[at] ?? '')])),
  ],
})

export function composeTable(table: TablePaper): Sheet {
  const t = paperWords(table.locale)
  // The page's number stands in the words at a place each language has its own.
  const [before = '', between = '', after = ''] = t('page', { page: '\u0001', pages: '\u0001' }).split('\u0001')
  return {
    ...empty,
    locale: table.locale,
    style: 'plain',
    isLandscape: table.isLandscape,
    title: table.title,
    subtitle: table.subtitle,
    pieces: [tablePiece(table)],
    small: table.notes,
    pageLabel: { before, between, after },
  }
}

export function composeLetter(letter: LetterPaper, style: PaperStyle): Sheet {
  const t = paperWords(letter.locale)
  return {
    ...empty,
    locale: letter.locale,
    style,
    isLandscape: false,
    mark: letter.head ? [letter.head] : [],
    right: letter.number,
    title: letter.title,
    pieces: [
      ...(letter.addressee
        ? [{ kind: 'text', role: 'flush', runs: [run(letter.addressee + t('colon').trimEnd())] } satisfies Piece]
        : []),
      ...letter.parts.map((part): Piece => {
        switch (part.kind) {
          case 'paragraph':
            return { kind: 'text', role: 'body', runs: [run(part.text)] }
          case 'heading':
            return { kind: 'text', role: 'section', runs: [run(part.text)] }
          case 'table':
            return tablePiece(part)
          case 'qr':
            return { kind: 'qr', link: part.link, text: part.text, ...drawQr(part.link) }
        }
      }),
    ],
    signature: letter.signature ? [letter.signature.unit, letter.signature.date].filter(Boolean) : [],
    small: letter.notes,
    pageLabel: null,
  }
}
