// The bytes of an upload → rows of cells. Bounded before anything is unpacked in full; runs in a thread of its own.
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { checkWorkbook } from './check-workbook'
import { FileRefused, type Cell, type Row } from './model'

/** The row of headings is looked for in so many; above it may stand a title. */
export const headRows = 10

export type Reading = {
  /** Rows below the headings, at most. */
  maxRows: number
  /** Whether the headings are there: how an encoding is told to be the right one. */
  hasHeadings: (rows: readonly Row[]) => boolean
}

/** @throws FileRefused */
export async function readFile(bytes: Uint8Array<ArrayBuffer>, fileName: string, reading: Reading): Promise<Row[]> {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName.trim())?.[1]?.toLowerCase() ?? ''
  if (['xlsm', 'xltm', 'xlsb', 'xlam'].includes(ending)) throw new FileRefused('macros')
  if (bytes.byteLength === 0) throw new FileRefused('empty')
  // The compound file of old workbooks, whatever its name; and of new ones behind a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new FileRefused('oldWorkbook')
  if (startsWith(bytes, [0x50, 0x4b])) return readWorkbook(bytes, reading)
  if (!['csv', 'txt'].includes(ending))
    throw new FileRefused(ending === 'xlsx' ? 'damaged' : ending === 'xls' ? 'oldWorkbook' : 'type')
  return readCsv(bytes, reading)
}

const startsWith = (bytes: Uint8Array, head: readonly number[]) => head.every((byte, at) => bytes[at] === byte)

async function readWorkbook(bytes: Uint8Array<ArrayBuffer>, { maxRows }: Reading): Promise<Row[]> {
  await checkWorkbook(bytes, maxRows)
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'drawing', 'picture', 'hyperlinks', 'extLst'],
    })
  } catch {
    throw new FileRefused('damaged')
  }
  const sheet = book.worksheets.find((each) => each.state === 'visible') ?? book.worksheets[0]
  if (!sheet) throw new FileRefused('empty')
  if (sheet.actualRowCount > maxRows + headRows) throw new FileRefused('tooManyRows')
  const rows: Row[] = []
  sheet.eachRow((row, number) => {
    const cells: Cell[] = []
    const joined: Record<number, readonly [number, number]> = {}
    row.eachCell({ includeEmpty: true }, (cell, at) => {
      if (at > 100) return
      cells[at - 1] = textOf(cell)
      if (cell.isMerged && cell.master !== cell) joined[at - 1] = [Number(cell.master.row), Number(cell.master.col) - 1]
    })
    rows.push({
      row: number,
      cells: Array.from(cells, (cell) => (cell === undefined ? '' : cell)),
      ...(Object.keys(joined).length > 0 ? { joined } : {}),
    })
  })
  return rows
}

function textOf(cell: ExcelJS.Cell): Cell {
  const { value } = cell
  if (cell.type === ExcelJS.ValueType.Formula) return null
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  // Half is kept as 0.5 and shown as 50%.
  if (typeof value === 'number' && cell.numFmt?.includes('%')) return `${Number((value * 100).toFixed(4))}%`
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  // A link's text may itself be rich.
  if ('text' in value) {
    const text: unknown = value.text
    return typeof text === 'string'
      ? text
      : ((text as ExcelJS.CellRichTextValue | null)?.richText ?? []).map((part) => part.text).join('')
  }
  // #REF! and the like: what was there is gone.
  return null
}

function readCsv(bytes: Uint8Array, { maxRows, hasHeadings }: Reading): Row[] {
  const certain = decodeCertain(bytes)
  if (certain !== null) return rowsOf(certain, maxRows)
  // Without a mark nobody can tell GB18030 from Big5 but by what it says: the right one has the headings.
  for (const encoding of ['gb18030', 'big5']) {
    const text = decode(bytes, encoding)
    if (text === null) continue
    const rows = rowsOf(text, maxRows)
    if (hasHeadings(rows)) return rows
  }
  throw new FileRefused('encoding')
}

/** The text where the bytes themselves say what they are: a mark, UTF-16's zeros, or UTF-8's grammar. */
function decodeCertain(bytes: Uint8Array): string | null {
  if (startsWith(bytes, [0xff, 0xfe])) return decode(bytes, 'utf-16le') ?? refuseEncoding()
  if (startsWith(bytes, [0xfe, 0xff])) return decode(bytes, 'utf-16be') ?? refuseEncoding()
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]! += 1
  // Commas and line ends of UTF-16 have a zero beside them, all on the same side.
  if (zeros[0]! + zeros[1]! > 0) {
    if (zeros[0]! > 0 && zeros[1]! > 0) refuseEncoding()
    return decode(bytes, zeros[1]! > 0 ? 'utf-16le' : 'utf-16be') ?? refuseEncoding()
  }
  return decode(bytes, 'utf-8')
}

function refuseEncoding(): never {
  throw new FileRefused('encoding')
}

/** Null where the bytes are not of that encoding. */
function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function rowsOf(text: string, maxRows: number): Row[] {
  const firstLine = /^[^\r\n]*/.exec(text)![0]
  const count = (mark: string) => firstLine.split(mark).length
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
  let records: string[][]
  try {
    records = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      // One more than may be: enough to know.
      to: maxRows + headRows + 1,
      max_record_size: 100_000,
    })
  } catch {
    throw new FileRefused('damaged')
  }
  if (records.length > maxRows + headRows) throw new FileRefused('tooManyRows')
  return records.map((cells, at) => ({ row: at + 1, cells: cells.slice(0, 100) }))
}
