import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '@/tests/support/postgres'
import { byName } from './by-name'
import { connect, type Connection, type Db } from './client'
import { counties } from './schema/counties'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let line: Connection
let db: Db
beforeAll(async () => {
  test = await createTestDatabase()
  // One connection: what is named is asked of the one that was named on.
  line = connect(test.url, { max: 1 })
  db = byName(line.sql)
})
afterAll(async () => {
  await line.end()
  await test.drop()
})

const named = async (part: string) => {
  const rows = await line.sql<{ statement: string }[]>`select statement from pg_prepared_statements`
  return rows.filter(({ statement }) => statement.includes(part)).length
}
const nobody = '00000000-0000-4000-8000-000000000000'
type CountyId = (typeof counties.$inferSelect)['id']
const find = (on: Pick<Db, 'select'>, part: string) =>
  on
    .select({ [part]: counties.id })
    .from(counties)
    .where(sql`${eq(counties.id, nobody as CountyId)} and ${sql.raw(`'${part}'`)} = ${part}`)

it('a text has a name once it was asked five times, in transactions and nested ones too', async () => {
  for (let n = 0; n < 4; n++) expect(await find(db, 'often')).toEqual([])
  expect(await named(`'often'`)).toBe(0)
  await db.transaction(async (tx) => {
    await tx.transaction(async (inner) => expect(await find(inner, 'often')).toEqual([]))
    await find(tx, 'often')
  })
  expect(await named(`'often'`)).toBe(1)
})

it('what was asked once, has no values or a long list of them has none', async () => {
  await find(db, 'once')
  const list = Array.from({ length: 61 }, () => nobody as CountyId)
  for (let n = 0; n < 10; n++) {
    await db.select({ id: counties.id }).from(counties).where(inArray(counties.id, list))
    await db.execute(sql`select 'no values'`)
  }
  expect([await named(`'once'`), await named('$61'), await named(`'no values'`)]).toEqual([0, 0, 0])
})

it('a value of another kind at the same place is asked as well', async () => {
  const echo = (value: unknown) => db.execute(sql`select ${value}::text as "echo"`)
  for (let n = 0; n < 6; n++) expect(await echo('甲')).toEqual([{ echo: '甲' }])
  expect(await echo(null)).toEqual([{ echo: null }])
  expect(await echo('乙')).toEqual([{ echo: '乙' }])
})

it('a refused statement leaves the line and its name usable', async () => {
  const divide = (by: number) => db.execute(sql`select 1 / ${by}::int as "result"`)
  for (let n = 0; n < 6; n++) await divide(1)
  await expect(divide(0)).rejects.toThrow()
  expect(await divide(1)).toEqual([{ result: 1 }])
})

it('no more than two hundred texts have a name', async () => {
  for (let text = 0; text < 230; text++) for (let n = 0; n < 5; n++) await find(db, `kind ${text}`)
  const most = await named('kind ')
  expect(most).toBeGreaterThan(150)
  expect(most).toBeLessThanOrEqual(200)
})
