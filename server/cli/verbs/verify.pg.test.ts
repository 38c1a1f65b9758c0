// `hub verify` as typed: whole where nothing was touched, exit code 1 and the place named where something was.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordEvent } from '@/server/events/record'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf } from '@/server/minutes/read'
import { appendUpdate, settle } from '@/server/minutes/settle'
import { freeze, readTextAt } from '@/server/minutes/freeze'
import { compact } from '@/server/minutes/compact'
import * as Y from 'yjs'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { parseLine } from '../parse-line'
import { UsageError } from '../verb'
import { verbs } from '../verbs'

let house: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
const folder = mkdtempSync(join(tmpdir(), 'lx-verify-'))

beforeAll(async () => {
  house = await createTestDatabase()
  await makeTestRoom(house.db)
  room = await makeTestRoom(house.db)
  await write('放学时段错峰')
  await settle(house.db, room.documentId, later(1))
  await compact(house.db, room.documentId, later(1))
  const seen = await readTextAt(house.db, room.secretary, room.documentId, later(2))
  await freeze(house.db, room.secretary, { documentId: room.documentId, ...seen }, later(3))
})

/** A paragraph in the first item. */
async function write(words: string) {
  const { documentId } = room
  const { doc } = buildDoc((await loadBytes(house.db, documentId))!)
  const before = Y.encodeStateVector(doc)
  const [item] = await readAgendaOf(house.db, room.countyId, room.meetingId)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment(fragmentOfItem(item!.id)).push([paragraph])
  const update = Y.encodeStateAsUpdate(doc, before)
  await house.db.transaction((tx) => appendUpdate(tx, { documentId, update, senderId: null }, later(1)))
}
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await house.drop()
})

const hubIn =
  ({ sql, db }: Pick<typeof house, 'sql' | 'db'>) =>
  async (...words: string[]): Promise<{ text: string; code: number }> => {
    const line = parseLine(['verify', ...words], verbs)
    if (line.kind === 'help') throw new Error('help')
    const result = await line.verb.run({ sql, db, args: line.args, at: later(99), out: () => {} })
    return { text: line.verb.print!(result), code: line.verb.exitCode!(result) }
  }
const hub = (...words: string[]) => hubIn(house)(...words)

/** Does it in the tables, asks, and puts back what was there. */
async function after(change: string, back: string, ...words: string[]) {
  const run = (statement: string) =>
    house.sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      const { count } = await sql.unsafe(statement.replaceAll('DOC', `'${room.documentId}'`))
      expect(count, statement).toBeGreaterThan(0)
    })
  await run(change)
  try {
    return await hub(...words)
  } finally {
    await run(back)
  }
}

test('a house that nobody touched is whole', async () => {
  const { text, code } = await hub()
  expect(text).toContain('1 frozen texts')
  expect(text).toContain('All of it is as it was written.')
  expect(code).toBe(0)
})

test('a changed line is named by county and number', async () => {
  const where = `where county_id = '${room.countyId}' and seq = 2`
  const { text, code } = await after(
    `update events set verb = verb || '!' ${where}`,
    `update events set verb = rtrim(verb, '!') ${where}`,
  )
  expect(text).toContain(`county ${room.countyId}: line 2 is not what was written`)
  expect(text).toContain('Something was changed')
  expect(code).toBe(1)
})

const byte = `update document_snapshots set data = set_byte(data, 8, get_byte(data, 8) # 1) where document_id = DOC`
const letter = (from: string, to: string) =>
  `update document_updates set data = overlay(data placing '${to}'::text::bytea from position('${from}'::text::bytea in data))
   where document_id = DOC and position('${from}'::text::bytea in data) > 0`
const set = (change: string) => `update documents set ${change} where id = DOC`

test.each([
  [
    'another hash',
    set(`frozen_sha256 = reverse(frozen_sha256)`),
    set(`frozen_sha256 = reverse(frozen_sha256)`),
    ['has another hash than the trail says'],
  ],
  [
    'no hash',
    set(`plain_text = frozen_sha256, frozen_sha256 = null`),
    set(`frozen_sha256 = plain_text`),
    ['is frozen and its hash is gone'],
  ],
  [
    'its freezing undone',
    set('frozen_at = null'),
    set('frozen_at = now()'),
    ['has the hash of a frozen text and is not frozen'],
  ],
  [
    'its freezing undone and forgotten',
    set('plain_text = frozen_sha256, frozen_at = null, frozen_sha256 = null'),
    set('frozen_at = now(), frozen_sha256 = plain_text'),
    ['was frozen, says the trail, and is not'],
  ],
  ['one byte of its snapshot changed', byte, byte, ['its snapshot at 2 is damaged']],
  [
    'one letter changed in the rows',
    letter('放', '收'),
    letter('收', '放'),
    ['its text built from every row is not what was frozen'],
  ],
  [
    'one row moved away',
    `update document_updates set seq = 9 where document_id = DOC and seq = 2`,
    `update document_updates set seq = 2 where document_id = DOC and seq = 9`,
    ['its text built from every row is not what was frozen (rows are missing)'],
  ],
  [
    'its agenda in another order',
    `update agenda_items set position = -position where meeting_id = (select meeting_id from documents where id = DOC)`,
    `update agenda_items set position = -position where meeting_id = (select meeting_id from documents where id = DOC)`,
    ['its text is not what was frozen', 'its text built from every row is not what was frozen'],
  ],
])('a frozen text with %s', async (_, change, back, found) => {
  const { text, code } = await after(change, back)
  const lines = text.split('\n').filter((line) => line.includes(`document ${room.documentId}`))
  expect(lines).toHaveLength(found.length)
  for (const [n, what] of found.entries()) expect(lines[n]).toContain(what)
  expect(code).toBe(1)
  expect((await hub()).code, 'and put back').toBe(0)
})

test('the end that an export printed is found while it is there', async () => {
  const { text } = await hub()
  const printed = /ends at (\d+:[0-9a-f]{64})/.exec(text)![1]!
  expect((await hub('--printed', printed)).code).toBe(0)
  expect(await hub('--printed', printed.replace(/^\d+/, '1'))).toMatchObject({ code: 1 })
  expect((await hub('--printed', printed.replace(/^\d+/, '1'))).text).toContain('no trail has the line')
  await expect(hub('--printed', '12')).rejects.toBeInstanceOf(UsageError)
})

test('lines without a mac are refused unless their number is given', async () => {
  const other = await createTestDatabase()
  try {
    const { countyId } = await makeTestRoom(other.db)
    await other.sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`update events set mac = null, key_id = null`
      await sql`update event_heads set mac = null, key_id = null, seal = null`
    })
    const [{ count }] = (await other.sql`select count(*)::text from events`) as unknown as [{ count: string }]
    expect(await hubIn(other)()).toMatchObject({
      code: 1,
      text: expect.stringContaining(`${count} lines carry no mac`) as string,
    })
    await other.db.transaction((tx) =>
      recordEvent(tx, countyId, { kind: 'operator' }, { verb: 'chain.test' }, later(9)),
    )
    expect((await hubIn(other)()).code).toBe(1)
    expect((await hubIn(other)('--unchained', count)).code).toBe(0)
  } finally {
    await other.drop()
  }
})

test('an earlier secret is read from a file', async () => {
  const file = join(folder, 'secrets')
  writeFileSync(file, 'an-earlier-secret-an-earlier-secret\n')
  expect((await hub('--old-secret', file)).code).toBe(0)
  await expect(hub('--old-secret', join(folder, 'none'))).rejects.toThrow('cannot be read (ENOENT)')
})
