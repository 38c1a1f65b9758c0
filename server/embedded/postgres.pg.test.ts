import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@/tests/support/postgres'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a database is UTF-8 with a locale of code points, and durable', async () => {
  const [row] = await database.sql`
    select pg_encoding_to_char(encoding) as encoding, datcollate, current_setting('fsync') as fsync,
      current_setting('listen_addresses') as listens
    from pg_database where datname = current_database()`
  expect(row).toEqual({ encoding: 'UTF8', datcollate: 'C.UTF-8', fsync: 'on', listens: '' })
})

test('the database itself refuses a reference across counties', async () => {
  const [here, there, body] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  for (const id of [here, there]) {
    await database.sql`insert into counties (id, name, time_zone, locale, created_at) values (${id}, 'x', 'Asia/Shanghai', 'zh-Hans', now())`
  }
  await database.sql`insert into bodies (county_id, id, name, level, created_at) values (${here}, ${body}, 'b', 'county', now())`
  const foreign = database.sql`insert into topics (county_id, id, body_id, title, created_at) values (${there}, ${crypto.randomUUID()}, ${body}, 't', now())`
  await expect(foreign).rejects.toThrow(/foreign key/)
})
