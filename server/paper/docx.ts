// A sheet to DOCX, for people who go on working in Word or WPS: the type of the standard by name (it is on their machines,
// and not ours to hand out), the grid of 22 lines of 28 characters as a grid, page numbers apart for odd and even pages.
import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  FrameAnchorType,
  FrameWrap,
  HeightRule,
  HorizontalPositionAlign,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  UnderlineType,
  VerticalAlign,
  VerticalPositionAlign,
  WidthType,
  convertMillimetersToTwip as twips,
  type IFrameOptions,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx'
import QRCode from 'qrcode'
import type { PaperRun } from './contract'
import * as measures from './measures'
import type { Piece, Sheet } from './sheet'
import { printable } from './words'
import { finishDocx } from './finish-docx'

const red = 'C8161D'
/** Twentieths of a point, all. One less than the pitch, so that 22 lines stay within the field in every program. */
const exactLine = Math.floor(measures.pitch * 20)
/** One less than the standard's: LibreOffice rounds to tenths of a point, and lines are justified. */
const bodyAdvance = Math.floor(measures.advance * 20) - 1

type Face = 'song' | 'hei' | 'kai' | 'mark'
const official: Record<Face, string> = { song: '仿宋_GB2312', hei: '黑体', kai: '楷体_GB2312', mark: '方正小标宋简体' }
const plainFace: Record<Face, string> = { song: '宋体', hei: '黑体', kai: '宋体', mark: '黑体' }

type Look = {
  sheet: Sheet
  isOfficial: boolean
  size: number
  line: number
  /** By link, as PNG: a DOCX draws no paths. */
  codes: Map<string, Buffer>
}

export async function writeDocx(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const isOfficial = sheet.style === 'official'
  const look: Look = {
    sheet,
    isOfficial,
    size: isOfficial ? measures.sizes.body : 11,
    line: isOfficial ? exactLine : 370,
    codes: await drawCodes(sheet),
  }
  const margin = isOfficial
    ? {
        top: twips(37),
        left: twips(28),
        right: twips(26),
        bottom: twips(35),
        footer: twips(35 - 7 - 5.5),
        header: twips(15),
      }
    : { top: twips(24), left: twips(25), right: twips(25), bottom: twips(25), footer: twips(12), header: twips(12) }
  const document = new Document({
    title: sheet.title,
    creator: sheet.left || undefined,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { ...runOf(look, 'song'), size: look.size * 2, language: languageOf(sheet) } } },
      // The grid's characters are as wide as this style's: with the default of 10.5 pt, ours would take two each.
      paragraphStyles: [{ id: 'Normal', name: 'Normal', run: { ...runOf(look, 'song'), size: look.size * 2 } }],
    },
    sections: [
      {
        properties: {
          page: {
            size: {
              width: twips(measures.page.width),
              height: twips(measures.page.height),
              orientation: sheet.isLandscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin,
          },
          ...(isOfficial && {
            grid: {
              type: DocumentGridType.LINES_AND_CHARS,
              linePitch: exactLine,
              charSpace: Math.round(measures.tracking * 4096),
            },
          }),
        },
        footers: { default: footer(look, AlignmentType.RIGHT), even: footer(look, AlignmentType.LEFT) },
        children: [
          ...draftLine(look),
          ...head(look),
          // A paragraph that holds a break would stand alone on a page after a full one.
          ...sheet.pieces.flatMap((piece, at) => ofPiece(look, piece, sheet.pieces[at - 1]?.kind === 'page')),
          ...signature(look),
          ...foot(look),
        ],
      },
    ],
  })
  return finishDocx(await Packer.toBuffer(document))
}

async function drawCodes({ pieces }: Sheet): Promise<Map<string, Buffer>> {
  const links = pieces.flatMap((piece) => (piece.kind === 'qr' ? [piece.link] : []))
  const drawn = links.map(async (link) => [link, await QRCode.toBuffer(link, { margin: 2, scale: 6 })] as const)
  return new Map(await Promise.all(drawn))
}

const languageOf = ({ locale }: Sheet) =>
  locale === 'en' ? { value: 'en-GB' } : { value: 'en-US', eastAsia: locale === 'zh-Hant' ? 'zh-TW' : 'zh-CN' }

function runOf({ isOfficial }: Look, face: Face): IRunOptions {
  const name = (isOfficial ? official : plainFace)[face]
  return {
    font: {
      ascii: isOfficial ? name : 'Times New Roman',
      hAnsi: isOfficial ? name : 'Times New Roman',
      eastAsia: name,
      cs: 'Times New Roman',
    },
  }
}

/** Text with its line breaks, in one face. Of the body's size, it keeps 28 characters to a line. */
function words(look: Look, text: string, face: Face = 'song', options: IRunOptions = {}): TextRun[] {
  const spacing =
    look.isOfficial && options.size === undefined ? { characterSpacing: bodyAdvance - look.size * 20 } : {}
  return printable(text)
    .split('\n')
    .map(
      (part, at) =>
        new TextRun({ ...runOf(look, face), ...spacing, ...options, text: part, ...(at > 0 && { break: 1 }) }),
    )
}

const runs = (look: Look, all: readonly PaperRun[], face: Face = 'song', options: IRunOptions = {}): TextRun[] =>
  all.flatMap(({ text, bold, italic, underline, strike }) =>
    words(look, text, bold && face === 'song' ? 'hei' : face, {
      ...options,
      ...(bold && !look.isOfficial && { bold: true }),
      ...(italic && { italics: true }),
      ...(underline && { underline: { type: UnderlineType.SINGLE } }),
      ...(strike && { strike: true }),
    }),
  )

const paragraph = (look: Look, children: TextRun[], options: IParagraphOptions = {}): Paragraph =>
  new Paragraph({
    ...options,
    spacing: { line: look.line, lineRule: LineRuleType.EXACT, before: 0, after: 0, ...options.spacing },
    children,
  })

/** Two characters of the text. */
const indent = (look: Look, count = 2) => (look.isOfficial ? bodyAdvance : look.size * 20) * count

/** The watermark of a PDF has no like here that every program draws: the first line says it, and every footer. */
function draftLine(look: Look): Paragraph[] {
  const { watermark } = look.sheet
  // Beside the text that stands at this height in every case: it takes no line of the grid.
  return watermark && look.sheet.mark.length === 0
    ? [paragraph(look, words(look, watermark, 'hei', { color: red }), { alignment: AlignmentType.RIGHT })]
    : []
}

function head(look: Look): Paragraph[] {
  const { sheet, isOfficial } = look
  const made: Paragraph[] = []
  const last = sheet.mark.length - 1
  sheet.mark.forEach((text, at) => {
    const size = isOfficial ? measures.markSize(text, at === last) : at === last ? 20 : 11
    made.push(
      paragraph(
        look,
        words(look, text, 'mark', { size: Math.round(size * 2), ...(isOfficial ? { color: red } : { bold: true }) }),
        {
          alignment: isOfficial ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: {
            // Word leaves out space before the first paragraph of a page; an exact line as high as the gap is kept.
            line: Math.round((size + (isOfficial ? 11 : 7)) * 20),
            lineRule: LineRuleType.EXACT,
          },
        },
      ),
    )
  })
  if (made.length > 0) {
    if (isOfficial && sheet.isMinutes) made.unshift(blank(look, twips(35)))
    if (isOfficial) {
      if (sheet.issue) {
        made.push(blank(look), blank(look, 180))
        made.push(paragraph(look, words(look, sheet.issue), { alignment: AlignmentType.CENTER }))
        made.push(blank(look))
      }
      if (sheet.left || sheet.right) made.push(ends(look, sheet.left, sheet.right))
    } else if (sheet.issue + sheet.left + sheet.right) {
      const said = [sheet.issue, sheet.left, sheet.right].filter(Boolean).join('　')
      made.push(paragraph(look, words(look, said, 'song', { size: 19, color: '444444' })))
    }
    made.push(
      paragraph(look, [], {
        spacing: { line: twips(4), lineRule: LineRuleType.EXACT },
        border: { bottom: { style: BorderStyle.SINGLE, size: isOfficial ? 12 : 8, color: red, space: 1 } },
      }),
    )
    made.push(blank(look))
    if (isOfficial && sheet.isMinutes) made.push(blank(look, 380))
  }
  if (sheet.title)
    made.push(
      paragraph(
        look,
        words(look, sheet.title, 'mark', {
          size: (isOfficial ? measures.sizes.title : 15) * 2,
          ...(!isOfficial && { bold: true }),
        }),
        {
          alignment: isOfficial || sheet.mark.length === 0 ? AlignmentType.CENTER : AlignmentType.LEFT,
        },
      ),
      blank(look),
    )
  for (const line of sheet.subtitle)
    made.push(paragraph(look, words(look, line, 'song', { size: 19 }), { alignment: AlignmentType.CENTER }))
  return made
}

const blank = (look: Look, height = look.line) =>
  paragraph(look, [], { spacing: { line: height, lineRule: LineRuleType.EXACT } })

/** One text at either end of a line, a character in from the edges. */
function ends(
  look: Look,
  left: string,
  right: string,
  { size = look.size, options = {} }: { size?: number; options?: IParagraphOptions } = {},
): Paragraph {
  const inset = look.isOfficial ? size * 20 : 0
  const width = look.isOfficial ? twips(156) : twips(160)
  const face = { size: size * 2 }
  return paragraph(look, [...words(look, left, 'song', face), new TextRun('\t'), ...words(look, right, 'song', face)], {
    indent: { left: inset, right: inset },
    tabStops: [{ type: TabStopType.RIGHT, position: width - inset }],
    ...options,
  })
}

function ofPiece(look: Look, piece: Piece, pageBreakBefore: boolean): (Paragraph | Table)[] {
  const isChinese = look.sheet.locale !== 'en'
  const firstLine = isChinese ? indent(look) : 0
  const alignment = isChinese ? AlignmentType.BOTH : AlignmentType.LEFT
  switch (piece.kind) {
    case 'text':
      switch (piece.role) {
        case 'section':
          return [
            paragraph(look, runs(look, piece.runs, 'hei', look.isOfficial ? {} : { bold: true }), {
              indent: { firstLine },
              alignment: AlignmentType.LEFT,
              keepNext: true,
            }),
          ]
        case 'heading':
          return [
            paragraph(look, runs(look, piece.runs, 'kai', look.isOfficial ? {} : { bold: true }), {
              indent: { firstLine },
              alignment: AlignmentType.LEFT,
              keepNext: true,
            }),
          ]
        case 'flush':
          return [paragraph(look, runs(look, piece.runs), { alignment, pageBreakBefore })]
        case 'centred':
          return [
            paragraph(
              look,
              runs(look, piece.runs, 'mark', { size: (look.isOfficial ? measures.sizes.title : 14) * 2 }),
              { alignment: AlignmentType.CENTER },
            ),
          ]
        case 'body':
          return [
            paragraph(look, runs(look, piece.runs), {
              indent: { firstLine },
              alignment,
              ...(!isChinese && { spacing: { after: 80 } }),
            }),
          ]
      }

    case 'fact': {
      const label = piece.label + (isChinese ? '：' : ': ')
      const hanging = isChinese ? [...label].length * indent(look, 1) : 900
      return [
        paragraph(
          look,
          [...words(look, label, 'hei', look.isOfficial ? {} : { bold: true }), ...words(look, piece.text)],
          {
            indent: { left: firstLine + hanging, hanging },
            alignment,
          },
        ),
      ]
    }
    case 'item': {
      const step = indent(look)
      return [
        paragraph(look, [...words(look, piece.marker), new TextRun('\t'), ...runs(look, piece.runs)], {
          indent: { left: step * (piece.depth + 1), hanging: step },
          tabStops: [{ type: TabStopType.LEFT, position: step * (piece.depth + 1) }],
          alignment: AlignmentType.LEFT,
        }),
      ]
    }
    case 'table':
      return [table(look, piece), blank(look, 60)]
    case 'qr':
      return [
        new Paragraph({
          children: [
            new ImageRun({
              type: 'png',
              data: look.codes.get(piece.link)!,
              transformation: { width: 128, height: 128 },
            }),
          ],
          keepNext: true,
        }),
        paragraph(look, words(look, piece.text)),
        paragraph(look, words(look, piece.link, 'song', { size: 18 })),
      ]
    case 'gap':
      return [blank(look)]
    case 'page':
      return []
  }
}

function table(look: Look, { headRows, shares, aligns, rows }: Extract<Piece, { kind: 'table' }>): Table {
  const width = look.isOfficial ? twips(156) : look.sheet.isLandscape ? twips(261) : twips(160)
  const sum = shares.reduce((a, b) => a + b, 0)
  const widths = shares.map((share) => Math.floor((width * share) / sum))
  const size = look.isOfficial ? measures.sizes.table : 9.5
  const edge = { style: BorderStyle.SINGLE, size: 4, color: '5A5A5A' }
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
    rows: rows.map(
      (row, at) =>
        new TableRow({
          tableHeader: at < headRows,
          children: row.map(
            (cell, column) =>
              new TableCell({
                width: { size: widths[column]!, type: WidthType.DXA },
                margins: { top: 40, bottom: 40, left: 80, right: 80 },
                verticalAlign: at < headRows ? VerticalAlign.CENTER : VerticalAlign.TOP,
                children: [
                  paragraph(look, runs(look, cell, 'song', { size: Math.round(size * 2) }), {
                    alignment: aligns[column],
                    spacing: { line: Math.round((size + 6) * 20), lineRule: LineRuleType.EXACT },
                  }),
                ],
              }),
          ),
        }),
    ),
  })
}

function signature(look: Look): Paragraph[] {
  const { signature: said } = look.sheet
  if (said.length === 0) return []
  return [
    blank(look),
    ...said.map((line, at) =>
      paragraph(look, words(look, line), {
        alignment: AlignmentType.RIGHT,
        indent: { right: indent(look, 4) },
        keepNext: at < said.length - 1,
      }),
    ),
  ]
}

/** 版记 and the small lines, in a frame at the lower edge of the field on the last page. */
function foot(look: Look): Paragraph[] {
  const { imprint, small } = look.sheet
  if (!imprint && small.length === 0) return []
  const frame: IFrameOptions = {
    type: 'alignment',
    width: look.isOfficial ? twips(156) : twips(160),
    height: 0,
    rule: HeightRule.AUTO,
    anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
    alignment: { x: HorizontalPositionAlign.LEFT, y: VerticalPositionAlign.BOTTOM },
    wrap: FrameWrap.NOT_BESIDE,
  }
  const outer = { style: BorderStyle.SINGLE, size: 8, color: '000000', space: 2 }
  const inner = { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 2 }
  const size = look.isOfficial ? measures.sizes.imprint : 9
  const inset = look.isOfficial ? size * 20 : 0
  const spacing = { line: Math.round((size + 7) * 20), lineRule: LineRuleType.EXACT }
  const made = small.map((line) =>
    paragraph(look, words(look, line, 'song', { size: 21, color: '333333' }), {
      frame,
      spacing: { line: 290, lineRule: LineRuleType.EXACT },
    }),
  )
  if (imprint?.text) {
    const hanging = look.sheet.locale === 'en' ? 1500 : [...imprint.label].length * size * 20
    made.push(
      paragraph(look, words(look, imprint.label + imprint.text, 'song', { size: size * 2 }), {
        frame,
        indent: { left: inset + hanging, hanging, right: inset },
        spacing,
        border: { top: outer },
      }),
    )
  }
  if (imprint)
    made.push(
      ends(look, imprint.left, imprint.right, {
        size,
        options: { frame, spacing, border: { top: imprint.text ? inner : outer, bottom: outer } },
      }),
    )
  return [...made, new Paragraph({ spacing: { line: 20, lineRule: LineRuleType.EXACT }, children: [] })]
}

function footer(look: Look, alignment: (typeof AlignmentType)['LEFT' | 'RIGHT']): Footer {
  const { pageLabel, watermark } = look.sheet
  const plain = look.isOfficial
    ? { ...runOf(look, 'song'), font: '宋体', size: measures.sizes.imprint * 2 }
    : { size: 18 }
  const inset = look.isOfficial ? look.size * 20 : 0
  const draft = watermark ? words(look, watermark, 'hei', { color: red, size: plain.size }) : []
  const number = pageLabel
    ? [pageLabel.before, PageNumber.CURRENT, pageLabel.between, PageNumber.TOTAL_PAGES, pageLabel.after]
    : look.isOfficial
      ? ['— ', PageNumber.CURRENT, ' —']
      : [PageNumber.CURRENT]
  return new Footer({
    children: [
      new Paragraph({
        alignment: pageLabel ? AlignmentType.CENTER : alignment,
        indent: { left: inset, right: inset },
        children: [
          ...(alignment === AlignmentType.RIGHT && draft.length > 0 ? [...draft, new TextRun('　　')] : []),
          new TextRun({ ...plain, children: number }),
          ...(alignment === AlignmentType.LEFT && draft.length > 0 ? [new TextRun('　　'), ...draft] : []),
        ],
      }),
    ],
  })
}
