import { afterAll, beforeAll, expect, it } from 'vitest'
import { memberships, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import { createTestDatabase } from '@/tests/support/postgres'
import { createCounty } from './create-county'

let t: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t.drop())

const at = new Date('2026-11-24T01:00:00Z')
const county = (countyName: string) => ({
  countyName,
  level: 'county' as const,
  timeZone: 'Asia/Shanghai',
  locale: 'zh-Hant' as const,
  personName: '李明',
  userName: 'li.ming',
  password: 'a long sentence to remember',
  passwordAgain: 'a long sentence to remember',
  bodyName: '教聯體',
  leadUnitName: '縣教育局',
  leadUnitKind: 'department' as const,
})

it('makes one county of ten set-ups at once, whole, and refuses every later one', async () => {
  const names = Array.from({ length: 10 }, (_, n) => `county ${n}`)
  const answers = await Promise.all(
    names.map((name) =>
      createCounty(t.db, county(name), at).then(
        () => 'ok',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  )
  expect(answers.filter((each) => each === 'ok')).toHaveLength(1)
  expect(answers.filter((each) => each === 'setup_done')).toHaveLength(9)
  expect(await t.db.select().from(counties)).toHaveLength(1)
  expect(await t.db.select().from(people)).toHaveLength(1)
  expect((await t.db.select().from(memberships)).map((row) => row.office)).toEqual(['secretary'])
  expect((await t.db.select().from(series)).map((row) => row.name)).toContain('聯席會議')
  await expect(createCounty(t.db, county('late'), at)).rejects.toMatchObject({ code: 'setup_done' })
})
