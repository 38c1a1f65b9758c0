// Papers as other programs read them: the figures of GB/T 9704—2012 measured in the PDF, its words given back, nothing cut.
import { Worker } from 'node:worker_threads'
import JSZip from 'jszip'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildWorker } from '@/tests/support/build-worker'
import { obtain } from '@/tests/support/obtain.mjs'
import { docxToPdf, pdfFonts, pdfPages, pdfText, pdfWords, type PdfWord } from '@/tests/support/pdf'
import { issued, ordinary, paragraph, rich } from '@/tests/support/sample-paper'
import type { LetterPaper, PaperMinutes, TablePaper } from './contract'
import { renderLetter, renderPaper, renderTablePaper, usePaperThread } from './render'

let thread: Awaited<ReturnType<typeof buildWorker>>
let office: string

beforeAll(async () => {
  const { found, missing } = await obtain(() => {}, ['poppler', 'office', 'fonts'])
  expect(missing).toEqual({})
  office = found.office!
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
}, 600_000)
afterAll(() => thread.drop())

const mm = (points: number) => (points * 25.4) / 72
const squeeze = (text: string) => text.replace(/[\s\u200B]/g, '')
const full: PaperMinutes = { ...issued, sections: [{ ...issued.sections[0]!, blocks: [paragraph('甲'.repeat(3000))] }] }

const linesOf = (words: readonly PdfWord[], page: number) => {
  const lines = new Map<number, PdfWord[]>()
  for (const word of words.filter((each) => each.page === page && /甲/.test(each.text))) {
    const at = Math.round(word.yMin * 10)
    lines.set(at, [...(lines.get(at) ?? []), word])
  }
  return [...lines].sort(([a], [b]) => a - b).map(([, line]) => line)
}

test('a page is A4 with the field of the standard: 37 and 28 mm, 22 lines of 28 characters in 156 × 225 mm', async () => {
  const words = await pdfWords(await renderPaper(full, { format: 'pdf' }))
  // Pages 2 to 4 are full of text.
  for (const page of [2, 3, 4]) {
    const lines = linesOf(words, page)
    expect(lines).toHaveLength(22)
    for (const line of lines) expect(line.map(({ text }) => text).join('')).toHaveLength(28)
    const all = lines.flat()
    const [left, right] = [Math.min(...all.map((w) => w.xMin)), Math.max(...all.map((w) => w.xMax))]
    const top = Math.min(...all.map((w) => w.yMin))
    const pitch = (lines[21]![0]!.yMin - lines[0]![0]!.yMin) / 21
    expect(mm(left)).toBeCloseTo(28, 1)
    expect(mm(right - left)).toBeCloseTo(156, 0)
    expect(mm(top)).toBeCloseTo(37, 0)
    expect(mm(pitch * 22)).toBeCloseTo(225, 0)
    expect(lines[0]![0]!.yMax - lines[0]![0]!.yMin).toBeCloseTo(16, 0)
  }
})

test('the mark begins 35 mm below the field, the title is 二号, numbers stand right on odd pages and left on even ones', async () => {
  const words = await pdfWords(await renderPaper(full, { format: 'pdf' }))
  const mark = words.find(({ text }) => text === '示范县家校社协同育人教联体')!
  expect(mm(mark.yMin)).toBeCloseTo(37 + 35, 0)
  const title = words.find(({ text }) => text.startsWith('2026年第二次联席会议纪要'))!
  expect(title.yMax - title.yMin).toBeCloseTo(22, 0)
  for (const page of [1, 2, 3, 4]) {
    const dashes = words.filter((word) => word.page === page && word.text === '—')
    const number = words.find((word) => word.page === page && word.text === String(page) && word.yMin > 760)!
    expect(number.yMax - number.yMin).toBeCloseTo(14, 0)
    const [left, right] = [Math.min(...dashes.map((d) => d.xMin)), Math.max(...dashes.map((d) => d.xMax))]
    // A character of 三号 in from the edge of the field, 7 mm below it.
    if (page % 2 === 1) expect(mm(595.28 - right)).toBeCloseTo(26 + mm(16), 0)
    else expect(mm(left)).toBeCloseTo(28 + mm(16), 0)
    expect(mm(number.yMin)).toBeCloseTo(297 - 35 + 7, 0)
  }
})

const wordsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) =>
    ['id', 'kind', 'decision', 'dueOn', 'label'].includes(name) ? [] : wordsOf(each),
  )
}

test.each(['official', 'plain'] as const)(
  '%s: whatever was written is given back, and stays on its page',
  async (style) => {
    const pdf = await renderPaper(rich, { format: 'pdf', style })
    const text = squeeze(await pdfText(pdf)).replace(/—\d+—/g, '')
    const missing = wordsOf(rich.sections)
      .flatMap((each) => each.split('\n'))
      .map((each) => squeeze(each.replace(/[\u202A-\u202E\u200F]/g, '')))
      // A long one may be cut by the foot of a page; emoji and what is drawn right to left are looked at by eye.
      .filter((each) => each.length > 0 && each.length < 120 && !/\p{Extended_Pictographic}/u.test(each))
      .filter((each) => !text.includes(each))
    expect(missing).toEqual([])
    expect((text.match(/a/g) ?? []).length).toBeGreaterThanOrEqual(500)
    expect(text).toContain('gnorw')
    const outside = (await pdfWords(pdf)).filter(
      (word) => word.xMin < 28 || word.xMax > 595.28 - 28 || word.yMax > 842 - 20,
    )
    expect(outside).toEqual([])
  },
)

test('fonts are embedded, all of them', async () => {
  const fonts = await pdfFonts(await renderPaper(issued, { format: 'pdf' }))
  expect(fonts.map(({ name }) => name)).toContainEqual(expect.stringMatching(/NotoSerifSC-Bold/))
  expect(fonts.filter((font) => !font.isEmbedded)).toEqual([])
})

test('a draft says so on every page, an issued one says who signed what', async () => {
  const draft = await pdfWords(await renderPaper(ordinary, { format: 'pdf' }))
  for (const page of [1, 2, 3])
    expect(draft.filter((word) => word.page === page && word.yMax - word.yMin > 60).length).toBeGreaterThan(0)
  const text = squeeze(await pdfText(await renderPaper(issued, { format: 'pdf' })))
  expect(text).not.toContain('草稿')
  expect(text).toContain(`正文SHA-256：${issued.signOff!.sha256}`)
  expect(text).toContain(`链首：${issued.signOff!.chainHead}（第6件）`)
})

test.each([
  ['zh-Hans', ['出席：', '任务清单', '发送：']],
  ['zh-Hant', ['出席：', '任務清單', '發送：']],
  ['en', ['Present:', 'Actionitems', 'Distribution:']],
] as const)('labels are in %s', async (locale, labels) => {
  const text = squeeze(await pdfText(await renderPaper(issued, { format: 'pdf', locale })))
  for (const label of labels) expect(text).toContain(label)
})

test('a DOCX opens in LibreOffice with as many pages and the same words, its grid and fonts by name', async () => {
  for (const paper of [ordinary, full, rich]) {
    const [pdf, docx] = [await renderPaper(paper, { format: 'pdf' }), await renderPaper(paper, { format: 'docx' })]
    const opened = await docxToPdf(office, docx)
    const [ours, theirs] = [await pdfPages(pdf), await pdfPages(opened)]
    // Of some tens of pages, fonts of other widths may move one.
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(ours > 20 ? 1 : 0)
    if (paper === full) {
      const lines = linesOf(await pdfWords(opened), 3)
      expect(lines).toHaveLength(22)
      for (const line of lines) expect(line.map(({ text }) => text).join('')).toHaveLength(28)
    }
    if (paper === ordinary) {
      const text = squeeze(await pdfText(opened))
      for (const word of ['课后服务收费项目和标准', '赵刚（代孙立）', '任务清单', '草稿']) expect(text).toContain(word)
    }
  }
  const zip = await JSZip.loadAsync(await renderPaper(issued, { format: 'docx' }))
  const [text, styles] = await Promise.all(
    ['word/document.xml', 'word/styles.xml'].map((name) => zip.file(name)!.async('string')),
  )
  expect(text).toMatch(/<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-8\d\d"\/>/)
  expect(text).toMatch(/<w:pgMar w:top="209[78]" w:right="1474" w:bottom="1984" w:left="158[78]"/)
  for (const font of ['仿宋_GB2312', '黑体', '方正小标宋简体']) expect(text).toContain(`w:eastAsia="${font}"`)
  expect(styles).toContain('<w:snapToGrid w:val="0"/>')
  expect(Object.keys(zip.files).filter((name) => /footer\d/.test(name)).length).toBeGreaterThanOrEqual(2)
}, 180_000)

test('HTML needs nothing beside it and runs nothing; Markdown takes nothing for markup', async () => {
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const html = decode(await renderPaper(rich, { format: 'html' }))
  expect(html).not.toMatch(/<script|<link|<img|src=|url\(|@import/)
  expect(html).toContain('&#60;b&#62;标签&#60;/b&#62;')
  const markdown = decode(await renderPaper(rich, { format: 'md' }))
  expect(markdown).toContain('\\*不是\\*')
  expect(markdown).toContain('| 第119行第4列 |')
})

const table: TablePaper = {
  title: '督办台账',
  subtitle: ['示范县教联体'],
  columns: [
    { label: '编号', share: 1 },
    { label: '任务内容', share: 4 },
  ],
  rows: Array.from({ length: 90 }, (_, at) => [`6-${at}`, `第${at}件任务的内容`.repeat(6)]),
  isLandscape: true,
  notes: [],
  locale: 'zh-Hans',
}

test('a long table has its head and its number on every page', async () => {
  const pdf = await renderTablePaper(table)
  const pages = await pdfPages(pdf)
  const text = squeeze(await pdfText(pdf))
  expect(pages).toBeGreaterThan(2)
  expect(text.match(/任务内容/g)).toHaveLength(pages)
  expect(text).toContain(`第${pages}页，共${pages}页`)
  for (const at of [0, 44, 89]) expect(text).toContain(`第${at}件任务的内容`)
})

const letter: LetterPaper = {
  head: '示范县家校社协同育人教联体',
  number: '督〔2026〕3号',
  title: '督办通知单',
  addressee: '示范县财政局',
  parts: [
    { kind: 'paragraph', text: '请于五个工作日内书面说明。' },
    { kind: 'table', columns: table.columns, rows: table.rows.slice(0, 3) },
    { kind: 'qr', link: 'https://example.invalid/l/abcdefghijklmnop', text: '扫码答复' },
  ],
  signature: { unit: '示范县教育局', date: '2026年6月23日' },
  notes: ['联系人：李敏'],
  locale: 'zh-Hans',
}

test('a letter has its parts as PDF and as DOCX', async () => {
  const pdf = await renderLetter(letter, { format: 'pdf' })
  const opened = await docxToPdf(office, await renderLetter(letter, { format: 'docx' }))
  for (const file of [pdf, opened]) {
    const text = squeeze(await pdfText(file))
    for (const word of ['督〔2026〕3号', '示范县财政局：', '请于五个', '任务内容', '扫码答复', '2026年6月23日', '李敏'])
      expect(text).toContain(word)
  }
}, 120_000)

test('the process that asks stays free while papers are set, however many at once', async () => {
  let longest = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  await Promise.all([rich, issued, rich, ordinary].map((paper) => renderPaper(paper, { format: 'pdf' })))
  clearInterval(beat)
  // Set in the asking process, the first alone would hold it for most of a second.
  expect(longest).toBeLessThan(300)
})

test('a paper that nobody waits for any more is not set, and one that is being set is not waited for', async () => {
  const given = vi.spyOn(Worker.prototype, 'postMessage')
  const of = (title: string): TablePaper => ({
    ...table,
    title,
    rows: Array.from({ length: 400 }, (_, n) => table.columns.map(() => `${title}${n}`)),
  })
  let isSet = false
  const first = renderTablePaper(of('甲')).finally(() => (isSet = true))
  const waits = new AbortController()
  const second = renderTablePaper(of('乙'), waits.signal)
  waits.abort()
  await expect(second).rejects.toMatchObject({ code: 'unavailable' })
  expect(isSet).toBe(false)
  await first
  const runs = new AbortController()
  const third = renderTablePaper(of('丙'), runs.signal)
  await vi.waitFor(() => expect(given).toHaveBeenCalledTimes(2))
  runs.abort()
  await expect(third).rejects.toMatchObject({ code: 'unavailable' })
  await expect(renderTablePaper(of('丁'), AbortSignal.abort())).rejects.toMatchObject({ code: 'unavailable' })
  expect(squeeze(await pdfText(await renderTablePaper(of('戊'))))).toContain('戊399')
  expect(given.mock.calls.map(([job]) => (job as { table: TablePaper }).table.title)).toEqual(['甲', '丙', '戊'])
  given.mockRestore()
}, 60_000)

test('of fifty that wait and are given up none keeps its place from somebody who comes then', async () => {
  const of = (rows: number): TablePaper => ({
    ...table,
    rows: Array.from({ length: rows }, () => table.columns.map(String)),
  })
  let isSet = false
  const first = renderTablePaper(of(400)).finally(() => (isSet = true))
  const waits = new AbortController()
  const others = Array.from({ length: 49 }, () => renderTablePaper(of(1), waits.signal))
  await expect(renderTablePaper(of(1))).rejects.toMatchObject({ code: 'unavailable' })
  waits.abort()
  expect(new Set((await Promise.allSettled(others)).map(({ status }) => status))).toEqual(new Set(['rejected']))
  const next = renderTablePaper(of(1))
  expect(isSet).toBe(false)
  expect((await next).length).toBeGreaterThan(1000)
  await first
}, 60_000)
