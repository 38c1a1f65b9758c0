// What is asked over and over, on a real Postgres: how many at a time, who shares an answer, and who does not.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '@/tests/support/postgres'
import { keep } from './keep'

let t: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  t = await createTestDatabase()
  await t.sql`create sequence asked`
  await t.sql`create table things (name text)`
})
afterAll(() => t.drop())

const { placeholder } = sql
const times = (count: number) => Array.from({ length: count }, (_, n) => n)
const count = keep<{ n: number; value: number }>(
  sql`select nextval('asked')::int as n, ${placeholder('value')}::int as value`,
)
const waits = keep<{ done: boolean }>(sql`select pg_advisory_lock_shared(71) is not null as done,
  pg_advisory_unlock_shared(71), ${placeholder('value')}::int`)
const things = keep<{ name: string }>(sql`select name from things where ${placeholder('value')}::int > 0`)

it('asks once for all who wait for the same, and gives each the answer to what it asked', async () => {
  const same = await Promise.all(times(40).map(() => count(t.db, { value: 7 })))
  // Four did not wait.
  expect(new Set(same.map(([row]) => row!.n)).size).toBe(5)
  const different = await Promise.all(times(40).map((value) => count(t.db, { value })))
  expect(new Set(different.map(([row]) => row!.n)).size).toBe(40)
  expect(different.map(([row]) => row!.value)).toEqual(times(40))
})

it('gives nobody an answer from before they asked, and lets four wait in Postgres, no more', async () => {
  const holder = await t.sql.reserve()
  await holder`select pg_advisory_lock(71)`
  const held = times(6).map((value) => waits(t.db, { value }))
  const waiting = async () =>
    (await holder`select 1 from pg_locks where locktype = 'advisory' and objid = 71 and not granted`).length
  while ((await waiting()) < 4);
  const before = things(t.db, { value: 1 })
  await holder`insert into things values ('written meanwhile')`
  const after = things(t.db, { value: 1 })
  // Of a transaction none stands in the line.
  const inside = await t.db.transaction(async (tx) => {
    await tx.execute(sql`insert into things values ('not committed yet')`)
    const rows = await things(tx, { value: 1 })
    return rows.map(({ name }) => name)
  })
  expect(inside).toEqual(['written meanwhile', 'not committed yet'])
  expect(await waiting()).toBe(4)
  await holder`select pg_advisory_unlock(71)`
  holder.release()
  expect((await Promise.all(held)).flat().every(({ done }) => done)).toBe(true)
  expect(await after).toEqual([{ name: 'written meanwhile' }, { name: 'not committed yet' }])
  expect(await before).toEqual(await after)
})

it('hands out rows that nobody can change, to the last thing they hold', async () => {
  const nested = keep<{ name: string; held: { list: { n: number }[] }; tags: string[]; bytes: Uint8Array }>(
    sql`select 'a' as name, '{"list":[{"n":1}]}'::jsonb as held, array['x', 'y'] as tags, '\\x01'::bytea as bytes`,
  )
  const inside = await t.db.transaction((tx) => nested(tx, {}))
  for (const rows of [await nested(t.db, {}), inside]) {
    const [row] = rows
    expect(row).toMatchObject({ name: 'a', held: { list: [{ n: 1 }] }, tags: ['x', 'y'] })
    expect(() => (row!.name = 'b')).toThrow(TypeError)
    expect(() => (row!.held.list[0]!.n = 2)).toThrow(TypeError)
    expect(() => row!.tags.sort()).toThrow(TypeError)
    expect(() => (rows as unknown[]).pop()).toThrow(TypeError)
  }
})

it('goes on after questions that failed', async () => {
  const divide = keep<{ n: number }>(sql`select 1 / ${placeholder('value')}::int as n`)
  const failed = await Promise.allSettled(times(40).map((n) => divide(t.db, { value: n % 10 === 1 ? 1 : 0 })))
  expect(failed.filter(({ status }) => status === 'rejected')).toHaveLength(36)
  expect(await Promise.all(times(12).map(() => divide(t.db, { value: 1 })))).toHaveLength(12)
})
