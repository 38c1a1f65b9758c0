// Facts, rules and the charter of a body: two who write at once, old versions kept, rules that hold where they apply.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bodies } from '@/db/schema/bodies'
import { BodyRules, EditBody } from '@/server/bodies/contract'
import { createUnit } from '@/server/bodies/create-unit'
import { editBody, setBodyRules, writeCharter } from '@/server/bodies/edit-body'
import { renameUnit } from '@/server/bodies/edit-unit'
import { readRules } from '@/server/bodies/read-rules'
import type { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { proposeTopic } from '@/server/topics/propose-topic'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: AppError) => error.code,
  )
const facts = (more: object) => ({
  bodyId: room.bodyId,
  version: '1',
  name: '示范县教联体',
  level: 'county',
  establishedOn: '',
  evidence: '',
  evidenceNumber: '',
  ...more,
})
const rules = (more: object) => ({ bodyId: room.bodyId, version: '1', quorums: [], series: [], ...more })

it('wants what shows a date, and takes a body without one', () => {
  expect(parseInput(EditBody, facts({}))).toMatchObject({ establishedOn: null, evidenceNumber: null })
  expect(() => parseInput(EditBody, facts({ establishedOn: '2025-03-01' }))).toThrow(
    expect.objectContaining({ fields: { evidence: 'evidence' } }),
  )
  expect(() => parseInput(EditBody, facts({ establishedOn: '2025-02-30', evidence: '通知' }))).toThrow(
    expect.objectContaining({ fields: { establishedOn: 'date' } }),
  )
})

it('reads a quorum as a share or a number, and names the one that is neither', () => {
  const quorums = ['2/3', ' ３ ', '', '1／2', '5/4'].map((rule, index) => ({
    kind: ['government', 'department', 'school', 'family', 'society'][index],
    rule,
  }))
  expect(parseInput(BodyRules, rules({ quorums: quorums.slice(0, 4) })).quorums.map(({ rule }) => rule)).toEqual([
    { numerator: 2, denominator: 3 },
    { count: 3 },
    null,
    { numerator: 1, denominator: 2 },
  ])
  expect(() => parseInput(BodyRules, rules({ quorums }))).toThrow(
    expect.objectContaining({ fields: { 'quorums.4.rule': 'quorum' } }),
  )
})

it('lets one of two who edit the body at once win', async () => {
  const edit = (name: string) =>
    editBody(test.db, room.secretary, room.countyId, parseInput(EditBody, facts({ name })), at)
  const outcomes = await Promise.all([outcome(edit('甲')), outcome(edit('乙'))])
  expect(outcomes.sort()).toEqual(['conflict', 'done'])
  const [row] = await test.db.select().from(bodies).where(eq(bodies.id, room.bodyId))
  expect(row!.version).toBe(2)
})

it('keeps every version of the charter, and gives a number to one of two', async () => {
  const write = (text: string) => {
    const version = { bodyId: room.bodyId, after: 0, text, inForceFrom: '2026-01-01', why: '通过' }
    return writeCharter(test.db, room.secretary, room.countyId, version, at)
  }
  expect((await Promise.all([outcome(write('甲')), outcome(write('乙'))])).sort()).toEqual(['conflict', 'done'])
  const next = { bodyId: room.bodyId, after: 1, text: '第二版', inForceFrom: '2026-10-01', why: '修订' }
  expect(await writeCharter(test.db, room.convenor, room.countyId, next, at)).toBe(2)
  const { charter } = await readRules(test.db, room.secretary, room.bodyId)
  expect(charter.map(({ number, by }) => [number, by])).toEqual([
    [2, '王局长'],
    [1, '李秘书'],
  ])
})

it('holds to its rule of who may propose a topic', async () => {
  const topic = { bodyId: room.bodyId, proposedByUnitId: null, title: '放学', problem: '拥堵', facts: '', wish: '' }
  const propose = () => outcome(proposeTopic(test.db, room.member, room.countyId, topic, at))
  expect(await propose()).toBe('done')
  const only = parseInput(BodyRules, rules({ proposers: ['liaison'] }))
  await setBodyRules(test.db, room.secretary, room.countyId, only, at)
  expect(await propose()).toBe('not_allowed')
})

it('stores cadence and quorum, and takes them away again', async () => {
  const input = (rule: string, unit: string, version: number) =>
    parseInput(
      BodyRules,
      rules({
        version,
        conveningUnitId: room.unit.department,
        conveningOffice: 'convenor',
        quorums: [{ kind: 'school', rule }],
        series: [{ id: room.seriesId, every: '3', unit }],
      }),
    )
  const read = () => readRules(test.db, room.secretary, room.bodyId)
  await setBodyRules(test.db, room.secretary, room.countyId, input('2/3', 'month', 1), at)
  expect(await read()).toMatchObject({
    version: 2,
    conveningUnitId: room.unit.department,
    quorums: { school: { numerator: 2, denominator: 3 } },
    series: [{ cadence: { every: 3, unit: 'month' }, lastOn: null }],
  })
  await setBodyRules(test.db, room.secretary, room.countyId, input('', 'none', 2), at)
  expect(await read()).toMatchObject({ version: 3, quorums: {}, series: [{ cadence: null }] })
})

it('renames a unit once, never into a namesake of its kind', async () => {
  const place = { countyId: room.countyId, bodyId: room.bodyId }
  const unitId = await createUnit(test.db, room.secretary, place, { name: '第二小学', kind: 'school' }, at)
  const rename = (name: string) =>
    renameUnit(test.db, room.secretary, room.countyId, { bodyId: room.bodyId, unitId, name }, at)
  await expect(rename('实验小学')).rejects.toMatchObject({ fields: { name: 'taken' } })
  expect(await outcome(rename('县教育局'))).toBe('done')
})
