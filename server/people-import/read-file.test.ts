import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { checkWorkbook } from '@/server/spreadsheets/check-workbook'
import { FileRefused, type Row } from '@/server/spreadsheets/model'
import { readFile } from '@/server/spreadsheets/read-file'
import { maxRows } from './contract'
import { hasHeadings, readTable } from './model'
import { makeTemplate } from './template'
import { readWords } from './words'

const words = readWords()
const reading = { maxRows, hasHeadings: (rows: readonly Row[]) => hasHeadings(rows, words) }
const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text))
const table = '姓名,手机号,单位,单位类别,职务\r\n王芳,13900000001,实验小学,校,联络员\r\n'

const answer = (bytes: Uint8Array<ArrayBuffer>, name: string) =>
  readFile(bytes, name, reading)
    .then((rows) =>
      readTable(rows, words, '2026-09-16')
        .people.map((person) => person.name)
        .join(),
    )
    .catch((error: unknown) => (error instanceof FileRefused ? error.reason : String(error)))
const book = async (fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) => {
  const made = new ExcelJS.Workbook()
  fill(made.addWorksheet('人员'), made)
  return new Uint8Array(await made.xlsx.writeBuffer())
}
const zipOf = async (bytes: Uint8Array, change: (zip: JSZip) => void) => {
  const zip = await JSZip.loadAsync(bytes)
  change(zip)
  return new Uint8Array(await zip.generateAsync({ type: 'arraybuffer', compression: 'DEFLATE' }))
}
const plainBook = () =>
  book((sheet) => {
    sheet.addRow(['姓名', '手机号'])
    sheet.addRow(['王芳', 13900000001])
  })

describe('csv', () => {
  const utf16 = (text: string, big: boolean) => {
    const bytes = new Uint8Array(text.length * 2)
    const view = new DataView(bytes.buffer)
    for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), !big)
    return bytes
  }
  // 姓名,手机 / 王芳,139… as a Chinese spreadsheet program writes it.
  const gb = Buffer.from('d0d5c3fb2ccad6bbfa0d0acdf5b7bc2c31333930303030303030310d0a', 'hex')
  // 姓名,手機 / 王芳,139… as a program in Taiwan writes it.
  const big5 = Buffer.from('a96da6572ca4e2bef70d0aa4fdaada2c31333930303030303030310d0a', 'hex')
  it.each([
    ['UTF-8', encode(table)],
    ['UTF-8 with a mark', encode(`\ufeff${table}`)],
    ['UTF-16 LE with a mark', utf16(`\ufeff${table}`, false)],
    ['UTF-16 BE with a mark', utf16(`\ufeff${table}`, true)],
    ['UTF-16 LE without', utf16(table, false)],
    ['UTF-16 BE without', utf16(table, true)],
    ['GB18030', new Uint8Array(gb)],
    ['Big5', new Uint8Array(big5)],
    ['semicolons', encode(table.replaceAll(',', ';'))],
    ['tabs', encode(table.replaceAll(',', '\t'))],
  ])('is read in %s', async (_, bytes) => {
    expect(await answer(bytes, 'a.csv')).toBe('王芳')
  })
  it('is refused with a reason otherwise', async () => {
    expect(await answer(new Uint8Array(gb.map((byte) => byte ^ 0x55)), 'a.csv')).toBe('encoding')
    expect(await answer(new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), 'a.csv')).toBe('encoding')
    expect(await answer(new Uint8Array([1, 0, 0, 2, 0, 0, 0, 9]), 'a.csv')).toBe('encoding')
    expect(await answer(new Uint8Array(0), 'a.csv')).toBe('empty')
    expect(await answer(encode('\r\n\r\n'), 'a.csv')).toBe('empty')
    expect(await answer(encode(`姓名,手机\n${'王芳,13900000001\n'.repeat(100_000)}`), 'a.csv')).toBe('tooManyRows')
    expect(await answer(encode(table), 'a.pdf')).toBe('type')
    expect(await answer(encode(table), 'a.xlsx')).toBe('damaged')
  })
})

describe('a workbook', () => {
  it('gives numbers, dates, rich text and links as they are read, and formulas not at all', async () => {
    const bytes = await book((sheet) => {
      sheet.addRow(['姓名', '手机', '邮箱', '任期起', '单位', '职务'])
      sheet.addRow([
        { richText: [{ text: '王' }, { text: '芳' }] },
        13900000001,
        { text: 'w@x.cn', hyperlink: 'mailto:w@x.cn' },
        new Date('2026-09-01T00:00:00Z'),
        { formula: '"实验"&"小学"', result: '实验小学' },
        { error: '#REF!' },
      ])
    })
    const rows = await readFile(bytes, 'a.xlsx', reading)
    expect(rows[1]).toEqual({ row: 2, cells: ['王芳', '13900000001', 'w@x.cn', '2026-09-01', null, null] })
  })
  it('keeps the numbers of its rows where some are empty', async () => {
    const bytes = await book((sheet) => {
      sheet.getCell('A3').value = '姓名'
      sheet.getCell('B3').value = '手机'
      sheet.getCell('A7').value = '王芳'
      sheet.getCell('B7').value = '13900000001'
    })
    expect((await readFile(bytes, 'a.xlsx', reading)).map(({ row }) => row)).toEqual([3, 7])
  })
  it('is refused with macros, by its name or by what is in it', async () => {
    const plain = await plainBook()
    expect(await answer(plain, 'a.xlsm')).toBe('macros')
    expect(await answer(await zipOf(plain, (zip) => zip.file('xl/vbaProject.bin', 'x')), 'a.xlsx')).toBe('macros')
  })
  it('is refused when old, encrypted, broken or no workbook', async () => {
    const ole = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(await answer(ole, 'a.xls')).toBe('oldWorkbook')
    expect(await answer(ole, 'a.xlsx')).toBe('oldWorkbook')
    const plain = await plainBook()
    expect(await answer(plain.slice(0, plain.byteLength - 30), 'a.xlsx')).toBe('damaged')
    expect(await answer(await zipOf(plain, (zip) => zip.remove('xl/workbook.xml')), 'a.xlsx')).toBe('type')
    expect(
      await answer(await zipOf(plain, (zip) => zip.file('xl/worksheets/sheet1.xml', '<worksheet')), 'a.xlsx'),
    ).toBe('damaged')
  })
  it(
    'is refused with more rows than may be, and when it unpacks to too much, without being read',
    { timeout: 20_000 },
    async () => {
      const plain = await plainBook()
      const rows = '<row r="1"/>'.repeat(100_000)
      const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
      const many = await zipOf(plain, (zip) => zip.file('xl/worksheets/sheet1.xml', sheet))
      await expect(checkWorkbook(many, maxRows)).rejects.toMatchObject({ reason: 'tooManyRows' })
      const bomb = await zipOf(plain, (zip) => zip.file('xl/media/x.bin', new Uint8Array(120 << 20)))
      expect(bomb.byteLength).toBeLessThan(1 << 20)
      await expect(checkWorkbook(bomb, maxRows)).rejects.toMatchObject({ reason: 'tooLargeUnpacked' })
    },
  )
  it('is refused where a size lies', async () => {
    const bomb = await zipOf(await plainBook(), (zip) => zip.file('xl/media/x.bin', new Uint8Array(1 << 20)))
    // In the central directory: 1 MB said to be 1 kB.
    const bytes = Buffer.from(bomb)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(1 << 20)
    const at = bytes.lastIndexOf(size)
    bytes.writeUInt32LE(1 << 10, at)
    await expect(checkWorkbook(bytes, maxRows)).rejects.toMatchObject({ reason: 'damaged' })
  })
})

it.each(['zh-Hans', 'zh-Hant', 'en'] as const)('makes a template in %s that it reads itself', async (locale) => {
  const xlsx = await makeTemplate(locale, 'xlsx')
  expect(await answer(xlsx.body as Uint8Array<ArrayBuffer>, 'a.xlsx')).toBe('empty')
  const made = new ExcelJS.Workbook()
  await made.xlsx.load((xlsx.body as Uint8Array<ArrayBuffer>).buffer)
  made.worksheets[0]!.addRow(['王芳', '', '', '013900000001'])
  const filled = new Uint8Array(await made.xlsx.writeBuffer())
  expect(await answer(filled, 'a.xlsx')).toBe('王芳')
  const csv = await makeTemplate(locale, 'csv')
  expect(await answer(encode(`${String(csv.body)}李明,,,13900000002\r\n`), 'a.csv')).toBe('李明')
})
