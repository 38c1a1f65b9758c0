// Old lines go, a sealed checkpoint stands for them, and the trail still verifies; what does not verify stays.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chainKey } from '@/server/events/chain'
import { recordEvent } from '@/server/events/record'
import { retainTrail, retainTrails } from '@/server/events/retain'
import { verifyTrail } from '@/server/events/verify'
import { CountyId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let countyId: CountyId
// The trigger in Postgres goes by the clock of Postgres.
const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  countyId = CountyId.parse(crypto.randomUUID())
  await database.sql`insert into counties (id, name, time_zone, locale, created_at)
    values (${countyId}, '示范县', 'Asia/Shanghai', 'zh-Hans', ${daysAgo(400).toISOString()})`
  for (const age of [400, 399, 250, 190, 170, 3]) await line(daysAgo(age))
})

const line = (at: Date) =>
  database.db.transaction((tx) => recordEvent(tx, countyId, { kind: 'operator' }, { verb: 'retain.test' }, at))
const retain = (days: number) => database.db.transaction((tx) => retainTrail(tx, countyId, days, now))
const verify = () => verifyTrail(database.db, countyId, [chainKey()])
const ages = async () => {
  const rows = await database.sql<{ at: string }[]>`
    select at::text from events where county_id = ${countyId} order by seq`
  return rows.map(({ at }) => Math.round((now.getTime() - new Date(at).getTime()) / 86_400_000))
}

test('what is older than asked goes, by stretches, and the rest verifies to its end', async () => {
  expect(await retain(300)).toEqual({ removed: 2, faults: 0 })
  expect(await ages()).toEqual([250, 190, 170, 3, 0])
  expect(await verify()).toMatchObject({ lines: 5, removed: 2, faultCount: 0 })
  expect(await retain(300)).toEqual({ removed: 0, faults: 0 })
  expect(await retain(180)).toEqual({ removed: 2, faults: 0 })
  expect(await ages()).toEqual([170, 3, 0, 0])
  expect(await verify()).toMatchObject({ lines: 4, removed: 4, faultCount: 0, head: { seq: 8 } })
  // A removed line put back, or a checkpoint changed, is found.
  await expect(database.sql`update event_checkpoints set at = now() where county_id = ${countyId}`).rejects.toThrow(
    'only ever added to',
  )
})

test('Postgres itself keeps what is younger than 180 days, whatever is asked', async () => {
  await expect(retain(100)).rejects.toThrow()
  expect(await ages()).toEqual([400, 399, 250, 190, 170, 3])
})

test('the newest line stays, however old it is', async () => {
  const other = CountyId.parse(crypto.randomUUID())
  await database.sql`insert into counties (id, name, time_zone, locale, created_at)
    values (${other}, '另一县', 'Asia/Shanghai', 'zh-Hans', ${daysAgo(400).toISOString()})`
  const old = () =>
    database.db.transaction((tx) => recordEvent(tx, other, { kind: 'operator' }, { verb: 'a.b' }, daysAgo(390)))
  await old()
  await old()
  await retainTrails(database.db, 180, now)
  const report = await verifyTrail(database.db, other, [chainKey()])
  expect(report).toMatchObject({ lines: 2, removed: 1, faultCount: 0 })
})

test('lines that do not verify stay, and the trail says so once a day', async () => {
  await database.db.transaction(async (tx) => {
    await tx.execute('set local session_replication_role = replica')
    await tx.execute(`update events set verb = 'forged' where county_id = '${countyId}' and seq = 2`)
  })
  expect(await retain(180)).toEqual({ removed: 0, faults: 1 })
  expect(await retain(180)).toEqual({ removed: 0, faults: 1 })
  expect(await ages()).toEqual([400, 399, 250, 190, 170, 3, 0])
  const [told] = await database.sql`select verb, result from events where county_id = ${countyId} order by seq desc`
  expect(told).toEqual({ verb: 'audit.retain', result: 'refused' })
  expect(await verify()).toMatchObject({ faultCount: 1 })
})
