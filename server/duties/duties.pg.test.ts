import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actionItems } from '@/db/schema/action-items'
import { bodies, bodyUnits } from '@/db/schema/bodies'
import { duties, dutyChanges, dutyUnits } from '@/db/schema/duties'
import { setItemDuty } from '@/server/action-items/set-duty'
import { AppError } from '@/server/errors'
import { ActionItemId, BodyId, LocalId, type DutyId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { addDuty } from './add-duty'
import { DutyForm } from './contract'
import { editDuty } from './edit-duty'
import { endDuty } from './end-duty'
import { exportDuties, exportRows } from './export'
import { loadStarter } from './load-starter'
import { moveDuty } from './move-duty'
import { readDuty, readMatrix } from './read'
import { setPart } from './set-part'
import { starterDuties } from './starter'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const form = (change: Partial<Record<keyof DutyForm, unknown>> = {}) =>
  DutyForm.parse({
    title: '放学时段护学岗',
    content: '每个上学日两次',
    law: '《中华人民共和国家庭教育促进法》',
    article: '第四十一条',
    fromOn: '2026-09-01',
    untilOn: '',
    leadUnitId: room.unit.school,
    assistingUnitIds: [room.unit.family],
    ...change,
  })
const place = () => ({ countyId: room.countyId, bodyId: room.bodyId })
const add = (change: Parameters<typeof form>[0] = {}) => addDuty(test.db, room.secretary, place(), form(change), at)
const matrix = () => readMatrix(test.db, room.member, room.bodyId)
const give = (dutyId: DutyId, unitId: keyof TestRoom['unit'], part: 'none' | 'assisting' | 'lead', version: number) =>
  setPart(test.db, room.secretary, room.countyId, { dutyId, unitId: room.unit[unitId], part, version }, later(60))

describe('who may', () => {
  it('lets members read and only the secretary and the convenor change', async () => {
    const id = await add()
    for (const reader of [room.member, room.observer, room.convenor])
      expect((await readMatrix(test.db, reader, room.bodyId)).duties).toHaveLength(1)
    expect(await told(readMatrix(test.db, room.stranger, room.bodyId))).toBe('not_found')
    for (const actor of [room.member, room.observer, room.stranger]) {
      const where = { dutyId: id, version: 1 }
      const [county, unitId] = [room.countyId, room.unit.family]
      expect(await told(addDuty(test.db, actor, place(), form(), at))).toBe('not_allowed')
      expect(await told(editDuty(test.db, actor, county, id, 1, form({ title: 'x' }), at))).toBe('not_allowed')
      expect(await told(setPart(test.db, actor, county, { ...where, unitId, part: 'lead' }, at))).toBe('not_allowed')
      expect(await told(moveDuty(test.db, actor, county, { dutyId: id, beforeId: null }, at))).toBe('not_allowed')
      expect(await told(endDuty(test.db, actor, county, { ...where, reason: 'x' }, at))).toBe('not_allowed')
    }
    expect((await matrix()).duties[0]).toMatchObject({
      title: '放学时段护学岗',
      version: 1,
      leadUnitId: room.unit.school,
    })
    expect(await told(editDuty(test.db, room.convenor, room.countyId, id, 1, form({ title: 'x' }), at))).toBe('done')
  })
})

describe('two editors', () => {
  it('lets one of eight who saw the same version write; the others are told, and nothing of theirs is kept', async () => {
    const id = await add()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, who) =>
        told(editDuty(test.db, room.secretary, room.countyId, id, 1, form({ title: `改 ${who}` }), later(who))),
      ),
    )
    expect(answers.toSorted()).toEqual([...Array<string>(7).fill('conflict'), 'done'])
    const { duty, changes } = await readDuty(test.db, room.member, room.bodyId, id)
    expect(duty).toMatchObject({ title: `改 ${answers.indexOf('done')}`, version: 2 })
    expect(changes.filter((change) => change.field === 'title')).toHaveLength(1)
  })

  it('settles a cell and a form at the same moment: one of them stands', async () => {
    const id = await add()
    const answers = await Promise.all([
      told(give(id, 'department', 'lead', 1)),
      told(editDuty(test.db, room.convenor, room.countyId, id, 1, form({ leadUnitId: room.unit.family }), at)),
    ])
    expect(answers.toSorted()).toEqual(['conflict', 'done'])
    const [duty] = (await matrix()).duties
    expect(duty!.leadUnitId).toBe(answers[0] === 'done' ? room.unit.department : room.unit.family)
    expect(duty!.assistingUnitIds).not.toContain(duty!.leadUnitId)
  })
})

describe('lead and assisting', () => {
  it('moves the lead from one unit to another, which goes on assisting, and tells it in words', async () => {
    const id = await add()
    expect(await give(id, 'family', 'lead', 1)).toBe(2)
    const { duty, changes } = await readDuty(test.db, room.member, room.bodyId, id)
    expect(duty).toMatchObject({ leadUnitId: room.unit.family, assistingUnitIds: [room.unit.school], version: 2 })
    expect(changes.map(({ field, was, now, byName }) => [field, was, now, byName])).toEqual([
      ['lead', '实验小学', '实验小学家长委员会', '李秘书'],
      ['assisting', '实验小学家长委员会', '实验小学', '李秘书'],
      ['created', '', '实验小学', '李秘书'],
    ])
  })

  it('takes assisting units in and out, and never leaves a duty without its lead', async () => {
    const id = await add()
    await give(id, 'department', 'assisting', 1)
    await give(id, 'family', 'none', 2)
    expect((await matrix()).duties[0]).toMatchObject({ assistingUnitIds: [room.unit.department], version: 3 })
    for (const part of ['none', 'assisting'] as const)
      expect(await told(give(id, 'school', part, 3))).toBe('invalid_input')
    // Said again, it changes nothing and makes no version.
    expect(await give(id, 'department', 'assisting', 3)).toBe(3)
    expect((await matrix()).duties[0]).toMatchObject({ leadUnitId: room.unit.school, version: 3 })
  })

  it('is refused by the database itself without a lead, and with a lead of another body', async () => {
    await add()
    const elsewhere = BodyId.parse(crypto.randomUUID())
    await test.db
      .insert(bodies)
      .values({ countyId: room.countyId, id: elsewhere, name: '另一教联体', level: 'school', createdAt: at })
    await expect(test.db.update(duties).set({ leadUnitId: sql`null` })).rejects.toThrow()
    await expect(
      test.db.update(duties).set({ bodyId: elsewhere }).where(eq(duties.bodyId, room.bodyId)),
    ).rejects.toThrow()
    const row = { countyId: room.countyId, bodyId: elsewhere, unitId: room.unit.school }
    await test.db.insert(bodyUnits).values({ ...row, isLead: false })
    const [duty] = (await matrix()).duties
    await expect(test.db.insert(dutyUnits).values({ ...row, dutyId: duty!.id })).rejects.toThrow()
  })
})

describe('order', () => {
  const titles = async () => (await matrix()).duties.map((duty) => duty.title)

  it('gives both movers what they asked for, and places without gaps', async () => {
    const ids: DutyId[] = []
    for (const title of ['甲', '乙', '丙', '丁', '戊']) ids.push(await add({ title }))
    const move = (which: number, before: number | null) =>
      moveDuty(
        test.db,
        room.secretary,
        room.countyId,
        { dutyId: ids[which]!, beforeId: before === null ? null : ids[before]! },
        at,
      )
    await Promise.all([move(0, null), move(4, 1), ...Array.from({ length: 4 }, () => move(2, 3))])
    const order = await titles()
    expect(order.at(-1)).toBe('甲')
    expect(order.indexOf('戊')).toBe(order.indexOf('乙') - 1)
    expect((await matrix()).duties.map((duty) => duty.position)).toEqual([1, 2, 3, 4, 5])
    expect(await told(move(1, 1))).toBe('conflict')
  })

  it('gives eight who add at once eight places', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, at) => add({ title: `第${at}` })))
    expect((await matrix()).duties.map((duty) => duty.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

it('ends a duty with its reason: out of the matrix, readable, and nothing more can be done with it', async () => {
  const [first, second] = [await add({ title: '甲' }), await add({ title: '乙' })]
  const end = (reason: string) =>
    endDuty(test.db, room.secretary, room.countyId, { dutyId: first, version: 1, reason }, at)
  expect((await Promise.all([told(end('并入乙')), told(end('重复'))])).toSorted()).toEqual(['conflict', 'done'])
  const now = await matrix()
  expect(now.duties.map((duty) => [duty.id, duty.position])).toEqual([[second, 1]])
  expect(now.ended.map((duty) => duty.id)).toEqual([first])
  expect(await told(give(first, 'department', 'lead', 2))).toBe('conflict')
  expect(await told(moveDuty(test.db, room.secretary, room.countyId, { dutyId: second, beforeId: first }, at))).toBe(
    'conflict',
  )
  const fields = await test.db
    .select()
    .from(dutyChanges)
    .where(eq(dutyChanges.dutyId, first))
    .orderBy(asc(dutyChanges.at))
  expect(fields.map((change) => change.field).toSorted()).toEqual(['created', 'ended'])
})

describe('the starter set', () => {
  const load = () =>
    loadStarter(
      test.db,
      room.secretary,
      { countyId: room.countyId, locale: 'zh-Hant', today: '2026-09-16' },
      {
        bodyId: room.bodyId,
        choices: starterDuties.map(({ key, lead }) => ({
          key,
          leadUnitId:
            lead === 'school' ? room.unit.school : lead === 'family' ? room.unit.family : room.unit.department,
        })),
      },
      at,
    )
  it('is loaded once, in the county’s language, with a lead for each and assisting units by kind', async () => {
    expect((await Promise.all([told(load()), told(load())])).toSorted()).toEqual(['conflict', 'done'])
    const { duties: rows } = await matrix()
    expect(rows).toHaveLength(starterDuties.length)
    expect(new Set(rows.map((row) => row.law))).toEqual(new Set(['《中華人民共和國家庭教育促進法》']))
    expect(rows.map((row) => row.article)).toEqual(starterDuties.map((duty) => `第${duty.article}條`))
    const school = rows.find((row) => row.leadUnitId === room.unit.school)!
    expect(school.assistingUnitIds).toEqual([room.unit.family])
    expect(rows.every((row) => !row.assistingUnitIds.includes(row.leadUnitId))).toBe(true)
  })
})

describe('action items', () => {
  const makeItem = async () => {
    const id = ActionItemId.parse(crypto.randomUUID())
    await test.db.insert(actionItems).values({
      countyId: room.countyId,
      id,
      documentId: room.documentId,
      localId: LocalId.parse(crypto.randomUUID()),
      meetingId: room.meetingId,
      number: 1,
      title: '护学岗排班',
      leadUnitId: room.unit.school,
      createdAt: at,
      changedAt: at,
    })
    return id
  }
  it('points at a duty of its own body, once, and is counted while open', async () => {
    const [duty, other, item] = [await add(), await add({ title: '乙' }), await makeItem()]
    const set = (from: DutyId | null, to: DutyId | null, actor = room.secretary) =>
      told(setItemDuty(test.db, actor, room.countyId, item, { from, to }, at))
    expect(await set(null, duty, room.member)).toBe('not_allowed')
    expect((await Promise.all([set(null, duty), set(null, other)])).toSorted()).toEqual(['conflict', 'done'])
    const linked = (await matrix()).duties.find((each) => each.openItems === 1)!.id
    expect((await readDuty(test.db, room.member, room.bodyId, linked)).items.map((each) => each.id)).toEqual([item])
    await test.db.update(actionItems).set({ state: 'done' }).where(eq(actionItems.id, item))
    expect((await matrix()).duties.every((each) => each.openItems === 0)).toBe(true)
    expect(await set(linked, null)).toBe('done')
    await endDuty(test.db, room.secretary, room.countyId, { dutyId: other, version: 1, reason: 'x' }, at)
    expect(await set(null, other)).toBe('invalid_input')
  })

  it('is refused by the database itself where the duty is of another body', async () => {
    const [duty, item] = [await add(), await makeItem()]
    const elsewhere = BodyId.parse(crypto.randomUUID())
    const { countyId } = room
    await test.db.insert(bodies).values({ countyId, id: elsewhere, name: '另一', level: 'school', createdAt: at })
    await test.db.insert(bodyUnits).values({ countyId, bodyId: elsewhere, unitId: room.unit.school })
    const far = (
      await test.db
        .insert(duties)
        .values({
          ...{ countyId, bodyId: elsewhere, leadUnitId: room.unit.school },
          ...{
            id: crypto.randomUUID() as DutyId,
            title: '远',
            fromOn: '2026-01-01',
            position: 1,
            createdAt: at,
            changedAt: at,
          },
        })
        .returning({ id: duties.id })
    )[0]!.id
    const point = (dutyId: DutyId, dutyBodyId: BodyId) =>
      test.db.update(actionItems).set({ dutyId, dutyBodyId }).where(eq(actionItems.id, item))
    await expect(point(far, elsewhere)).rejects.toThrow()
    await expect(point(far, room.bodyId)).rejects.toThrow()
    await expect(test.db.update(actionItems).set({ dutyId: duty }).where(eq(actionItems.id, item))).rejects.toThrow()
    expect(await told(setItemDuty(test.db, room.secretary, countyId, item, { from: null, to: far }, at))).toBe(
      'invalid_input',
    )
  })
})

it('exports list and matrix in one, and no cell is a formula', async () => {
  await add({ title: '=HYPERLINK("http://x")', content: '@SUM(1)', law: '', article: '' })
  const rows = await exportRows(test.db, room.member, room.bodyId, 'en')
  expect(rows[0]!.slice(0, 2)).toEqual(['No.', 'Duty'])
  expect(rows[1]!.slice(-3)).toEqual(['', 'Lead', 'Assisting'])
  const ask = (format: 'csv' | 'xlsx') =>
    exportDuties(test.db, room.member, { bodyId: room.bodyId, format, locale: 'zh-Hans' })
  expect((await ask('csv')).body).toContain(`"'=HYPERLINK(""http://x"")",'@SUM(1)`)
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(((await ask('xlsx')).body as Uint8Array<ArrayBuffer>).buffer)
  const cell = book.worksheets[0]!.getCell('B2')
  expect([cell.type, cell.value]).toEqual([ExcelJS.ValueType.String, `'=HYPERLINK("http://x")`])
})
