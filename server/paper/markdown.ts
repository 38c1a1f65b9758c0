// A sheet as Markdown (CommonMark with tables): whatever somebody typed is text and never becomes markup.
import type { PaperRun } from './contract'
import type { Piece, Sheet } from './sheet'
import { printable } from './words'

/** A backslash before every character that could mean something, wherever it stands. */
const escape = (text: string): string => printable(text).replace(/[\\`*_{}[\]()<>#+\-!|~&.:]/g, (char) => `\\${char}`)
/** As above, but dots, colons and hyphens inside a line mean nothing. */
const inline = (text: string): string =>
  printable(text)
    .replace(/[\\`*_[\]<>#|~&]/g, (char) => `\\${char}`)
    .split('\n')
    .map((line) => line.replace(/^(\s*)([-+=]|\d+[.)])/, (_, space: string, mark: string) => `${space}${escape(mark)}`))
    .join('  \n')

const runs = (all: readonly PaperRun[], isCell = false): string =>
  all
    .map(({ text, bold, italic, strike }) => {
      const said = isCell ? inline(text).replace(/\s*\n/g, '<br>') : inline(text)
      const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(said) ?? []
      if (!core) return said
      const marks = (bold ? '**' : '') + (italic ? '*' : '') + (strike ? '~~' : '')
      return before + marks + core + [...marks].reverse().join('') + after
    })
    .join('')

export function writeMarkdown(sheet: Sheet): string {
  const { imprint } = sheet
  const parts = [
    sheet.watermark && `**${inline(sheet.watermark)}**`,
    sheet.mark.map((line) => `**${inline(line)}**`).join('  \n'),
    [sheet.issue, sheet.left, sheet.right].filter(Boolean).map(inline).join(' · '),
    `# ${inline(sheet.title)}`,
    ...sheet.subtitle.map(inline),
    ...sheet.pieces.map(pieceMarkdown),
    ...sheet.signature.map(inline),
    ...(sheet.small.length > 0 || imprint ? ['---'] : []),
    ...sheet.small.map(inline),
    imprint?.text ? inline(imprint.label + imprint.text) : '',
    imprint ? [imprint.left, imprint.right].filter(Boolean).map(inline).join(' · ') : '',
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function pieceMarkdown(piece: Piece): string {
  switch (piece.kind) {
    case 'text': {
      const text = runs(piece.runs)
      if (piece.role === 'section') return `## ${text.replaceAll('\n', ' ')}`
      return piece.role === 'heading' ? `### ${text.replaceAll('\n', ' ')}` : text
    }
    case 'fact':
      return `**${inline(piece.label)}** ${inline(piece.text)}`
    case 'item': {
      const marker = /^\d+\.$/.test(piece.marker) ? piece.marker : '-'
      return `${'    '.repeat(Math.max(piece.depth - 1, 0))}${piece.marker ? marker : ' '} ${runs(piece.runs).replaceAll('\n', ' ')}`
    }
    case 'table': {
      const row = (cells: PaperRun[][]) => `| ${cells.map((cell) => runs(cell, true)).join(' | ')} |`
      const width = piece.rows[0]?.length ?? 0
      const [head, ...rest] = piece.headRows > 0 ? piece.rows : [Array.from({ length: width }, () => []), ...piece.rows]
      return [row(head!), `|${' --- |'.repeat(width)}`, ...rest.map(row)].join('\n')
    }
    case 'qr':
      return `${inline(piece.text)} <${encodeURI(piece.link)}>`
    case 'gap':
    case 'page':
      return ''
  }
}
