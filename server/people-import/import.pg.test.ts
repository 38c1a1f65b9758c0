import { monitorEventLoopDelay } from 'node:perf_hooks'
import { and, count, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodies, bodyUnits, memberships, units } from '@/db/schema/bodies'
import { events } from '@/db/schema/events'
import { importBatches } from '@/db/schema/import-batches'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { toXlsx } from '@/server/export/xlsx'
import { BodyId, type ImportBatchId } from '@/server/ids'
import { tick } from '@/server/jobs/tick'
import { createPerson } from '@/server/people/create-person'
import { buildWorker } from '@/tests/support/build-worker'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { confirmImport } from './confirm'
import { prepareImport } from './prepare'
import { listBatches, readBatch } from './read'

const today = '2026-09-16'
let test: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let room: TestRoom
/** Keeps the accounts and runs the body: may import people and give offices. */
let both: PersonActor
/** Keeps the accounts alone. */
let security: PersonActor

beforeAll(async () => {
  test = await createTestDatabase()
  thread = await buildWorker('server/people-import/read-people.worker.ts')
})
afterAll(async () => {
  thread.drop()
  await test.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  both = { ...room.secretary, adminRoles: ['security'] }
  security = { ...room.stranger, adminRoles: ['security'] }
})

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof AppError ? [error.code, ...Object.values(error.fields)].join(' ') : String(error),
  )
const head = ['姓名', '手机号', '邮箱', '教联体', '单位', '单位类别', '职务', '任期起', '任期止']
const csv = (rows: readonly (readonly string[])[]) =>
  new Uint8Array(new TextEncoder().encode([head, ...rows].map((row) => row.join(',')).join('\n')))
const prepare = (bytes: Uint8Array<ArrayBuffer>, actor = both, fileName = '名册.csv', when = at) =>
  prepareImport(test.db, actor, { fileName, bytes }, { today, worker: thread.file }, when)
const preview = async (id: ImportBatchId, when = at) => readBatch(test.db, both, id, when)
const problemsOf = async (rows: readonly (readonly string[])[], actor = both) =>
  (await preview(await prepare(csv(rows), actor))).problems.map(({ row, column, code }) => `${row} ${column} ${code}`)
const numbers = async () => {
  const of = async (table: typeof people | typeof units | typeof memberships) =>
    (await test.db.select({ count: count() }).from(table).where(eq(table.countyId, room.countyId)))[0]!.count
  return { people: await of(people), units: await of(units), memberships: await of(memberships) }
}
const phone = (n: number) => `139${String(n).padStart(8, '0')}`

describe('two thousand people', () => {
  const rows = Array.from({ length: 2000 }, (_, n) => [
    ...[`学生家长${n}`, phone(n), '', '', `第${n % 40}小学家委会`, '家庭尽责', n % 40 === 0 ? '联络员' : '成员'],
    ...['2026-09-01', ''],
  ])
  const spoil: readonly ((row: string[]) => void)[] = [
    (row) => (row[0] = ''),
    (row) => (row[1] = 'abc'),
    (row) => (row[2] = 'nobody'),
    (row) => (row[3] = '没有的教联体'),
    (row) => (row[5] = '军队'),
    (row) => (row[6] = '司令'),
    (row) => (row[7] = '2026-02-30'),
    (row) => (row[8] = '2026-08-01'),
    (row) => (row[0] = '=cmd'),
    (row) => (row[1] = ''),
  ]
  const columnOf = ['name', 'phone', 'email', 'body', 'kind', 'office', 'fromOn', 'untilOn', 'name', 'phone']

  it('with thirty bad rows: thirty messages by row and column, and nothing stored', async () => {
    const before = await numbers()
    const bad = rows.map((row) => [...row])
    const expected = Array.from({ length: 30 }, (_, n) => {
      const row = 17 + n * 61
      spoil[n % 10]!(bad[row]!)
      // The first row of people is the second of the sheet.
      return `${row + 2} ${columnOf[n % 10]}`
    })
    const batch = await preview(await prepare(csv(bad)))
    expect(batch.problems.map(({ row, column }) => `${row} ${column}`)).toEqual(expected)
    expect(batch).toMatchObject({ state: 'refused', problemCount: 30 })
    expect(await told(confirmImport(test.db, both, batch.id, at))).toBe('conflict')
    expect(await numbers()).toEqual(before)
  })

  it('corrected: all stored in under ten seconds, with progress, and the room is never held up for long', async () => {
    const before = await numbers()
    const bytes = await toXlsx([{ name: '人员', rows: [head, ...rows] }])
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const began = performance.now()
    const id = await prepare(bytes, both, '名册.xlsx')
    const read = performance.now()
    expect((await preview(id)).counts).toEqual({
      ...{ rows: 2000, newPeople: 2000, knownPeople: 0, newUnits: 40, newMemberships: 2000, knownMemberships: 0 },
    })
    const seen: number[] = []
    const confirmed = performance.now()
    await confirmImport(test.db, both, id, later(60), (done, total) => {
      expect(total).toBe(4000)
      seen.push(done)
    })
    const stored = performance.now()
    delay.disable()
    const longest = delay.max / 1e6
    console.log(
      `import of 2,000: read in ${Math.round(read - began)} ms, stored in ${Math.round(stored - confirmed)} ms, longest stall ${longest.toFixed(1)} ms`,
    )
    expect(stored - confirmed + read - began).toBeLessThan(10_000)
    expect(seen).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000])
    const after = await numbers()
    expect(after).toEqual({
      people: before.people + 2000,
      units: before.units + 40,
      memberships: before.memberships + 2000,
    })
    const [one] = await test.db
      .select()
      .from(people)
      .where(eq(people.phone, phone(1999)))
    expect(one).toMatchObject({ name: '学生家长1999', passwordHash: null, adminRoles: [] })
    // Kept no longer than needed.
    expect(
      await test.db.select({ rows: importBatches.rows }).from(importBatches).where(eq(importBatches.id, id)),
    ).toEqual([{ rows: null }])
    // A second import of the same file adds nothing.
    const again = await preview(await prepare(bytes, both, '名册.xlsx'))
    expect(again.counts).toMatchObject({ newPeople: 0, newUnits: 0, newMemberships: 0, knownMemberships: 2000 })
    // Read in this thread it would be hundreds; the machine of the check may itself pause.
    expect(longest).toBeLessThan(250)
  })

  it('of twenty thousand are read without holding the room up', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => [`家长${n}`, phone(n), '', '', '', '', '', '', ''])
    const bytes = await toXlsx([{ name: '人员', rows: [head, ...many] }])
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const began = performance.now()
    const id = await prepare(bytes, both, '名册.xlsx')
    const read = performance.now() - began
    await confirmImport(test.db, both, id, at)
    delay.disable()
    console.log(
      `import of 20,000: read in ${Math.round(read)} ms, stored in ${Math.round(performance.now() - began - read)} ms, longest stall ${(delay.max / 1e6).toFixed(1)} ms`,
    )
    expect((await preview(id)).state).toBe('stored')
    expect(delay.max / 1e6).toBeLessThan(250)
  })
})

describe('confirming', () => {
  const batch = () => prepare(csv([['王芳', '13900000001', '', '', '实验小学', '', '联络员', '', '']]))

  it('stores once, however often and however fast it is pressed', async () => {
    const before = await numbers()
    const id = await batch()
    const answers = await Promise.all(Array.from({ length: 6 }, () => confirmImport(test.db, both, id, at)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await numbers()).toEqual({ ...before, people: before.people + 1, memberships: before.memberships + 1 })
    const lines = await test.db
      .select({ detail: events.detail })
      .from(events)
      .where(and(eq(events.countyId, room.countyId), eq(events.verb, 'people.import')))
    expect(lines).toEqual([{ detail: { people: 1, units: 0, memberships: 1 } }])
  })

  it('of two files with the same people and the same new unit: one stores, the other is told what is there now', async () => {
    const rows = [['王芳', '13900000001', '', '', '新设中学', '学校主导', '成员', '', '']]
    const other = [['王方', '13900000001', '', '', '新设中学', '学校主导', '成员', '', '']]
    const ids = [await prepare(csv(rows)), await prepare(csv(other))]
    const answers = await Promise.all(ids.map((id) => told(confirmImport(test.db, both, id, at))))
    expect(answers.toSorted()).toEqual(['conflict', 'done'])
    const named = await test.db
      .select()
      .from(units)
      .where(and(eq(units.countyId, room.countyId), eq(units.name, '新设中学')))
    expect(named).toHaveLength(1)
    const lost = await preview(ids[answers.indexOf('conflict')]!)
    expect(lost.state).toBe('refused')
    expect(lost.problems.map((problem) => problem.code)).toEqual(['knownOtherName'])
  })

  it('adds a known person’s office and changes nothing else of them', async () => {
    const known = { name: '王芳', userName: 'wang.fang', email: null, phone: '13900000001', adminRoles: [] }
    const id = await createPerson(test.db, both, room.countyId, known, null, at)
    const made = await prepare(csv([['王芳', '13900000001', 'new@x.cn', '', '实验小学', '', '联络员', '', '']]))
    expect((await preview(made)).counts).toMatchObject({ newPeople: 0, knownPeople: 1, newMemberships: 1 })
    await confirmImport(test.db, both, made, at)
    const [row] = await test.db
      .select()
      .from(people)
      .where(and(eq(people.countyId, room.countyId), eq(people.id, id)))
    expect(row).toMatchObject({ userName: 'wang.fang', email: null, phone: '13900000001' })
  })

  it('is too late after a day, and by then the rows are gone', async () => {
    const id = await batch()
    const next = later(24 * 3600 + 1)
    expect((await preview(id, next)).state).toBe('expired')
    expect(await told(confirmImport(test.db, both, id, next))).toBe('link_expired')
    await tick(test.db, next, null)
    expect(
      await test.db
        .select({ state: importBatches.state, rows: importBatches.rows })
        .from(importBatches)
        .where(eq(importBatches.id, id)),
    ).toEqual([{ state: 'expired', rows: null }])
    expect(await told(confirmImport(test.db, both, id, at))).toBe('link_expired')
  })
})

describe('beside what the county has', () => {
  it('finds who and what does not fit', async () => {
    const make = (name: string, number: number) =>
      createPerson(
        test.db,
        both,
        room.countyId,
        { name, userName: null, email: null, phone: phone(number), adminRoles: [] },
        null,
        at,
      )
    await make('甲', 1)
    await make('乙', 2)
    const off = await make('丙', 3)
    await test.db.update(people).set({ disabledAt: at }).where(eq(people.id, off))
    await test.db
      .update(people)
      .set({ email: 'yi@x.cn' })
      .where(eq(people.phone, phone(2)))
    expect(
      await problemsOf([
        ['另一个', phone(1), '', '', '', '', '', '', ''],
        ['乙', phone(4), 'yi@x.cn', '', '', '', '', '', ''],
        ['丙', phone(3), '', '', '', '', '', '', ''],
        ['丁', phone(5), '', '', '新单位', '', '成员', '', ''],
        ['戊', phone(6), '', '', '实验小学', '社会参与', '成员', '', ''],
      ]),
    ).toEqual(['2 name knownOtherName', '4 name knownDisabled', '5 kind kindMissing', '6 kind kindDiffers'])
    expect(await problemsOf([['甲', phone(1), 'yi@x.cn', '', '', '', '', '', '']])).toEqual([
      expect.stringMatching(/^2 (email|phone) knownTwoPeople$/),
    ])
  })

  it('asks which body where there are two, and takes a unit of one into the other', async () => {
    const id = BodyId.parse(crypto.randomUUID())
    const { countyId } = room
    await test.db.insert(bodies).values({ countyId, id, name: '实验小学教联体', level: 'school', createdAt: at })
    const row = (body: string) => ['王芳', '13900000001', '', body, '实验小学', '', '成员', '', '']
    expect(await problemsOf([row('')])).toEqual(['2 body bodyWhich'])
    expect(await problemsOf([row('实验小学教联体')])).toEqual(['2 body bodyNotYours'])
    const system = { ...both, adminRoles: ['system', 'security'] as const }
    await confirmImport(test.db, system, await prepare(csv([row('实验小学教联体')]), system), at)
    const here = await test.db
      .select()
      .from(bodyUnits)
      .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, id)))
    expect(here.map((each) => each.unitId)).toEqual([room.unit.school])
  })

  it('lets a security administrator alone bring in people and no offices', async () => {
    const person = ['王芳', '13900000001', '', '']
    expect(await problemsOf([[...person, '实验小学', '', '成员', '', '']], security)).toEqual(['2 body bodyNotYours'])
    const id = await prepare(csv([[...person, '', '', '', '', '']]), security)
    expect(await told(confirmImport(test.db, security, id, at))).toBe('done')
    // What one may give, another may not confirm.
    const offices = await prepare(csv([['李明', '13900000002', '', '', '实验小学', '', '成员', '', '']]))
    expect(await told(confirmImport(test.db, security, offices, at))).toBe('conflict')
    expect(await test.db.select().from(people).where(like(people.name, '李明'))).toEqual([])
  })

  it('is nobody else’s', async () => {
    const bytes = csv([['王芳', '13900000001', '', '', '', '', '', '', '']])
    const id = await prepare(bytes)
    for (const actor of [room.secretary, room.convenor, room.member, room.stranger]) {
      expect(await told(prepare(bytes, actor))).toBe('not_allowed')
      expect(await told(confirmImport(test.db, actor, id, at))).toBe('not_allowed')
      expect(await told(readBatch(test.db, actor, id, at))).toBe('not_found')
      expect(await told(listBatches(test.db, actor, at))).toBe('not_allowed')
    }
  })
})

describe('a file that is none', () => {
  const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text))
  it.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['名册.xlsm', utf8('x'), 'invalid_input macros'],
    ['名册.csv', new Uint8Array(0), 'invalid_input empty'],
    ['名册.csv', utf8('姓名,单位\n王芳,小学'), 'invalid_input columns phone office'],
    ['名册.csv', utf8(`姓名,手机\n${'王芳,1\n'.repeat(100_000)}`), 'invalid_input tooManyRows'],
    ['名册.csv', new Uint8Array(6 << 20), 'invalid_input tooLarge'],
  ])('%s is refused in words', async (name, bytes, expected) => {
    const before = await test.db.select({ count: count() }).from(importBatches)
    expect(await told(prepare(bytes, both, name))).toBe(expected)
    expect(await test.db.select({ count: count() }).from(importBatches)).toEqual(before)
  })
  it('does not stop the next one from being read', async () => {
    const [bad, good] = await Promise.all([
      told(prepare(utf8('PK nothing'), both, 'a.xlsx')),
      told(prepare(csv([['王芳', '13900000001', '', '', '', '', '', '', '']]))),
    ])
    expect([bad, good]).toEqual(['invalid_input damaged', 'done'])
  })
})
