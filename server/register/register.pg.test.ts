// The register on a real Postgres: the start set once however often it is pressed, dates from where they belong.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { CountySettings } from '@/server/counties/contract'
import { divisionsBelow } from '@/server/counties/divisions'
import { setCounty } from '@/server/counties/set-county'
import type { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import type { PersonActor } from '@/server/access'
import { addPlace, changePlace, startRegister } from '@/server/register/change-place'
import { PlaceForm } from '@/server/register/contract'
import { exportRegister } from '@/server/register/export'
import { readRegister } from '@/server/register/read'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let administrator: PersonActor

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  administrator = { ...room.stranger, adminRoles: ['system'] }
})

const settings = (more: object) => ({
  name: '示范县',
  level: 'county',
  division: '330109',
  timeZone: 'Asia/Shanghai',
  locale: 'zh-Hans',
  locales: ['zh-Hans', 'zh-Hant'],
  quietFrom: '21:00',
  quietUntil: '07:00',
  ...more,
})
const choose = (more: object = {}, who = administrator) =>
  setCounty(test.db, who, room.countyId, parseInput(CountySettings, settings(more)), at)
const form = (more: object) =>
  parseInput(PlaceForm, { kind: 'school', name: '实验小学', body: 'none', establishedOn: '', evidence: '', ...more })
const add = (more: object) => addPlace(test.db, room.secretary, room.countyId, form(more), at)
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: AppError) => error.code,
  )

it('takes the name of a division newly chosen, and one typed afterwards', async () => {
  const name = async () => (await test.db.select().from(counties).where(eq(counties.id, room.countyId)))[0]!.name
  await choose()
  expect(await name()).toBe('萧山区')
  await choose({ name: '杭州市萧山区' })
  expect(await name()).toBe('杭州市萧山区')
  for (const wrong of [{ division: '999999' }, { division: '3301' }, { division: '330109101' }])
    expect(await outcome(Promise.resolve().then(() => choose(wrong)))).toBe('invalid_input')
  for (const wrong of [{ timeZone: 'Mars/Olympus' }, { quietFrom: '25:00' }, { locales: ['en'] }, { locales: [] }])
    expect(() => parseInput(CountySettings, settings(wrong))).toThrow()
  expect(await outcome(choose({}, room.secretary))).toBe('not_allowed')
})

it('adds the townships of the county once, pressed twice at once', async () => {
  const start = () => startRegister(test.db, room.secretary, room.countyId, at)
  await expect(start()).rejects.toMatchObject({ fields: { divisionCode: 'required' } })
  await choose()
  const townships = divisionsBelow('330109').length
  const added = await Promise.all([start(), start()])
  expect(added.sort((a, b) => a - b)).toEqual([0, townships + 1])
  const places = await readRegister(test.db, room.member)
  expect(places[0]).toMatchObject({ kind: 'county', code: '330109', standing: 'none' })
  expect(places.slice(1).every(({ parentId }) => parentId === places[0]!.id)).toBe(true)
})

it('takes date and evidence of our own body from the body, of another from the entry', async () => {
  await add({ name: '本校', body: room.bodyId, establishedOn: '2020-01-01', evidence: '不算' })
  await add({ name: '外校', body: 'noted', establishedOn: '2025-09-01', evidence: '成立通知' })
  await add({ name: '缺日期', body: 'noted' })
  await add({ name: '没有', body: 'none' })
  const read = async () =>
    Object.fromEntries((await readRegister(test.db, room.member)).map((p) => [p.name, [p.standing, p.establishedOn]]))
  expect(await read()).toEqual({
    本校: ['undated', null],
    外校: ['dated', '2025-09-01'],
    缺日期: ['undated', null],
    没有: ['none', null],
  })
  await test.db.update(bodies).set({ establishedOn: '2024-12-01' }).where(eq(bodies.id, room.bodyId))
  expect((await read())['本校']).toEqual(['dated', '2024-12-01'])
  expect(() => form({ body: 'noted', establishedOn: '2025-09-01' })).toThrow(
    expect.objectContaining({ fields: { evidence: 'evidence' } }),
  )
})

it('lets one of two win, and refuses a code, a body or a place above that will not do', async () => {
  const placeId = await add({ name: '甲', identifier: 'A001' })
  const change = (name: string) =>
    changePlace(test.db, room.secretary, room.countyId, { placeId, version: 1 }, form({ name, identifier: 'A001' }), at)
  expect((await Promise.all([outcome(change('乙')), outcome(change('丙'))])).sort()).toEqual(['conflict', 'done'])
  await expect(add({ name: '丁', identifier: 'A001' })).rejects.toMatchObject({ fields: { identifier: 'taken' } })
  await add({ name: '戊', body: room.bodyId })
  await expect(add({ name: '己', body: room.bodyId })).rejects.toMatchObject({ fields: { body: 'taken' } })
  // A township does not lie in a school.
  await expect(add({ kind: 'township', name: '庚', parentId: placeId })).rejects.toMatchObject({
    fields: { parentId: 'unknown' },
  })
  expect(await outcome(addPlace(test.db, room.member, room.countyId, form({}), at))).toBe('not_allowed')
})

it('exports every place, and no formula', async () => {
  await add({ name: '=HYPERLINK("x")', identifier: 'B1', body: 'noted', establishedOn: '2025-09-01', evidence: '通知' })
  const csv = await exportRegister(test.db, room.member, 'en')
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
  expect(csv.split('\r\n')[0]).toContain('Established')
})
