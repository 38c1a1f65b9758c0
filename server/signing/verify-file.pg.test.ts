// A stranger's file against what was issued: genuine, a copy without an item, changed, or something else altogether.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuedPapers } from '@/db/schema/signing'
import { parseLine } from '@/server/cli/parse-line'
import { UsageError } from '@/server/cli/verb'
import { verbs } from '@/server/cli/verbs'
import { hashOf } from '@/server/minutes/canonical'
import { exportMinutes } from '@/server/paper/export'
import { usePaperThread } from '@/server/paper/render'
import { buildWorker } from '@/tests/support/build-worker'
import { issueRoom } from '@/tests/support/issued'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { writeParagraph } from '@/tests/support/write-paragraph'
import { paperFormats, SignedExport, type PaperFormat } from './contract'
import { maxVerifiedBytes, verifyFile } from './verify-file'

const folder = mkdtempSync(path.join(tmpdir(), 'lx-verify-'))
const canary = '金丝雀九一'
let database: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let open: TestRoom
let inner: TestRoom
let draft: TestRoom

beforeAll(async () => {
  database = await createTestDatabase()
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
  const { db } = database
  ;[open, inner, draft] = [await makeTestRoom(db), await makeTestRoom(db), await makeTestRoom(db)]
  await issueRoom(db, open, ['会议听取了汇报。', '会议同意错时放学。', '会议要求抓好落实。'], 'public')
  await issueRoom(db, inner, [canary, '内部事项。'], 'internal')
  await writeParagraph(db, draft, draft.meetingId, '还没有定。')
}, 180_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await thread.drop()
  await database.drop()
})

let asked = 0
/** Each from an address of its own, so that tries are counted in one test alone. */
const check = (bytes: Uint8Array, from = `10.0.0.${++asked}`) => verifyFile(database.db, bytes, from, later(100_000))
const bytesOf = async (room: TestRoom, format: PaperFormat) => {
  const [row] = await database.db
    .select({ data: issuedPapers.data })
    .from(issuedPapers)
    .where(and(eq(issuedPapers.countyId, room.countyId), eq(issuedPapers.format, format)))
  return new Uint8Array(row!.data)
}
const jsonOf = async (room: TestRoom) =>
  SignedExport.parse(JSON.parse(new TextDecoder().decode(await bytesOf(room, 'json'))))
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
/** With one text in place of another, wherever it stands. */
const swap = (file: SignedExport, from: string, to: string): unknown =>
  JSON.parse(JSON.stringify(file).replace(from, to))

test('every format is known by its bytes, and one bit more or less is another file', async () => {
  for (const format of paperFormats) {
    const bytes = await bytesOf(open, format)
    expect(await check(bytes), format).toMatchObject({
      kind: 'issued',
      facts: { title: '2026年第三次联席会议', unit: '县教育局', record: 1, amendments: 0 },
    })
    const flipped = bytes.slice()
    flipped[flipped.length >> 1]! ^= 1
    expect((await check(flipped)).kind, format).not.toBe('issued')
    expect((await check(bytes.slice(0, -1))).kind, format).not.toBe('issued')
  }
  expect(await check(new TextEncoder().encode('别的文件'))).toEqual({ kind: 'unknown' })
})

test('a JSON verifies by its text: written otherwise, or with an item left out', async () => {
  const file = await jsonOf(open)
  expect(await check(encode(file))).toMatchObject({ kind: 'signed', redacted: 0 })
  const items = file.items.map((item, index) => (index === 0 ? { ...item, content: null } : item))
  expect(await check(encode({ ...file, items }))).toMatchObject({ kind: 'signed', redacted: 1 })
})

test('of public minutes it is said which paragraph differs', async () => {
  const file = await jsonOf(open)
  const [item] = file.head.items
  const at = { item: 1, title: item!.title }
  expect(await check(encode(swap(file, '错时放学', '取消放学')))).toEqual({
    kind: 'changed',
    // The list of who attended stands before what was typed.
    differences: [{ kind: 'paragraph', paragraph: 3, ...at }],
  })
  const [first, ...rest] = file.items
  const less = [{ ...first!, content: first!.content!.slice(0, -1) }, ...rest]
  expect(await check(encode({ ...file, items: less }))).toEqual({
    kind: 'changed',
    differences: [{ kind: 'missing', count: 1, ...at }],
  })
  const extra = [
    { ...first!, content: [...first!.content!, { type: 'paragraph', attributes: {}, content: [{ text: '又及' }] }] },
    ...rest,
  ]
  expect(await check(encode({ ...file, items: extra }))).toEqual({
    kind: 'changed',
    differences: [{ kind: 'paragraph', paragraph: 5, ...at }],
  })
})

test('title, attendance, signature, addressees and a hash put in its place are noticed', async () => {
  const file = await jsonOf(open)
  const around = { kind: 'changed', differences: [{ kind: 'around' }] }
  const { head, record, issue } = file
  expect(await check(encode({ ...file, head: { ...head, sitting: { ...head.sitting, place: '四楼' } } }))).toEqual(
    around,
  )
  expect(await check(encode({ ...file, head: { ...head, facts: { ...head.facts!, chair: '别人' } } }))).toEqual(around)
  expect(await check(encode({ ...file, record: { ...record!, by: '别人' } }))).toEqual(around)
  expect(await check(encode({ ...file, issue: { ...issue!, to: [] } }))).toEqual(around)
  // The item's own hash is made to fit.
  const changed = SignedExport.parse(swap(file, '错时放学', '取消放学'))
  const items = changed.items.map(({ id, content }) => ({ id, content, sha256: hashOf({ id, content }) }))
  const verdict = await check(encode({ ...changed, items }))
  expect(verdict).toMatchObject({ kind: 'changed' })
  // And every hash above it: nothing of ours any more.
  expect(await check(encode({ ...changed, items, rootSha256: '0'.repeat(64) }))).toEqual({ kind: 'unknown' })
})

test('nothing of internal minutes can be found out by trying words', async () => {
  const file = await jsonOf(inner)
  const guesses = [
    swap(file, canary, '猜一个'),
    { ...file, items: file.items.map((item) => ({ ...item, content: [] })) },
  ]
  for (const guess of guesses) {
    const verdict = await check(encode(guess))
    expect(verdict).toMatchObject({ kind: 'changed' })
    expect(JSON.stringify(verdict)).not.toContain('paragraph')
    expect(JSON.stringify(verdict)).not.toContain(canary)
  }
  const without = { ...file, items: file.items.map((item) => ({ ...item, content: null })) }
  expect(JSON.stringify(await check(encode(without)))).not.toContain(canary)
})

test('a draft is no issued file; nor is what only looks like one', async () => {
  const wish = { format: 'json', style: 'official', locale: 'zh-Hans' } as const
  const { body } = await exportMinutes(database.db, draft.secretary, draft.meetingId, wish, later(100))
  expect(await check(body)).toEqual({ kind: 'unknown' })
  const file = await jsonOf(open)
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const nested = JSON.stringify(file).replace('"content":[', `"content":[${deep},`)
  expect(['unknown', 'changed']).toContain((await check(new TextEncoder().encode(nested))).kind)
  expect(await check(encode({ ...file, more: 1 }))).toEqual({ kind: 'unknown' })
  expect(await check(Uint8Array.of(0xff, 0xfe, 0))).toEqual({ kind: 'unknown' })
})

test('too large, empty, and too often are refused', async () => {
  await expect(check(new Uint8Array(0))).rejects.toThrow('file_empty')
  await expect(check(new Uint8Array(maxVerifiedBytes + 1))).rejects.toThrow('file_too_large')
  const bytes = Uint8Array.of(1)
  const told = await Promise.allSettled(Array.from({ length: 65 }, () => check(bytes, '10.9.9.9')))
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(60)
  await expect(check(bytes, '10.9.9.9')).rejects.toThrow('too_many_tries')
})

async function hub(...line: string[]) {
  const parsed = parseLine(['minutes', 'export', ...line], verbs)
  if (parsed.kind === 'help') throw new Error('help')
  const { sql, db } = database
  return parsed.verb.run({ sql, db, args: parsed.args, at: later(100_000), out: () => {} })
}

test('the operator takes them from the line, byte for byte', async () => {
  const out = path.join(folder, 'a.pdf')
  await hub('--issued', open.meetingId, '--format', 'pdf', '--out', out)
  expect(Buffer.compare(readFileSync(out), await bytesOf(open, 'pdf'))).toBe(0)
  await expect(hub('--issued', open.meetingId, '--format', 'pdf', '--out', out)).rejects.toThrow(/EEXIST/)
  const json = path.join(folder, 'a.json')
  expect(await hub('--issued', 'latest', '--format', 'json', '--out', json)).toMatchObject({
    file: json,
    format: 'json',
  })
  expect(await check(readFileSync(json))).toMatchObject({ kind: 'issued' })
  const lines =
    await database.sql`select actor_kind as by from events where verb = 'minutes.export' and actor_kind = 'operator'`
  expect(lines).toHaveLength(2)
  for (const wrong of [
    ['--issued', 'nonsense', '--out', 'x'],
    ['--issued', draft.meetingId, '--out', 'x'],
    ['--issued', 'latest', '--format', 'exe', '--out', 'x'],
    ['--issued', 'latest', '--out', path.join(folder, 'no', 'such')],
  ])
    await expect(hub(...wrong), wrong.join(' ')).rejects.toThrow(UsageError)
})
