// Races between nodes and within one: the LISTEN connection cut, compaction beside appends with kills, eviction at the
// moment of a join.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { updateFrame } from '@/server/minutes/wire'
import { eventually, newFreeDocument, RawClient, startCollab, tokenFor, updateFrames } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'
import { audit, auditAnswer, startWriters, told } from './ledger'
import { bundleForThisFile, Node } from './node'
import { Proxy } from './proxy'
import * as Y from 'yjs'

bundleForThisFile()
let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
})
afterAll(() => database.drop())

test('the LISTEN connection cut: the other node catches up', { timeout: 60_000 }, async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const proxy = await Proxy.before(database.url)
  const one = await startCollab(database.url)
  // Without comparisons: only the line that is made anew can bring it.
  const two = await startCollab(proxy.url, { antiEntropyMs: 3_600_000 })
  const [a, b] = [await new RawClient(one.url, id, token).join(), await new RawClient(two.url, id, token).join()]
  const listeners = () => database.sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`
  const text = ['一', '二', '三', '四']
  for (const [n, word] of text.entries()) {
    const before = await eventually(async () => {
      const pids = (await listeners()).map(({ pid }) => pid)
      return pids.length >= 2 && pids
    })
    await database.sql`select pg_terminate_backend(pid) from unnest(${before}::int[]) as pid`
    // Written while nobody listens.
    a.send(...updateFrames(word, 100 + n))
    await a.durable()
    await b.until((client) => client.text().length === n + 1, 'the word written meanwhile')
  }
  // For longer, with every line of the second node.
  await proxy.refuse()
  a.send(...updateFrames('五', 105))
  await a.durable()
  await pause(2_000)
  const from = performance.now()
  await proxy.heal()
  await b.until((client) => client.text().length === 5, 'the word written while it was cut off')
  figure('LISTEN cut', { rounds: text.length, caughtUpMs: Math.round(performance.now() - from) })
  expect(performance.now() - from).toBeLessThan(5_000)
  await Promise.all([one.stop(), two.stop()])
  await proxy.close()
})

test(
  `compaction beside appends on two nodes, ${form.raceKills} kills`,
  {
    timeout: 60_000 + form.raceKills * 10_000,
  },
  async () => {
    const next = random(form.seed)
    const id = await newFreeDocument(database.db, room.secretary)
    const start = () =>
      Node.start({ databaseUrl: database.url, options: { compactAfter: { updates: 15, bytes: 1e9 }, idleMs: 300 } })
    const nodes = [await start(), await start()]
    let compactions = 0
    for (let kill = 1; kill <= form.raceKills; kill++) {
      const writers = (
        await Promise.all(nodes.map((node, k) => startWriters(node.url, [id], token, `r${kill}-${k}`, { pace: 8 })))
      ).flat()
      const which = Math.floor(next() * 2)
      await pause(300 + next() * 500)
      await nodes[which]!.kill9()
      await Promise.all(writers.map((writer) => writer.quiet()))
      expect(await audit(database, told(writers)), `kill ${kill}, seed ${form.seed}`).toEqual({ missing: 0, wrong: [] })
      await Promise.all(writers.map((writer) => writer.stop()))
      nodes[which] = await start()
      // The snapshot and its tail are what every row from the first amounts to.
      const stored = (await loadBytes(database.db, id))!
      compactions = stored.snapshot?.seq ?? 0
      const every = await loadBytes(database.db, id, 0)
      const [short, long] = [buildDoc(stored).doc, buildDoc(every!).doc]
      expect(Y.encodeStateVector(short)).toEqual(Y.encodeStateVector(long))
      for (const name of long.share.keys())
        expect(short.getArray(name).toJSON(), `seed ${form.seed}`).toEqual(long.getArray(name).toJSON())
      for (const node of nodes) expect(await auditAnswer(database.db, node.url, id, token)).toEqual([])
    }
    const [row] = await database.sql<{ n: number }[]>`
    select count(*)::int as n from document_snapshots where document_id = ${id}`
    figure('compaction beside appends', {
      kills: form.raceKills,
      snapshots: row!.n,
      lastSeq: compactions,
      seed: form.seed,
    })
    expect(row!.n).toBeGreaterThanOrEqual(form.raceKills)
    await Promise.all(nodes.map((node) => node.stop()))
  },
)

test('eviction at the moment of a join', { timeout: 60_000 + form.joins * 1_000 }, async () => {
  const next = random(form.seed)
  // Looked for every 50 ms, as often as it can be.
  const node = await startCollab(database.url, { idleMs: 1 })
  let evictions = 0
  const round = async () => {
    const id = await newFreeDocument(database.db, room.secretary)
    let length = 0
    for (let n = 0; n < form.joins; n++) {
      const writer = await new RawClient(node.url, id, token).join()
      // What was acknowledged is there; of what was not, either is right.
      expect(writer.text().length, `round ${n}, seed ${form.seed}`).toBeGreaterThanOrEqual(length)
      const doc = writer.doc()
      length = doc.getText('t').length
      const at = Y.encodeStateVector(doc)
      doc.getText('t').insert(Math.floor(next() * (length + 1)), '字')
      writer.send(updateFrame(Y.encodeStateAsUpdate(doc, at)))
      // Sometimes gone before it is told, with a commit under way.
      if (next() < 0.7) {
        await writer.durable()
        length++
      }
      writer.close()
      await pause(next() * 120)
      if (node.minutes.stats().documents < 4) evictions++
    }
  }
  await Promise.all([round(), round(), round(), round()])
  figure('eviction beside joins', { joins: 4 * form.joins, evictionsSeen: evictions, seed: form.seed })
  expect(evictions).toBeGreaterThan(0)
  await node.stop()
})
