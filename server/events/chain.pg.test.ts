// The trail holds together, and every change to it by somebody with the whole database but without the key is found.
import { sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtime, setRuntime } from '@/server/env'
import { chainKey, jsonbText } from '@/server/events/chain'
import { recordEvent } from '@/server/events/record'
import { verifyTrail, type TrailReport } from '@/server/events/verify'
import type { CountyId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let countyId: CountyId
let length: number
const operator = { kind: 'operator' } as const
const thingId = 'AA000000-0000-4000-8000-00000000000A'

beforeAll(async () => {
  database = await createTestDatabase()
  const room = await makeTestRoom(database.db)
  countyId = room.countyId
  await room.knock('家长甲')
  for (const [n, actor] of [operator, room.secretary, operator, room.member].entries()) {
    const event = {
      verb: 'chain.test',
      thingId,
      from: '203.0.113.9',
      detail: { n, isSo: true, word: '教联体\ud800', no: null },
    }
    length = await database.db.transaction((tx) => recordEvent(tx, countyId, actor, event, at))
  }
})
afterAll(() => database.drop())

const keys = () => [chainKey()]
const told = ({ faults }: TrailReport) => faults.map(({ seq, what }) => `${seq ?? ''} ${what}`.trim())

/** What verify says after this was done to the tables, by somebody who took the triggers off; undone after it. */
async function after(...statements: string[]): Promise<string[]> {
  const undo = new Error('undo')
  let report: TrailReport | undefined
  await database.db
    .transaction(async (tx) => {
      await tx.execute(raw.raw(`set local session_replication_role = replica`))
      for (const statement of statements) await tx.execute(raw.raw(statement.replaceAll('COUNTY', `'${countyId}'`)))
      report = await verifyTrail(tx, countyId, keys())
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return told(report!)
}

const row = (seq: number, change: string) => `update events set ${change} where county_id = COUNTY and seq = ${seq}`

test('a trail that nobody touched is whole', async () => {
  const report = await verifyTrail(database.db, countyId, keys())
  expect(report).toMatchObject({ lines: length, unchained: 0, removed: 0, faultCount: 0, faults: [] })
  expect(report.head).toEqual({ seq: length, mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  expect(length).toBeGreaterThan(5)
})

describe('one column of one line', () => {
  const changes: Record<string, string> = {
    at: `at = at + interval '1 microsecond'`,
    actor_kind: `actor_kind = 'system'`,
    actor_id: `actor_id = gen_random_uuid()`,
    verb: `verb = verb || 'x'`,
    thing_id: `thing_id = null`,
    result: `result = case result when 'done' then 'refused' else 'done' end`,
    from_address: `from_address = coalesce(from_address, '') || ' '`,
    detail: `detail = detail || '{"more": 1}'`,
    key_id: `key_id = 'somebody'`,
    mac: `mac = overlay(mac placing case left(mac, 1) when '0' then '1' else '0' end from 1 for 1)`,
  }

  test('the list is of every column', async () => {
    const columns = await database.sql`
      select column_name as name from information_schema.columns where table_name = 'events'`
    expect(columns.map(({ name }) => name as string).sort()).toEqual(
      [...Object.keys(changes), 'county_id', 'seq'].sort(),
    )
  })

  for (const [column, change] of Object.entries(changes))
    test.each([1, 4, 'last'] as const)(`${column} of line %s`, async (which) => {
      const seq = which === 'last' ? length : which
      const [first] = await after(row(seq, change))
      expect(first).toMatch(new RegExp(`^${seq} (is not what was written|was chained with another key)`))
    })

  test.each([
    [`detail = jsonb_set(detail, '{n}', '0.0')`, 'has a detail that nobody wrote so'],
    [`detail = jsonb_set(detail, '{n}', '1e400')`, 'has a detail that nobody wrote so'],
    [`detail = '[1]'`, 'has a detail that nobody wrote so'],
    [`mac = upper(mac)`, 'is not what was written'],
    [`mac = null`, 'has lost its mac'],
    [`mac = null, key_id = null`, 'has lost its mac'],
    [`at = 'infinity'`, 'is not what was written'],
  ])('what parsing would hide: %s', async (change, what) => {
    const seq = length - 3
    expect((await after(row(seq, change)))[0]).toContain(`${seq} ${what}`)
  })

  test('a line given to another county', async () => {
    const other = await makeTestRoom(database.db)
    const move = `update events set county_id = '${other.countyId}', seq = 99 where county_id = COUNTY and seq = ${length}`
    expect(await after(move)).toEqual([`the head says ${length} lines, the last one there is ${length - 1}`])
  })
})

describe('lines', () => {
  const remove = (which: string) => `delete from events where county_id = COUNTY and ${which}`

  test('one taken out, and several', async () => {
    expect(await after(remove('seq = 3'))).toEqual([
      '3 is missing',
      '4 cannot be checked: the line before it is missing',
    ])
    expect((await after(remove('seq in (3, 4)')))[0]).toBe('3 to 4 are missing')
    expect((await after(remove('seq = 1')))[0]).toBe('1 is missing')
  })

  test('one taken out and the rest moved up', async () => {
    const moveUp = `update events set seq = -seq where county_id = COUNTY and seq > 3`
    const turn = `update events set seq = -seq - 1 where county_id = COUNTY and seq < 0`
    expect((await after(remove('seq = 3'), moveUp, turn))[0]).toMatch(/^3 is not what was written/)
  })

  test('two that changed places', async () => {
    const swap = [row(3, 'seq = 1000'), row(4, 'seq = 3'), row(1000, 'seq = 4')]
    expect((await after(...swap)).map((line) => line.slice(0, 6))).toEqual(['3 is n', '4 is n', '5 is n'])
  })

  test('one written by hand at the end', async () => {
    const copy = `insert into events select county_id, seq + 1, at, actor_kind, actor_id, verb, thing_id, result, from_address,
      detail, key_id, mac from events where county_id = COUNTY and seq = ${length}`
    expect(await after(copy)).toEqual([
      expect.stringMatching(`^${length + 1} is not what was written`),
      `the head says ${length} lines, the last one there is ${length + 1}`,
    ])
  })

  test('the end cut off, with the head put back to the line before', async () => {
    const cut = remove(`seq = ${length}`)
    expect(await after(cut)).toEqual([`the head says ${length} lines, the last one there is ${length - 1}`])
    const putBack = `update event_heads h set seq = e.seq, mac = e.mac, key_id = e.key_id from events e
      where h.county_id = COUNTY and e.county_id = COUNTY and e.seq = ${length - 1}`
    expect(await after(cut, putBack)).toEqual(['the head does not fit its seal'])
  })

  test('all of them, and the head', async () => {
    const all = [remove('true'), `delete from event_heads where county_id = COUNTY`]
    expect(await after(...all)).toEqual(['there is no trail, not even of the making of the county'])
  })

  test('every mac taken off is counted, so that the command can refuse it', async () => {
    let report: TrailReport | undefined
    await database.db
      .transaction(async (tx) => {
        await tx.execute(raw.raw(`set local session_replication_role = replica`))
        await tx.execute(raw`update events set mac = null, key_id = null where county_id = ${countyId}`)
        await tx.execute(
          raw`update event_heads set mac = null, key_id = null, seal = null where county_id = ${countyId}`,
        )
        report = await verifyTrail(tx, countyId, keys())
        throw new Error('undo')
      })
      .catch(() => {})
    expect(report).toMatchObject({ unchained: length, faultCount: 0 })
  })
})

test.each([
  ['seq = seq + 1', `the head says`],
  ['seq = seq - 1', `the head says`],
  [`mac = repeat('0', 64)`, 'is not that of the last line'],
  [`key_id = 'other'`, 'is not that of the last line'],
  [`seal = repeat('0', 64)`, 'does not fit its seal'],
  ['seal = null', 'does not fit its seal'],
])('the head, changed: %s', async (change, what) => {
  expect((await after(`update event_heads set ${change} where county_id = COUNTY`))[0]).toContain(what)
})

test('a head taken away', async () => {
  expect(await after('delete from event_heads where county_id = COUNTY')).toEqual(['the head is missing'])
})

test.each([
  ['its end cut off', [`delete from events where seq = SEQ`, 'update event_heads set seq = seq - 1, mac = MAC']],
  ['its head under a key that never was', [`update event_heads set key_id = 'other'`]],
  ['its head emptied', ['update event_heads set key_id = null, mac = null, seal = null']],
])('work goes on over a trail with %s, and does not cover it up', async (_, statements) => {
  const room = await makeTestRoom(database.db)
  const id = room.countyId
  const [head] = await database.sql`select seq, mac from event_heads where county_id = ${id}`
  const seq = Number(head!.seq)
  const [before] = await database.sql`select mac from events where county_id = ${id} and seq = ${seq - 1}`
  await database.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    for (const statement of statements) {
      const where = statement.startsWith('delete') ? ` and county_id = '${id}'` : ` where county_id = '${id}'`
      await sql.unsafe(statement.replace('SEQ', String(seq)).replace('MAC', `'${before!.mac}'`) + where)
    }
  })
  const next = await database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test' }, at))
  await database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test' }, at))
  expect(told(await verifyTrail(database.db, id, keys()))).toEqual([
    expect.stringMatching(`^${next} is not what was written`),
  ])
})

describe('another secret', () => {
  test('is said, and both together verify', async () => {
    const { countyId: id } = await makeTestRoom(database.db)
    const [ours, other] = [chainKey(), chainKey('another-secret-another-secret-000')]
    expect(told(await verifyTrail(database.db, id, [other]))[0]).toContain(
      `1 was chained with another key (${ours.id})`,
    )
    const { authSecret } = runtime()
    setRuntime({ authSecret: 'another-secret-another-secret-000' })
    await database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test' }, at))
    setRuntime({ authSecret })
    await database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test' }, at))
    expect(told(await verifyTrail(database.db, id, [ours, other]))).toEqual([])
    expect(told(await verifyTrail(database.db, id, [ours]))).toEqual([expect.stringContaining(other.id)])
  })
})

test('lines written at once are chained in the order of their commits', async () => {
  const { countyId: id } = await makeTestRoom(database.db)
  const write = (n: number) =>
    database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test', detail: { n } }, at))
  await Promise.all(Array.from({ length: 60 }, (_, n) => write(n)))
  expect((await verifyTrail(database.db, id, keys())).faultCount).toBe(0)
})

test('a transaction that is undone leaves no gap', async () => {
  const { countyId: id } = await makeTestRoom(database.db)
  const undone = database.db.transaction(async (tx) => {
    await recordEvent(tx, id, operator, { verb: 'chain.test' }, at)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  await database.db.transaction((tx) => recordEvent(tx, id, operator, { verb: 'chain.test' }, at))
  expect((await verifyTrail(database.db, id, keys())).faultCount).toBe(0)
})

test('a detail that is no count is a mistake of ours and written nowhere', async () => {
  const bad = (n: number) =>
    database.db.transaction((tx) => recordEvent(tx, countyId, operator, { verb: 'chain.test', detail: { n } }, at))
  for (const n of [0.5, NaN, 2 ** 53]) await expect(bad(n)).rejects.toThrow('audit: n is')
})

test('the form of a detail is that of Postgres', async () => {
  const details = [{}, { b: 1, aa: -3, a: null, 教: 'é"\\\n\t\u0001\u2028𝒳' }, { ' ': true, Z: false, z: '' }]
  for (const detail of details) {
    const [found] = await database.sql`select ${JSON.stringify(detail)}::text::jsonb::text as text`
    expect(jsonbText(detail)).toBe(found!.text)
  }
})

test('the database itself refuses to change, remove or empty the trail', async () => {
  const { sql } = database
  await expect(sql`update events set verb = verb`).rejects.toThrow('only ever added to')
  await expect(sql`delete from events`).rejects.toThrow('only ever added to')
  await expect(sql`truncate events`).rejects.toThrow('only ever added to')
  await expect(sql`truncate events cascade`).rejects.toThrow('only ever added to')
})
