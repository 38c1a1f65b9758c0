// The database away, the line to it dead, its answers lost, its disk full: nothing is acknowledged meanwhile, memory stays
// bounded, and everything is whole within five seconds of its return without a new edit.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentId } from '@/server/ids'
import { loadBytes } from '@/server/minutes/load'
import { eventually, newFreeDocument, RawClient, tokenFor } from '@/tests/support/collab'
import { createTestDatabase, startTestPostgres, type TestPostgres } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { makeSmallDisk, type SmallDisk } from './disk'
import { figure, form, pause } from './form'
import { audit, startWriters, told, whole, type Writer } from './ledger'
import { bundleForThisFile, Node } from './node'
import { Proxy } from './proxy'

bundleForThisFile()
/** Bytes that may wait for Postgres: per document, and of one node. What was read before a pause comes on top. */
const caps = { documentCap: 4_000_000, processCap: 10_000_000 }
const pauseSlack = 2_000_000
/** Bytes a node may grow by while the database is away: what waits, three times over for copies and garbage. */
const growth = 90_000_000

type House = {
  cluster: TestPostgres
  database: Awaited<ReturnType<typeof createTestDatabase>>
  documents: DocumentId[]
  token: string
}
let house: House

async function makeHouse(folder?: string): Promise<House> {
  const cluster = await startTestPostgres(folder)
  const database = await createTestDatabase(cluster.url)
  const room = await makeTestRoom(database.db)
  const documents = await Promise.all([1, 2, 3].map(() => newFreeDocument(database.db, room.secretary)))
  return { cluster, database, documents, token: await tokenFor(database.db, room.secretary) }
}
const close = async ({ database, cluster }: House) => {
  await database.end()
  await cluster.stop()
}

beforeAll(async () => {
  house = await makeHouse()
})
afterAll(() => close(house))

/** Waits until nothing is on its way any more, then watches for `ms`. @returns what was acknowledged while away */
async function acknowledgedDuring(writers: readonly Writer[], ms: number, node: Node) {
  const count = () => writers.reduce((sum, writer) => sum + writer.acknowledged, 0)
  const before = count()
  const [first] = [await node.stats()]
  let [mostPending, mostResident] = [0, 0]
  const end = performance.now() + ms
  while (performance.now() < end) {
    const { pendingBytes, residentBytes } = await node.stats()
    mostPending = Math.max(mostPending, pendingBytes)
    mostResident = Math.max(mostResident, residentBytes)
    await pause(100)
  }
  return { acknowledged: count() - before, mostPending, grewBy: mostResident - first!.residentBytes }
}

const quiet = (writers: readonly Writer[]) => Promise.all(writers.map((writer) => writer.quiet()))

async function expectNothingLost({ database }: House, writers: readonly Writer[]): Promise<void> {
  // Lines of the test's own pool that died with Postgres are found out by asking.
  const isBack = () =>
    database.sql`select 1`.then(
      () => true,
      () => false,
    )
  await eventually(isBack)
  expect(await audit(database, told(writers))).toEqual({ missing: 0, wrong: [] })
  expect(writers.filter((writer) => writer.client.closed)).toEqual([])
  await Promise.all(writers.map((writer) => writer.stop()))
}

/** Updates that stand in more than one row. */
async function writtenTwice({ db }: House['database'], documents: readonly DocumentId[]): Promise<number> {
  let twice = 0
  for (const id of documents) {
    const updates = (await loadBytes(db, id, 0))!.rows.flatMap((row) => row.updates)
    twice += updates.length - new Set(updates.map((update) => Buffer.from(update).toString('base64'))).size
  }
  return twice
}

test('Postgres away under load', { timeout: 60_000 + 2 * form.awayMs }, async () => {
  const { cluster, database, documents, token } = house
  const node = await Node.start({ databaseUrl: database.url, options: caps })
  // Six writers of 4 kB every 10 ms: far more than may wait.
  const writers = await startWriters(node.url, documents, token, 'away', { pace: 10, padding: 4_000 })
  const leaving = await Node.start({ databaseUrl: database.url })
  const leavers = await startWriters(leaving.url, documents, token, 'leaving', { perDocument: 1 })
  await eventually(() => [...writers, ...leavers].every((writer) => writer.acknowledged > 20))
  cluster.kill9()
  // A node that is told to stop meanwhile still does, without calling anything saved that is not.
  const from = performance.now()
  const left = leaving.stop().then(() => performance.now() - from)
  await pause(50)
  const meanwhile = await acknowledgedDuring(writers, form.awayMs, node)
  // Somebody who comes meanwhile is told to try again, and is let in afterwards.
  const late = new RawClient(node.url, documents[0]!, token)
  await quiet(writers)
  await cluster.again()
  const wholeMs = await whole(writers)
  figure('Postgres away', { awayMs: form.awayMs, ...meanwhile, wholeMs: Math.round(wholeMs) })
  expect(meanwhile.acknowledged).toBe(0)
  expect(meanwhile.mostPending).toBeGreaterThan(caps.processCap * 0.9)
  expect(meanwhile.mostPending).toBeLessThan(caps.processCap + pauseSlack)
  expect(meanwhile.grewBy).toBeLessThan(growth)
  await late.until((client) => client.closed !== null || client.frames.length > 0, 'an answer', 15_000)
  await (await new RawClient(node.url, documents[0]!, token).join()).durable()
  await expectNothingLost(house, writers)
  await node.stop()
  expect(await left).toBeLessThan(20_000)
  expect(await audit(database, told(leavers))).toEqual({ missing: 0, wrong: [] })
  expect(leavers.map((writer) => writer.client.closed?.code)).toEqual([1012, 1012, 1012])
})

test('a line that swallows everything', { timeout: 60_000 + 2 * form.swallowMs }, async () => {
  const { database, documents, token } = house
  const proxy = await Proxy.before(database.url)
  const node = await Node.start({ databaseUrl: proxy.url, options: caps })
  const writers = await startWriters(node.url, documents, token, 'swallowed')
  await eventually(() => writers.every((writer) => writer.acknowledged > 20))
  proxy.swallow()
  await pause(50)
  const meanwhile = await acknowledgedDuring(writers, form.swallowMs, node)
  await quiet(writers)
  await proxy.heal()
  const wholeMs = await whole(writers)
  figure('line swallows', { swallowMs: form.swallowMs, ...meanwhile, wholeMs: Math.round(wholeMs) })
  expect(meanwhile.acknowledged).toBe(0)
  await new RawClient(node.url, documents[0]!, token).join()
  await expectNothingLost(house, writers)
  await node.stop()
  await proxy.close()
})

test('answers lost at the commit: written twice rather than not at all', { timeout: 180_000 }, async () => {
  const { database, documents, token } = house
  const proxy = await Proxy.before(database.url)
  const node = await Node.start({ databaseUrl: proxy.url })
  const writers = await startWriters(node.url, documents, token, 'lost')
  await eventually(() => writers.every((writer) => writer.acknowledged > 20))
  proxy.loseAnswers(0.05, form.seed)
  await eventually(() => proxy.lost >= form.lostAnswers, 120_000)
  await quiet(writers)
  await proxy.heal()
  const wholeMs = await whole(writers)
  // Some of the lost answers said "committed": those updates stand there twice, and mean what they meant once.
  const twice = await writtenTwice(database, documents)
  figure('answers lost at commit', { lost: proxy.lost, twice, wholeMs: Math.round(wholeMs), seed: form.seed })
  expect(twice).toBeGreaterThan(0)
  await expectNothingLost(house, writers)
  await node.stop()
  await proxy.close()
})

test('a slow and trembling line', { timeout: 60_000 }, async () => {
  const { database, documents, token } = house
  const proxy = await Proxy.before(database.url)
  proxy.delayMs = 25
  const node = await Node.start({ databaseUrl: proxy.url })
  const writers = await startWriters(node.url, documents, token, 'slow')
  for (let n = 0; n < 5; n++) {
    const before = writers.map((writer) => writer.acknowledged)
    await eventually(() => writers.every((writer, k) => writer.acknowledged > before[k]! + 10))
    proxy.cut()
  }
  await quiet(writers)
  await whole(writers)
  await expectNothingLost(house, writers)
  await node.stop()
  await proxy.close()
})

test('the disk full', { timeout: 120_000 + 4 * form.fullMs }, async (context) => {
  let disk: SmallDisk
  try {
    disk = makeSmallDisk(220)
  } catch (error) {
    if (process.env.CI && process.env.CI !== 'false') throw error
    return context.skip((error as Error).message)
  }
  const place = await makeHouse(join(disk.folder, 'data'))
  const said = () => readFileSync(join(disk.folder, 'data/postgres.log'), 'utf8')
  try {
    const node = await Node.start({ databaseUrl: place.database.url, options: caps })
    // First the tables find no room; then the log finds none either, and Postgres goes down over it (PANIC) again and again.
    for (const goesDown of [false, true]) {
      const writers = await startWriters(node.url, place.documents, place.token, goesDown ? 'down' : 'full', {
        pace: 10,
        padding: 2_000,
      })
      await eventually(() => writers.every((writer) => writer.acknowledged > 20))
      disk.fill()
      // Pages and log segments that were there before may still have room: nothing is acknowledged once they are full.
      const { failures } = await node.stats()
      await eventually(async () => (await node.stats()).failures > failures + 3, 30_000)
      if (goesDown)
        await eventually(async () => {
          await place.database.sql`select pg_switch_wal()`.catch(() => null)
          return /PANIC|not properly shut down|was interrupted/.test(said())
        }, 30_000)
      await pause(300)
      const meanwhile = await acknowledgedDuring(writers, form.fullMs, node)
      await quiet(writers)
      const left = disk.left()
      disk.free()
      const wholeMs = await whole(writers)
      figure('disk full', { goesDown, fullMs: form.fullMs, ...meanwhile, wholeMs: Math.round(wholeMs) })
      // Not what the log says: it lies on the same disk, and may have had no room for it. Less than one segment of WAL.
      expect(left).toBeLessThan(16 * 2 ** 20)
      expect(meanwhile.acknowledged).toBe(0)
      expect(meanwhile.mostPending).toBeLessThan(caps.processCap + pauseSlack)
      expect(meanwhile.grewBy).toBeLessThan(growth)
      await expectNothingLost(place, writers)
    }
    await node.stop()
  } finally {
    disk.free()
    await close(place)
    disk.remove()
  }
})
