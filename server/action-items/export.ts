// The ledger as a file: a workbook and a list of commas are written as they are read, to a stream; a paper is set whole and
// has an end to its length.
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { z } from 'zod'
import type { SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { Progress } from '@/server/export/contract'
import { byteOrderMark, csvLine, disarmed } from '@/server/export/csv'
import type { CountyId } from '@/server/ids'
import { translator } from '@/server/messages'
import { writeDay } from '@/server/paper/words'
import { renderTablePaper } from '@/server/paper/render'
import { dayIn } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import { isForAll } from './audience'
import { LedgerQuery } from './contract'
import { allOfCounty, eachExported, exportColumns, exportHeads } from './export-rows'
import { allAsked } from './read'

export const ledgerFormats = ['xlsx', 'csv', 'pdf'] as const
export type LedgerFormat = (typeof ledgerFormats)[number]
export const LedgerExport = LedgerQuery.extend({ format: z.enum(ledgerFormats, 'unknown') })

/** Rows of one paper: some two hundred pages. A workbook has no such end. */
export const mostOnPaper = 3000

const types: Record<LedgerFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
}

type Ask = {
  countyId: CountyId
  where: SQL
  format: LedgerFormat
  locale: Locale
  at: Date
  onProgress?: Progress
  signal?: AbortSignal | undefined
}

/**
 * @param out gets the whole file and is ended
 * @returns how many items @throws too_large for a paper of more than `mostOnPaper`
 */
async function writeLedger(db: Db, ask: Ask, out: Writable): Promise<number> {
  const { countyId, where, format, locale, at } = ask
  const [county] = await db.select().from(counties).where(eq(counties.id, countyId))
  const timeZone = county!.timeZone
  const now = { today: dayIn(timeZone, at), timeZone, locale }
  const heads = exportHeads(locale)
  const each = (work: (rows: string[][]) => Promise<void> | void) =>
    eachExported(db, countyId, where, now, work, (done, total) => {
      if (format === 'pdf' && total > mostOnPaper) throw new AppError('too_large')
      ask.onProgress?.(done, total)
    })
  if (format === 'csv') {
    await write(out, byteOrderMark + csvLine(heads))
    const count = await each((rows) => write(out, rows.map(csvLine).join('')))
    await end(out)
    return count
  }
  if (format === 'xlsx') {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false })
    const page = book.addWorksheet(translator(locale, 'action-items')('title'), {
      views: [{ state: 'frozen', ySplit: 1 }],
    })
    page.columns = exportColumns.map((name) => ({ width: widths[name] }))
    page.addRow(heads).font = { bold: true }
    const count = await each(async (rows) => {
      for (const row of rows) page.addRow(row.map(disarmed)).commit()
      if (out.writableNeedDrain) await once(out, 'drain')
    })
    await book.commit()
    return count
  }
  const all: string[][] = []
  const count = await each((rows) => {
    all.push(...rows)
  })
  const t = translator(locale, 'action-items')
  const bytes = await renderTablePaper(
    {
      title: t('title'),
      subtitle: [county!.name, t('export.asOf', { day: writeDay(locale, now.today), count })],
      columns: exportColumns.map((name, n) => ({ label: heads[n]!, share: widths[name] })),
      rows: all,
      isLandscape: true,
      notes: [],
      locale,
    },
    ask.signal,
  )
  await write(out, bytes)
  await end(out)
  return count
}

/** In characters of a column; of a paper, shares. */
const widths: Record<(typeof exportColumns)[number], number> = {
  order: 6,
  number: 9,
  source: 22,
  task: 30,
  deliverable: 18,
  lead: 18,
  assisting: 18,
  leader: 9,
  owner: 9,
  due: 12,
  latest: 28,
  evidence: 8,
  state: 9,
  warning: 6,
  verified: 16,
  notes: 14,
}

async function write(out: Writable, chunk: string | Uint8Array): Promise<void> {
  if (!out.write(chunk)) await once(out, 'drain')
}
async function end(out: Writable): Promise<void> {
  out.end()
  await finished(out)
}

/** For the operator: every item of one county that was not withdrawn, and nothing restricted. */
export const exportCounty = (
  db: Db,
  countyId: CountyId,
  { format, locale }: { format: LedgerFormat; locale: Locale },
  at: Date,
  out: Writable,
): Promise<number> =>
  writeLedger(db, { countyId, where: allOfCounty(countyId, isForAll(countyId)), format, locale, at }, out)

/**
 * What somebody asked the ledger for, as a file. It is finished before a byte of it leaves: whoever takes it slowly holds no
 * snapshot of the database open.
 * @param signal ends it when whoever asked has left, as does an `onProgress` that throws
 * @throws too_large
 */
export async function exportLedger(
  db: Db,
  actor: PersonActor,
  { format, locale, ...query }: z.output<typeof LedgerExport> & { locale: Locale },
  at: Date,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<{ body: ReadableStream; type: string; fileName: string; size: number }> {
  const { countyId } = actor
  const [county] = await db.select().from(counties).where(eq(counties.id, countyId))
  const now = { today: dayIn(county!.timeZone, at), timeZone: county!.timeZone }
  const where = await allAsked(db, actor, query, now)
  const folder = await mkdtemp(path.join(tmpdir(), 'lianxi-ledger-'))
  const file = path.join(folder, `ledger.${format}`)
  const out = createWriteStream(file)
  // A full disk: the zip that is written into it would wait for ever.
  const broken = new Promise<never>((_, fail) => out.once('error', fail))
  broken.catch(() => {})
  const watched: Progress = (done, total) => {
    if (out.errored) throw out.errored
    onProgress?.(done, total)
  }
  try {
    const written = writeLedger(db, { countyId, where, format, locale, at, onProgress: watched, signal }, out)
    const count = await Promise.race([written, broken])
    // A ledger that leaves the house leaves a line: it names people.
    const event = { verb: 'ledger.export', thingId: null, detail: { format, count } }
    await db.transaction((tx) => recordEvent(tx, countyId, actor, event, at))
    const handle = await open(file)
    const body = Readable.toWeb(handle.createReadStream()) as ReadableStream
    const { size } = await handle.stat()
    return { body, type: types[format], fileName: `ledger-${now.today}.${format}`, size }
  } catch (error) {
    // Left open, it would keep its bytes on the disk without a name.
    out.destroy()
    throw error
  } finally {
    // Open already, or never: the name is not needed.
    await rm(folder, { recursive: true, force: true })
  }
}
