// The trail as files: who may have them, what stands in them, and that a change to one is found.
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/server/access'
import { chainKey } from '@/server/events/chain'
import { exportTrail, type ExportFormat } from '@/server/events/export'
import type { AuditFilter } from '@/server/events/filter'
import { readAudit } from '@/server/events/read'
import { recordEvent, type EventInput } from '@/server/events/record'
import { verifyTrail } from '@/server/events/verify'
import { verifyExport } from '@/server/events/verify-export'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let auditor: PersonActor
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  auditor = { ...room.stranger, adminRoles: ['audit'] }
  const lines: EventInput[] = [
    { verb: 'export.formula', detail: { word: '=1+1' }, from: '-2' },
    { verb: 'export.refused', result: 'refused', detail: { code: 'not_allowed' } },
  ]
  for (const line of lines)
    await database.db.transaction((tx) => recordEvent(tx, room.countyId, room.secretary, line, later(86_400)))
})
afterAll(() => database.drop())

async function take(
  format: ExportFormat,
  filter: AuditFilter = {},
  actor: Parameters<typeof exportTrail>[1] = auditor,
) {
  const wish = { countyId: room.countyId, filter, format, locale: 'zh-Hans' as const, from: '203.0.113.9' }
  const made = await exportTrail(database.db, actor, wish, later(90_000))
  let text = ''
  for await (const part of made.text) text += part
  return { ...made, text }
}
const check = (text: string, keys = [chainKey()]) => verifyExport(Readable.from([text]), keys)

test('is the auditor’s alone', async () => {
  const others = [
    room.convenor,
    room.secretary,
    { ...room.secretary, adminRoles: ['system', 'security'] as const },
    { ...auditor, countyId: (await makeTestRoom(database.db)).countyId },
  ]
  const before = await verifyTrail(database.db, room.countyId, [chainKey()])
  for (const other of others) await expect(take('csv', {}, other)).rejects.toMatchObject({ code: 'not_allowed' })
  expect((await verifyTrail(database.db, room.countyId, [chainKey()])).lines).toBe(before.lines)
})

test('CSV: byte order mark, every line, no formula, and the end of the trail, in which the export itself stands', async () => {
  const { text, head, fileName } = await take('csv')
  expect(fileName).toBe(`lianxi-audit-2026-09-17-${head.seq}.csv`)
  expect(text.startsWith('\ufeff序号,时间,')).toBe(true)
  const rows = text.trimEnd().split('\r\n')
  expect(rows.at(-2)).toBe(`本文件条数,${head.seq}`)
  expect(rows.at(-1)).toBe(`导出时审计记录末条(条数:校验码),${head.seq}:${head.mac}`)
  expect(rows.filter((row) => /^\d/.test(row))).toHaveLength(head.seq)
  expect(text).toContain(`,李秘书,person,${room.secretary.personId},export.formula,,done,'-2,`)
  expect(rows.at(-4)).toContain(`,audit.export,${room.countyId},done,203.0.113.9,`)
  expect(rows.at(-4)).toContain(head.mac)
  // In the county's own time, and exactly.
  expect(text).toContain(',2026-09-17 14:30:00,2026-09-17T06:30:00.000000Z,')
})

describe('JSON Lines', () => {
  test('checks, whole and filtered', async () => {
    const whole = await take('jsonl')
    expect(await check(whole.text)).toEqual({ lines: whole.head.seq, isWholeTrail: true, faults: [] })
    const part = await take('jsonl', { result: 'refused' })
    expect(await check(part.text)).toEqual({ lines: 1, isWholeTrail: false, faults: [] })
    const { rows } = await readAudit(database.db, auditor, { verb: 'audit.export' }, 'Asia/Shanghai')
    expect(rows.map(({ detail }) => detail)).toContainEqual({ format: 'jsonl', isFiltered: true })
  })

  test('holds no name', async () => {
    expect((await take('jsonl')).text).not.toContain('李秘书')
  })

  test('another key says so', async () => {
    const { text } = await take('jsonl')
    const { faults } = await check(text, [chainKey('another-secret-another-secret-000')])
    expect(faults[0]).toContain('was chained with another key')
  })

  const lines = (text: string) => text.trimEnd().split('\n')
  test.each<[string, (rows: string[]) => string[], string]>([
    ['a word', (rows) => rows.map((row) => row.replace('export.formula', 'export.formulb')), 'is not what was written'],
    ['a line left out', (rows) => rows.filter((_, n) => n !== 3), 'does not follow'],
    ['two lines in another order', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest], 'does not follow'],
    ['the end cut off', (rows) => rows.slice(0, -1), 'the end of the file is missing'],
    ['the last line cut off', (rows) => [...rows.slice(0, -2), rows.at(-1)!], 'are there'],
    [
      'the last line cut off and the count put right',
      (rows) => [...rows.slice(0, -2), rows.at(-1)!.replace(/"lines":\d+/, `"lines":${rows.length - 3}`)],
      'says of itself',
    ],
    [
      'a filter said that was not there',
      ([first, ...rest]) => [first!.replace('"filter":{}', '"filter":{"verb":"a"}'), ...rest],
      'says of itself',
    ],
    ['another head', ([first, ...rest]) => [first!.replace(/"seq":\d+/, '"seq":1'), ...rest], 'says of itself'],
    ['something added', (rows) => [...rows, '{}'], 'is not of an export'],
    ['no first line', ([, ...rest]) => rest, 'is not of an export'],
    ['nothing', () => [''], 'the end of the file is missing'],
  ])('%s is found', async (_, change, what) => {
    const { text } = await take('jsonl')
    const changed = change(lines(text)).join('\n')
    expect(changed).not.toBe(text)
    expect((await check(changed)).faults.join('; ')).toContain(what)
  })
})

test('the page and the export filter alike: by verb, result and the county’s own days', async () => {
  const ask = async (filter: AuditFilter) => {
    const { rows, verbs } = await readAudit(database.db, auditor, filter, 'Asia/Shanghai')
    const { text } = await take('jsonl', filter)
    const shown = rows.map(({ seq }) => seq)
    const exported = text
      .split('\n')
      .flatMap((row) => [...(/"line":{"countyId":"[^"]*","seq":(\d+)/.exec(row)?.slice(1) ?? [])])
    expect(
      exported
        .map(Number)
        .filter((seq) => shown.includes(seq))
        .reverse(),
    ).toEqual(shown)
    return { rows, verbs }
  }
  expect((await ask({ verb: 'export.formula' })).rows).toHaveLength(1)
  expect((await ask({ result: 'refused' })).rows.map(({ verb }) => verb)).toEqual(['export.refused'])
  // 14:30 on the 17th in Shanghai.
  expect((await ask({ from: '2026-09-17', until: '2026-09-17', verb: 'export.formula' })).rows).toHaveLength(1)
  expect((await ask({ until: '2026-09-16', verb: 'export.formula' })).rows).toHaveLength(0)
  expect((await ask({ from: '2026-09-18', verb: 'export.formula' })).rows).toHaveLength(0)
  const { verbs } = await ask({})
  expect(verbs).toEqual([...new Set(verbs)].sort())
  expect(verbs).toEqual(expect.arrayContaining(['audit.export', 'export.formula', 'meeting.create', 'meeting.open']))
})

test('day bounds are the zone’s: a line at its midnight belongs to the new day', async () => {
  const midnight = new Date('2026-09-17T16:00:00Z')
  await database.db.transaction((tx) =>
    recordEvent(tx, room.countyId, room.secretary, { verb: 'export.midnight' }, midnight),
  )
  const on = async (day: string) =>
    (await readAudit(database.db, auditor, { verb: 'export.midnight', from: day, until: day }, 'Asia/Shanghai')).rows
      .length
  expect([await on('2026-09-17'), await on('2026-09-18')]).toEqual([0, 1])
})
