import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppError } from '@/server/errors'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { writeLines } from './model'
import { readYear, versionOf } from './read'
import { setHolidays } from './set-holidays'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: TestRoom
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t.drop())
beforeEach(async () => {
  here = await makeTestRoom(t.db, { isOpen: false })
})

const read = () => readYear(t.db, here.countyId, '2027')
const set = async (off: string, working = '', version?: string, who = here.secretary) => {
  const input = { year: '2027', off, working, version: version ?? versionOf(await read()) }
  return setHolidays(t.db, who, here.countyId, input, at)
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? { code: error.code, fields: error.fields } : String(error)),
  )

test('a year is kept whole, for its county alone, by who keeps the papers', async () => {
  await set('2027-01-01 元旦\n2027-02-06 – 2027-02-12 春节', '2027-02-20 春节调休')
  expect(writeLines(await read(), 'off')).toBe('2027-01-01 元旦\n2027-02-06 – 2027-02-12 春节')
  await set('2027-01-01 元旦')
  expect(await read()).toEqual([{ day: '2027-01-01', kind: 'off', name: '元旦' }])
  const elsewhere = await makeTestRoom(t.db, { isOpen: false })
  expect(await readYear(t.db, elsewhere.countyId, '2027')).toEqual([])
  expect(await refusal(set('', '', undefined, here.member))).toMatchObject({ code: 'not_allowed' })
  expect(await refusal(set('', '', undefined, elsewhere.secretary))).toMatchObject({ code: 'not_allowed' })
})

test('every line that cannot be read is named, and nothing of the rest is kept', async () => {
  const told = await refusal(set('2027-01-01 元旦\n春节放假\n2027-02-30 春节', '2027-01-01 上班'))
  expect(told).toEqual({
    code: 'invalid_input',
    fields: { 'off.2': 'day', 'off.3': 'noSuchDay', 'both.2027-01-01': 'both' },
  })
  expect(await read()).toEqual([])
})

test('of eight who save a year at once one wins and the others are told', async () => {
  const version = versionOf(await read())
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, n) => refusal(set(`2027-01-0${n + 1} 元旦`, '', version))),
  )
  expect(told.filter((each) => each === 'done')).toHaveLength(1)
  expect(told.filter((each) => typeof each === 'object' && each.code === 'conflict')).toHaveLength(7)
  expect(await read()).toHaveLength(1)
})
