// How often the writer, the projection and the hints are at work (SPEC.md M46–M48).
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { recordsRoot } from '@/server/minutes/contract'
import { readUpdate } from '@/server/minutes/update-bytes'
import { updateFrame } from '@/server/minutes/wire'
import { eventually, newFreeDocument, RawClient, startCollab, tokenFor, updateFrames } from '@/tests/support/collab'
import type { CollabOptions, CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
const running = new Set<CollabServer>()

beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
})
afterEach(async () => {
  await Promise.all([...running].map((node) => node.stop()))
  running.clear()
})
afterAll(() => database.drop())

async function start(options: CollabOptions = {}): Promise<CollabServer> {
  const node = await startCollab(database.url, options)
  running.add(node)
  return node
}
const create = () => newFreeDocument(database.db, room.secretary)
const join = (node: CollabServer, id: string) => new RawClient(node.url, id, token).join()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a change says of itself. */
function isProse(change: (doc: Y.Doc) => void, before: (doc: Y.Doc) => void = () => {}): boolean {
  const doc = new Y.Doc()
  before(doc)
  const known = Y.encodeStateVector(doc)
  let update: Uint8Array | null = null
  doc.on('update', (bytes: Uint8Array) => (update = bytes))
  doc.transact(() => change(doc))
  expect(Y.encodeStateVector(doc)).not.toBe(known)
  return readUpdate(update!).isProse
}

test('M46 a change of a record is told from words alone', () => {
  const words = (doc: Y.Doc) => doc.getXmlFragment('f').push([new Y.XmlElement('paragraph')])
  const records = (doc: Y.Doc) => doc.getMap<unknown>(recordsRoot)
  const map = (doc: Y.Doc) => records(doc).set('a', new Y.Map([['title', '甲']]))
  expect(isProse(words)).toBe(true)
  expect(
    isProse(
      (doc) => doc.getText('t').insert(1, '字'),
      (doc) => doc.getText('t').insert(0, '两个'),
    ),
  ).toBe(true)
  expect(isProse(map)).toBe(false)
  expect(isProse((doc) => (records(doc).get('a') as Y.Map<string>).set('title', '乙'), map)).toBe(false)
  expect(isProse((doc) => (records(doc).get('a') as Y.Map<string>).set('owner', '丙'), map)).toBe(false)
  expect(isProse((doc) => records(doc).delete('a'), map)).toBe(false)
  expect(isProse((doc) => (doc.getXmlFragment('f').get(0) as Y.XmlElement).setAttribute('recordId', 'a'), words)).toBe(
    false,
  )
  expect(isProse((doc) => doc.getXmlFragment('f').delete(0, 1), words)).toBe(false)
})

test('M46 who types without a pause has records settled soon, and words alone later', async () => {
  const node = await start({ settle: { quietMs: 700, atMostMs: 1_500, proseAtMostMs: 600_000 } })
  const [id, other] = [await create(), await create()]
  const isSettled = async (which: string) => {
    const [row] = await database.sql`select settled_seq > 1 as yes from documents where id = ${which}`
    return row!.yes as boolean
  }
  // What it finds unsettled at its start a node settles at once.
  await pause(1_000)
  const typist = await join(node, id)
  const worker = await join(node, other)
  const doc = worker.doc()
  const frames = updateFrames('字'.repeat(400))
  let isTyping = true
  const typing = (async () => {
    for (let n = 0; isTyping; n++) {
      typist.send(frames[n]!)
      const before = Y.encodeStateVector(doc)
      // The first also brings a record.
      if (n === 0) doc.getMap(recordsRoot).set('task-0001', new Y.Map())
      else doc.getText('t').insert(0, '字')
      worker.send(updateFrame(Y.encodeStateAsUpdate(doc, before)))
      await pause(50)
    }
  })()
  await eventually(() => isSettled(other), 12_000)
  expect(await isSettled(id)).toBe(false)
  isTyping = false
  await typing
  await eventually(() => isSettled(id))
}, 30_000)

test('M47 a node that is alone sends no hints; one that comes is told every head, and of every commit from then on', async () => {
  const heard: { from: string; heads: [string, number][] }[] = []
  const ear = await database.sql.listen('lianxi_heads', (payload) =>
    heard.push(JSON.parse(payload) as (typeof heard)[0]),
  )
  const heads = () => heard.filter((hint) => hint.heads.length > 0)
  const first = await start({ antiEntropyMs: 600_000 })
  const id = await create()
  const writer = await join(first, id)
  const frames = updateFrames('一二三四')
  await writer.send(frames[0]!).durable()
  await pause(200)
  expect(heads()).toEqual([])
  const second = await start({ antiEntropyMs: 600_000 })
  await eventually(() => heads().some((hint) => hint.heads.some(([of]) => of === id)))
  const reader = await join(second, id)
  await writer.send(...frames.slice(1)).durable()
  await eventually(() => reader.text() === '一二三四')
  await ear.unlisten()
})

test('M48 while nobody asks, commits are gathered; who asks is answered soon', async () => {
  const node = await start()
  const id = await create()
  const writer = await join(node, id)
  const frames = updateFrames('字'.repeat(160))
  const before = node.minutes.stats().commits
  const from = performance.now()
  for (const frame of frames.slice(0, 80)) {
    writer.send(frame)
    await pause(4)
  }
  const elapsed = performance.now() - from
  // Every 50 ms, the first at once, and one that is under way.
  expect(node.minutes.stats().commits - before).toBeLessThan(elapsed / 48 + 3)
  await writer.durable()
  let fastest = Infinity
  for (let at = 80; at < 160; at += 10) {
    const begun = performance.now()
    for (const frame of frames.slice(at, at + 10)) await writer.send(frame).durable()
    fastest = Math.min(fastest, performance.now() - begun)
  }
  expect(fastest).toBeLessThan(10 * 45)
})
