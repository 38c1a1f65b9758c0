// The ledger as files, opened by a program none of us wrote: LibreOffice reads the workbook, poppler the paper.
import { execFile } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { restrictedItems } from '@/db/schema/minutes'
import type { Progress } from '@/server/export/contract'
import { disarmed } from '@/server/export/csv'
import { ActionItemId, LocalId } from '@/server/ids'
import { translator } from '@/server/messages'
import { buildWorker } from '@/tests/support/build-worker'
import { makeMeeting } from '@/tests/support/doors/place'
import { obtain } from '@/tests/support/obtain.mjs'
import { pdfPages, pdfText } from '@/tests/support/pdf'
import { createTestDatabase } from '@/tests/support/postgres'
import { usePaperThread } from '@/server/paper/render'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { exportCounty, exportLedger, LedgerExport, ledgerFormats } from './export'
import { exportColumns, exportHeads } from './export-rows'
import { setState } from './set-state'

const run = promisify(execFile)
let test: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let room: TestRoom
let office: string
let folder: string

beforeAll(async () => {
  const { found, missing } = await obtain(() => {}, ['poppler', 'calc', 'fonts'])
  expect(missing).toEqual({})
  office = found.calc!
  folder = mkdtempSync(path.join(tmpdir(), 'lx-ledger-'))
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
  test = await createTestDatabase()
  room = await makeTestRoom(test.db)
  const restricted = await makeMeeting(test.db, room, false, [room.secretary.personId])
  const [list] = await test.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
  const make = (number: number, title: string, more: Partial<typeof actionItems.$inferInsert> = {}) => ({
    countyId: room.countyId,
    id: ActionItemId.parse(crypto.randomUUID()),
    documentId: room.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId: room.meetingId,
    number,
    title,
    leadUnitId: room.unit.school,
    createdAt: at,
    changedAt: at,
    ...more,
  })
  const [, verified] = await test.db
    .insert(actionItems)
    .values([
      make(1, '=HYPERLINK("http://x","点我")', { owner: '+86', deliverable: '第一行\n第二行', dueOn: '2026-09-10' }),
      make(2, '报送台账, "引号"', { state: 'toVerify', origin: 'split', tags: ['安全', '交通'], priority: 'urgent' }),
      make(3, '𠮷野家附近整治 <b>&amp;', { state: 'doing', dueOn: '2028-02-29', leadUnitId: null }),
      ...Array.from({ length: 1200 }, (_, n) => make(10 + n, `例行事项${n}`, { dueOn: '2026-10-01' })),
      make(9000, '金絲雀', { meetingId: restricted, documentId: list!.documentId }),
    ])
    .returning({ id: actionItems.id })
  await test.db.insert(actionItemUnits).values(
    [room.unit.department, room.unit.family].map((unitId) => ({
      countyId: room.countyId,
      actionItemId: verified!.id,
      unitId,
    })),
  )
  await setState(
    test.db,
    room.secretary,
    room.countyId,
    verified!.id,
    { from: 'toVerify', to: 'done', remark: '属实' },
    at,
  )
  await test.db.select().from(actionItemChanges).limit(1)
}, 600_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await thread.drop()
  await test.drop()
})

async function write(format: 'xlsx' | 'csv' | 'pdf') {
  const file = path.join(folder, `ledger.${format}`)
  const count = await exportCounty(test.db, room.countyId, { format, locale: 'zh-Hans' }, at, createWriteStream(file))
  return { file, count }
}

it('opens in another program with the same cells, none a formula, and nothing restricted', async () => {
  const { file, count } = await write('xlsx')
  expect(count).toBe(1203)
  const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
  await run(office, [profile, '--headless', '--convert-to', filter, '--outdir', folder, file], { timeout: 120_000 })
  const made = ['ledger-督办台账.csv', 'ledger.csv']
    .map((name) => path.join(folder, name))
    .find((name) => existsSync(name))
  const read = parse(readFileSync(made!, 'utf8'), { bom: true }) as string[][]
  rmSync(made!)
  const { file: csv } = await write('csv')
  const ours = parse(readFileSync(csv, 'utf8'), { bom: true }) as string[][]
  expect(read).toHaveLength(1204)
  expect(read).toEqual(ours)
  const t = translator('zh-Hans', 'action-items')
  expect(read[0]).toEqual(exportHeads('zh-Hans'))
  const cell = (row: string[], name: (typeof exportColumns)[number]) => row[exportColumns.indexOf(name)]
  expect(cell(read[1]!, 'task')).toBe(disarmed('=HYPERLINK("http://x","点我")'))
  expect(cell(read[1]!, 'deliverable')).toBe('第一行\n第二行')
  expect(cell(read[1]!, 'warning')).toBe(t('warningShort.late'))
  expect(read[2]).toEqual([
    '2',
    '1-02',
    '2026年第三次联席会议第1期',
    '报送台账, "引号"',
    '',
    '实验小学（校）',
    '县教育局、实验小学家长委员会',
    '赵校长',
    '',
    '',
    '属实（2026-09-16）',
    '',
    t('states.done'),
    '',
    '李秘书，2026-09-16',
    '紧急、安全、交通',
  ])
  expect(cell(read[3]!, 'due')).toBe('2028-02-29')
  expect(readFileSync(csv, 'utf8')).not.toContain('金絲雀')
}, 300_000)

it('is a paper with its head on every page', async () => {
  const { file } = await write('pdf')
  const bytes = new Uint8Array(readFileSync(file))
  const words = (await pdfText(bytes)).replace(/\s/g, '')
  const pages = await pdfPages(bytes)
  expect(pages).toBeGreaterThan(20)
  expect(words.split('序号').length - 1).toBe(pages)
  expect(words).toContain('例行事项1199')
}, 300_000)

it('gives somebody what they asked for and may read, and leaves a line', async () => {
  const take = async (who: TestRoom['member'], query: Record<string, string>) =>
    exportLedger(test.db, who, { ...LedgerExport.parse({ format: 'csv', ...query }), locale: 'zh-Hans' }, at)
  const of = async (...asked: Parameters<typeof take>) => text((await take(...asked)).body as never)
  expect(parse(await of(room.member, { tag: '安全', view: 'all' }), { bom: true })).toHaveLength(2)
  expect(await of(room.member, { view: 'all' })).not.toContain('金絲雀')
  expect(await of(room.secretary, { view: 'all' })).toContain('金絲雀')
  expect(parse(await of(room.stranger, { view: 'all' }), { bom: true })).toHaveLength(1)
  const [line] = await test.sql`select count(*)::int as n from events where verb = 'ledger.export'`
  expect(line!.n).toBe(4)
  const book = await take(room.member, { format: 'xlsx' })
  expect((await buffer(book.body as never)).subarray(0, 2).toString()).toBe('PK')
})

it('says how far it is, and ends where nobody waits for it any more', async () => {
  const asked = { ...LedgerExport.parse({ format: 'xlsx', view: 'all' }), locale: 'zh-Hans' as const }
  const lines = () => test.sql`select seq from events where verb = 'ledger.export'`
  const before = await lines()
  const heard: number[][] = []
  const { body, size } = await exportLedger(test.db, room.member, asked, at, (...said) => void heard.push(said))
  expect(heard).toEqual([
    [0, 1203],
    [1000, 1203],
    [1203, 1203],
  ])
  expect((await buffer(body as never)).byteLength).toBe(size)
  const left = exportLedger(test.db, room.member, asked, at, (done) => {
    if (done > 0) throw new Error('gone')
  })
  await expect(left).rejects.toThrow('gone')
  expect(await lines()).toHaveLength(before.length + 1)
  const [open] = await test.sql`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`
  expect(open!.n).toBe(0)
})

it('stops in every format where whoever asked has left, and leaves no file and no line', async () => {
  const lines = () => test.sql`select seq from events where verb = 'ledger.export'`
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('lianxi-ledger-'))
  const [before, left] = [await lines(), folders()]
  const take = (format: 'xlsx' | 'csv' | 'pdf', onProgress?: Progress, signal?: AbortSignal) => {
    const asked = { ...LedgerExport.parse({ format, view: 'all' }), locale: 'zh-Hans' as const }
    return exportLedger(test.db, room.member, asked, at, onProgress, signal)
  }
  for (const format of ledgerFormats) {
    const heard: number[] = []
    const gone = take(format, (done) => {
      heard.push(done)
      if (done > 0) throw new Error('gone')
    })
    await expect(gone).rejects.toThrow('gone')
    expect(heard).toEqual([0, 1000])
  }
  // All is read, and the paper is being set.
  const line = new AbortController()
  const late = take('pdf', (done, total) => void (done === total && setTimeout(() => line.abort(), 20)), line.signal)
  await expect(late).rejects.toMatchObject({ code: 'unavailable' })
  expect(await lines()).toEqual(before)
  expect(folders()).toEqual(left)
}, 120_000)

it('refuses a paper that would be too long before it has read a row', async () => {
  await test.sql`insert into action_items (county_id, id, document_id, local_id, meeting_id, number, title, created_at, changed_at)
    select county_id, gen_random_uuid(), document_id, 'long' || n, meeting_id, 20000 + n, title, created_at, changed_at
    from (select * from action_items where county_id = ${room.countyId} and number = 10) as one, generate_series(1, 1800) n`
  const heard: number[][] = []
  const asked = { ...LedgerExport.parse({ format: 'pdf', view: 'all' }), locale: 'zh-Hans' as const }
  await expect(exportLedger(test.db, room.member, asked, at, (...said) => void heard.push(said))).rejects.toMatchObject(
    {
      code: 'too_large',
    },
  )
  expect(heard).toEqual([])
})
