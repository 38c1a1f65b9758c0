// Rows of words as a workbook: every cell a text, none a formula (DECISIONS 36), the first row held while scrolling.
import ExcelJS from 'exceljs'
import { disarmed } from './csv'

export type Sheet = { name: string; rows: readonly (readonly string[])[] }

export async function toXlsx(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const book = new ExcelJS.Workbook()
  for (const { name, rows } of sheets) {
    // At most 31 characters, and none of those a spreadsheet refuses in a tab.
    const page = book.addWorksheet(name.replace(/[\\/?*[\]:']/g, ' ').slice(0, 31), {
      views: [{ state: 'frozen', ySplit: 1 }],
    })
    for (const [at, head] of (rows[0] ?? []).entries()) {
      const column = page.getColumn(at + 1)
      const longest = Math.max(widthOf(head), ...rows.slice(1, 200).map((row) => widthOf(row[at] ?? '')))
      column.width = Math.min(Math.max(longest + 2, 10), 48)
      column.alignment = { wrapText: true, vertical: 'top' }
      // Text, so that what is typed below keeps its leading zeros.
      column.numFmt = '@'
    }
    for (const row of rows) page.addRow(row.map(disarmed))
    page.getRow(1).font = { bold: true }
  }
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** A Chinese character is as wide as two digits. */
const widthOf = (text: string) =>
  Math.max(...text.split('\n').map((line) => line.length + (line.match(/[\u2e80-\uffef]/g)?.length ?? 0)))
