// What the document comes to (LIST.md C6, C16); C5 is in tests/fuzz/yjs-random.test.ts.
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { longSession } from '@/bench/inputs'
import { updateFrame } from '@/server/minutes/wire'
import { eventually } from '@/tests/support/collab'
import { compareAll, vectorOf } from '@/tests/support/compare-docs'
import { openMinutesHouse } from '@/tests/support/minutes-house'
import { mods } from '@/tests/support/random-edits'

const house = openMinutesHouse()

/** What three people write who read each other now and then, as one update a transaction. */
function writing(seed: number, edits: number): { updates: Uint8Array[]; docs: Y.Doc[] } {
  const gen = prng.create(seed)
  const updates: Uint8Array[] = []
  const docs = [1, 2, 3].map((n) => {
    const doc = new Y.Doc()
    doc.clientID = 60_000 + n
    doc.on('update', (update: Uint8Array, origin) => origin !== 'read' && updates.push(update))
    return doc
  })
  const read = () => {
    for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'read')
  }
  for (let n = 0; n < edits; n++) {
    prng.oneOf(gen, mods)(prng.oneOf(gen, docs), gen)
    if (prng.int32(gen, 0, 9) === 0) read()
  }
  read()
  return { updates, docs }
}

test.each([[6], [66], [666]])('C6 twice, late and in any order (seed %i)', async (seed) => {
  const id = await house.create()
  const node = await house.node()
  const { updates, docs } = writing(seed, 250)
  const gen = prng.create(seed)
  // Each once, three in ten twice, and none where it belongs.
  const order = [...updates, ...updates.filter(() => prng.int32(gen, 0, 9) < 3)]
  for (let n = order.length - 1; n > 0; n--) {
    const other = prng.int32(gen, 0, n)
    ;[order[n], order[other]] = [order[other]!, order[n]!]
  }
  const early = await house.stock(id, { on: node }).synced()
  const senders = await Promise.all([1, 2, 3].map(() => house.raw(id, { on: node }).join()))
  order.slice(0, order.length / 2).forEach((update, n) => senders[n % 3]!.send(updateFrame(update)))
  await Promise.all(senders.map((sender) => sender.durable()))
  // Joins a document full of gaps.
  const midway = await house.stock(id, { on: node }).synced()
  order.slice(order.length / 2).forEach((update, n) => senders[n % 3]!.send(updateFrame(update)))
  await Promise.all(senders.map((sender) => sender.durable()))
  // The server's own first content is in all but those of the writers.
  const first = await house.stored(id)
  for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(first))
  const wanted = vectorOf(docs[0]!)
  await eventually(() => [early, midway].every(({ doc }) => vectorOf(doc) === wanted))
  const rows = await house.rows(id)
  for (const update of order) senders[0]!.send(updateFrame(update))
  await senders[0]!.durable()
  expect(await house.rows(id)).toBe(rows)
  await house.end(node, 'kill')
  const after = await house.stock(id, { on: await house.node() }).synced()
  compareAll([...docs, early.doc, midway.doc, after.doc, await house.stored(id)])
})

type Session = { updates: Uint8Array[]; text: string }
const drawn = (): Session => {
  const { updates } = longSession(18_231, 7_746, 25_977)
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return { updates, text: doc.getText('t').toString() }
}
/** A file of the public collection `josephg/editing-traces` with one writer, key by key. */
function recorded(file: string): Session {
  type Trace = { txns: { patches: [at: number, deleted: number, inserted: string][] }[]; endContent: string }
  const trace = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace
  const doc = new Y.Doc()
  doc.clientID = 424_242
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('t')
  for (const { patches } of trace.txns)
    doc.transact(() => {
      for (const [at, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(at, deleted)
        if (inserted !== '') text.insert(at, inserted)
      }
    })
  return { updates, text: trace.endContent }
}
const { EDITING_TRACE: trace } = process.env
const sessions: [name: string, () => Session][] = [
  ['drawn after a recorded one', drawn],
  ...(trace ? [['recorded', () => recorded(trace)] as [string, () => Session]] : []),
]

test.each(sessions)('C16 a session %s gives the bytes that Yjs gives', { timeout: 240_000 }, async (_name, session) => {
  const { updates, text } = session()
  const id = await house.create()
  const node = await house.node({ compactAfter: { updates: 5_000, bytes: 1e9 } })
  const [typist, reader] = [await house.stock(id, { on: node }).synced(), await house.stock(id, { on: node }).synced()]
  const reference = new Y.Doc()
  Y.applyUpdate(reference, Y.encodeStateAsUpdate(typist.doc))
  const wait = async (words: () => boolean) => void (await eventually(words, trace ? 120_000 : 20_000))
  let midway = null
  for (let n = 0; n < updates.length; n++) {
    Y.applyUpdate(typist.doc, updates[n]!, 'keyboard')
    Y.applyUpdate(reference, updates[n]!)
    if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    if (n === Math.floor(updates.length / 2)) midway = await house.stock(id, { on: node }).synced()
  }
  const bytes = Buffer.from(Y.encodeStateAsUpdate(reference))
  const isSame = (doc: Y.Doc) => doc.getText('t').length === text.length && bytes.equals(Y.encodeStateAsUpdate(doc))
  for (const client of [reader, midway!]) await wait(() => isSame(client.doc))
  expect(reader.text).toBe(text)
  expect([typist.lines.length, reader.lines.length, typist.line.sent.length > updates.length]).toEqual([1, 1, true])
  await house
    .raw(id, { on: node })
    .join()
    .then((raw) => raw.durable())
  await eventually(async () => {
    const [row] = await house.database.sql`select snapshot_seq > 1 as is from documents where id = ${id}`
    return row!.is as boolean
  }, 20_000)
  await eventually(async () => isSame(await house.stored(id)), 20_000)
  const compacted = await house.stock(id, { on: node }).synced()
  expect(isSame(compacted.doc)).toBe(true)
  await house.end(node)
  const restarted = await house.stock(id, { on: await house.node() }).synced()
  expect(isSame(restarted.doc)).toBe(true)
})
