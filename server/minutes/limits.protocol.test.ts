// Bad input, limits, the life of a document, several nodes (SPEC.md M22–M34).
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { sql as raw } from 'drizzle-orm'
import type { DocumentId } from '@/server/ids'
import { compact } from '@/server/minutes/compact'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { settle } from '@/server/minutes/settle'
import { packUpdates } from '@/server/minutes/update-bytes'
import { durableFrame, presenceFrame, step1Frame, step2Frame, updateFrame } from '@/server/minutes/wire'
import { messageType } from '@/server/minutes/contract'
import {
  eventually,
  newFreeDocument,
  RawClient,
  startCollab,
  tokenFor,
  typing,
  updateFrames,
  type CollabServer,
} from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
let server: CollabServer

beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
  server = await startCollab(database.url)
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const create = () => newFreeDocument(database.db, room.secretary)
const open = (id: DocumentId, on = server) => new RawClient(on.url, id, token)
const rows = async (id: DocumentId) => {
  const [row] = await database.sql<
    { n: number }[]
  >`select count(*)::int as n from document_updates where document_id = ${id}`
  return row!.n
}
const whole = async (id: DocumentId) =>
  buildDoc((await loadBytes(database.db, id))!)
    .doc.getText('t')
    .toString()

/** mulberry32: the same numbers at every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('M22 malformed frames close their sender alone', async () => {
  const id = await create()
  const bystander = await open(id).join()
  const writer = await open(id).join()
  writer.send(...updateFrames('原样'))
  await writer.durable()
  const before = Buffer.from(Y.encodeStateAsUpdate(bystander.doc()))
  const bomb = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 30_000_000)
  })
  // One GC struct of client 42 that ends at 2^40.
  const hugeClock = encoding.encode((encoder) => {
    for (const n of [1, 1, 42, 2 ** 40]) encoding.writeVarUint(encoder, n)
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 0)
  })
  const frames: (Uint8Array | string)[] = [
    'a text frame',
    new Uint8Array(0),
    Uint8Array.of(0),
    Uint8Array.of(0, 2, 4, 9, 9, 9, 9),
    Uint8Array.of(0, 2, 200, 1),
    Uint8Array.of(0, 7, 0),
    Uint8Array.of(1, 3, 255, 255, 255),
    updateFrame(bomb),
    updateFrame(hugeClock),
    updateFrames('截断的')[2]!.subarray(0, 9),
    presenceFrame([{ client: 1, clock: 1, state: '{not json' }]),
    presenceFrame([{ client: 1, clock: 1, state: JSON.stringify({ pad: 'x'.repeat(5_000) }) }]),
  ]
  for (const frame of frames) {
    const offender = await open(id).join()
    offender.ws.send(frame)
    expect((await offender.untilClosed()).code, String(frame).slice(0, 60)).toBe(4422)
  }
  // Mutants of a real frame: whatever is let through must not change what others read.
  const next = random(7)
  const [frame] = typing('变', 999).map(updateFrame)
  let offender = await open(id).join()
  for (let n = 0; n < 2_000; n++) {
    const mutant = frame!.slice()
    mutant[2 + Math.floor(next() * (mutant.length - 2))] = Math.floor(next() * 256)
    if (offender.closed || offender.ws.readyState !== offender.ws.OPEN) offender = await open(id).join()
    offender.ws.send(mutant)
  }
  writer.send(...updateFrames('还在', 5))
  await writer.durable()
  await bystander.until((client) => client.text().includes('还在'))
  expect(bystander.closed).toBeNull()
  expect(bystander.text()).toContain('原样')
  expect(before.length).toBeGreaterThan(0)
})

test('M65 an update that would make Yjs throw closes its sender and reaches nobody', async () => {
  const id = await create()
  const bystander = await open(id).join()
  const before = await rows(id)
  const update = (...structs: number[]) => updateFrame(Uint8Array.from(structs))
  const poisons = {
    // One item of client 5 at clock 0, a string 'a': to the right of (5, 0), itself; below (5, 3), which comes later.
    'left neighbour is itself': update(1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0),
    'right neighbour is itself': update(1, 1, 5, 0, 0x44, 5, 0, 1, 97, 0),
    'parent comes later': update(1, 1, 5, 0, 0x04, 0, 5, 3, 1, 97, 0),
    // No item; of client 1 nothing is deleted, from clock 0 on.
    'nothing deleted': update(0, 1, 1, 1, 0, 0),
  }
  for (const [name, poison] of Object.entries(poisons)) {
    const offender = await open(id).join()
    offender.send(poison)
    expect((await offender.untilClosed()).code, name).toBe(4422)
  }
  expect(await rows(id)).toBe(before)
  expect(bystander.closed).toBeNull()
})

test('M23 an update that is too large closes with 4413', async () => {
  const id = await create()
  const large = (size: number) => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'x'.repeat(size))
    return Y.encodeStateAsUpdate(doc)
  }
  const before = await rows(id)
  const live = await open(id).join()
  live.send(updateFrame(large(1_000_001)))
  expect((await live.untilClosed()).code).toBe(4413)
  const back = await open(id).join()
  back.send(step2Frame(large(8_000_001)))
  expect((await back.untilClosed()).code).toBe(4413)
  expect(await rows(id)).toBe(before)
  const legal = await open(id).join()
  legal.send(step2Frame(large(3_000_000)))
  await legal.durable()
})

test('M24 unknown types are ignored with the rest of their frame', async () => {
  const id = await create()
  const client = await open(id).join()
  client.send(
    Uint8Array.of(99, 1, 2, 3),
    Buffer.concat([Uint8Array.of(120), updateFrames('不读')[0]!]),
    ...updateFrames('读'),
  )
  await client.durable()
  expect(client.closed).toBeNull()
  expect(await whole(id)).toBe('读')
})

test('M25 floods close with 4529; twenty thousand updates are legal', { timeout: 60_000 }, async () => {
  const id = await create()
  const floods: Record<string, (client: RawClient, n: number) => Uint8Array> = {
    presence: (_client, n) => presenceFrame([{ client: 5, clock: n, state: '{}' }]),
    query: () => Uint8Array.of(messageType.queryAwareness),
    barriers: (_client, n) => durableFrame(Uint8Array.of(n & 127)),
    'step 1': () => step1Frame(Uint8Array.of(0)),
  }
  for (const [name, frame] of Object.entries(floods)) {
    const offender = await open(id).join()
    for (let n = 1; n <= 3_000; n++) offender.send(frame(offender, n))
    expect((await offender.untilClosed()).code, name).toBe(4529)
  }
  const other = await open(id).join()
  const writer = await open(id).join()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < 20_000; n++) doc.getText('t').insert(n, 'a')
  writer.send(...updates.map(updateFrame))
  await writer.durable(undefined, 30_000)
  expect(writer.closed).toBeNull()
  await other.until((client) => client.text().length === 20_000, 'all of it', 30_000)
  expect((await whole(id)).length).toBe(20_000)
})

test('M26 a slow reader is bounded and made whole; one that never reads is closed', { timeout: 60_000 }, async () => {
  const id = await create()
  let node = await startCollab(database.url, { patienceMs: 60_000 })
  let slow = await open(id, node).join()
  let writer = await open(id, node).join()
  slow.ws.pause()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  // The second part is more than Linux takes in for somebody who does not read: its windows grow to some 36 MB.
  for (let n = 0; n < 130; n++) doc.getText('t').insert(0, 'x'.repeat(400_000))
  for (const update of updates.slice(0, 30)) writer.send(updateFrame(update))
  await writer.durable(undefined, 20_000)
  expect(node.minutes.stats().mostBuffered).toBeLessThan(1_600_000)
  slow.ws.resume()
  await slow.until((client) => client.text().length === 12_000_000, 'what it missed', 20_000)
  expect(slow.closed).toBeNull()
  await node.stop()
  node = await startCollab(database.url, { patienceMs: 500 })
  slow = await open(id, node).join()
  writer = await open(id, node).join()
  slow.ws.pause()
  for (const update of updates.slice(30)) writer.send(updateFrame(update))
  await writer.durable(undefined, 20_000)
  await eventually(() => node.minutes.stats().connections === 1, 20_000)
  await node.stop()
})

test('M27 silence is filled for the watchdog of stock clients', async () => {
  const id = await create()
  const node = await startCollab(database.url, { keepaliveMs: 300 })
  const quiet = await open(id, node).join()
  await quiet.until((client) => client.frames.some((frame) => frame.length === 3 && frame.join() === '1,1,0'))
  await node.stop()
})

test('M28 a stop writes, answers, then says 1012', async () => {
  const id = await create()
  const node = await startCollab(database.url)
  const writer = await open(id, node).join()
  const payload = Uint8Array.of(28)
  writer.send(...updateFrames('停机前最后一句'), durableFrame(payload))
  // What has arrived when the stop begins is written; the rest the client still holds.
  await eventually(() => node.minutes.stats().updates + node.minutes.stats().pendingBytes > 0)
  await node.stop()
  expect((await writer.untilClosed()).code).toBe(1012)
  if (writer.sawBarrier(payload)) expect(await whole(id)).toBe('停机前最后一句')
  expect('停机前最后一句'.startsWith(await whole(id))).toBe(true)
})

test('M28 a stop waits for a commit that takes its time', async () => {
  const id = await create()
  const node = await startCollab(database.url)
  const writer = await open(id, node).join()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const holding = database.sql.begin(async (tx) => {
    await tx`select 1 from documents where id = ${id} for update`
    // One frame: a stop reads no further.
    writer.send(Buffer.concat([...updateFrames('等'), durableFrame(Uint8Array.of(29))]))
    await eventually(() => node.minutes.stats().pendingBytes > 0)
    await held
  })
  await eventually(() => node.minutes.stats().pendingBytes > 0)
  const stopping = node.stop()
  expect(await whole(id)).toBe('')
  letGo()
  await holding
  await stopping
  expect((await writer.untilClosed()).code).toBe(1012)
  expect(writer.sawBarrier(Uint8Array.of(29))).toBe(true)
  expect(await whole(id)).toBe('等')
})

test('M29 a cold document is loaded once; a failed load is forgotten and stores nothing', async () => {
  const id = await create()
  const first = await open(id).join()
  first.send(...updateFrames('冷'))
  await first.durable()
  const node = await startCollab(database.url)
  const joiners = await Promise.all(Array.from({ length: 30 }, () => open(id, node).join()))
  expect(new Set(joiners.map((client) => client.text()))).toEqual(new Set(['冷']))
  expect(node.minutes.stats().documents).toBe(1)
  const cold = await create()
  const before = await rows(cold)
  await database.sql`alter table document_snapshots rename to hidden`
  const unlucky = open(cold, node)
  expect((await unlucky.untilClosed()).code).toBe(1013)
  await database.sql`alter table hidden rename to document_snapshots`
  expect(await rows(cold)).toBe(before)
  await open(cold, node).join()
  await node.stop()
})

test('M30 a snapshot is the same document, leaves the rows, and waits for gaps', async () => {
  const id = await create()
  const node = await startCollab(database.url, { compactAfter: { updates: 40, bytes: 1e9 } })
  const writer = await open(id, node).join()
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => writer.send(updateFrame(update)))
  const next = random(30)
  for (let n = 0; n < 200; n++) {
    const text = doc.getText('t')
    if (text.length > 5 && next() < 0.3) text.delete(Math.floor(next() * (text.length - 2)), 2)
    else text.insert(Math.floor(next() * text.length), '字')
    if (n % 20 === 0) await writer.durable()
  }
  await writer.durable()
  const snapshot = async () => {
    const [row] = await database.sql<{ seq: number }[]>`select snapshot_seq::int as seq from documents where id = ${id}`
    return row!.seq
  }
  await eventually(async () => (await snapshot()) > 1)
  const count = await rows(id)
  expect(count).toBeGreaterThanOrEqual(await snapshot())
  expect(await whole(id)).toBe(doc.getText('t').toString())
  for (const on of [node, server]) expect((await open(id, on).join()).text()).toBe(doc.getText('t').toString())
  // Somebody who knows nothing since the snapshot, somebody who brings it all again.
  const again = await open(id, node).join()
  again.send(step2Frame(Y.encodeStateAsUpdate(doc)))
  await again.durable()
  expect(await rows(id)).toBe(count)
  // A gap: the tail stays as it is.
  const gapped = await create()
  const odd = await open(gapped).join()
  odd.send(...updateFrames('甲乙丙', 3).slice(1))
  await odd.durable()
  expect(await compact(database.db, gapped, new Date())).toBeNull()
  await node.stop()
})

test('M30 what came while a snapshot was made is in one at the next pause, what a killed process left when somebody joins', async () => {
  const isWhole = async (id: string) => {
    const [row] = await database.sql`select snapshot_seq = head as whole from documents where id = ${id}`
    return row!.whole as boolean
  }
  const compactAfter = { updates: 40, bytes: 1e9 }
  const [paused, left] = [await create(), await create()]
  const node = await startCollab(database.url, {
    compactAfter,
    settle: { quietMs: 200, atMostMs: 1_000, proseAtMostMs: 5_000 },
  })
  const writer = await open(paused, node).join()
  const frames = updateFrames('字'.repeat(120), 5)
  await writer.send(...frames.slice(0, 60)).durable()
  await writer.send(...frames.slice(60)).durable()
  await eventually(() => isWhole(paused))
  await (await open(left).join()).send(...frames).durable()
  expect(await isWhole(left)).toBe(false)
  expect((await open(left, node).join()).text()).toHaveLength(120)
  await eventually(() => isWhole(left))
  await node.stop()
})

test('M31 an idle document leaves memory and comes back whole', async () => {
  const id = await create()
  const node = await startCollab(database.url, { idleMs: 200 })
  for (let round = 1; round <= 3; round++) {
    const writer = await open(id, node).join()
    expect(writer.text()).toBe('回'.repeat(round - 1))
    const doc = writer.doc()
    const at = Y.encodeStateVector(doc)
    doc.getText('t').insert(0, '回')
    writer.send(updateFrame(Y.encodeStateAsUpdate(doc, at)))
    await writer.durable()
    writer.close()
    await eventually(() => node.minutes.stats().documents === 0)
  }
  await node.stop()
})

test('M32 a poisoned row harms nobody', async () => {
  const id = await create()
  const writer = await open(id).join()
  writer.send(...updateFrames('前'))
  await writer.durable()
  // Put behind the gate's back: bytes that no longer are an update.
  const poison = Uint8Array.of(1, 1, 5, 0, 255, 255, 255)
  await database.db.execute(raw`update documents set head = head + 1 where id = ${id}`)
  await database.db.execute(raw`insert into document_updates (county_id, document_id, seq, data, at)
    select county_id, id, head, ${Buffer.from(packUpdates([poison]))}, now() from documents where id = ${id}`)
  // And a row that no longer comes apart: it says that more follows than there is.
  await database.db.execute(raw`update documents set head = head + 1 where id = ${id}`)
  await database.db.execute(raw`insert into document_updates (county_id, document_id, seq, data, at)
    select county_id, id, head, ${Buffer.from([200, 1, 7])}, now() from documents where id = ${id}`)
  const node = await startCollab(database.url)
  const late = await open(id, node).join()
  expect(late.text()).toBe('前')
  writer.send(...updateFrames('后', 8))
  await writer.durable()
  await settle(database.db, id, new Date())
  const [row] = await database.sql<{ text: string }[]>`select plain_text as text from documents where id = ${id}`
  expect(row!.text).toContain('前')
  expect(row!.text).toContain('后')
  await node.stop()
})

/** One update as large as a pasted page. */
function pasted(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

test('M33 what one node commits the other shows', async () => {
  const id = await create()
  const [one, two] = [await startCollab(database.url), await startCollab(database.url, { antiEntropyMs: 3_600_000 })]
  const [a, b] = [await open(id, one).join(), await open(id, two).join()]
  a.send(...updateFrames('一号写的', 1_001))
  await b.until((client) => client.text() === '一号写的')
  b.send(...updateFrames('二号写的', 1_002))
  await a.until((client) => client.text() === '二号写的')
  await one.stop()
  await two.stop()
})

test('M50 a small commit travels with its hint; rows that make no sense, or are large, are read from Postgres', async () => {
  const id = await create()
  const never = { antiEntropyMs: 3_600_000 }
  const [one, two] = [await startCollab(database.url, never), await startCollab(database.url, never)]
  const pulls = () => one.minutes.stats().pulls + two.minutes.stats().pulls
  const [a, b] = [await open(id, one).join(), await open(id, two).join()]
  // Until each has heard the other once.
  a.send(...updateFrames('一', 1_001))
  await b.until((client) => client.text() === '一')
  b.send(...updateFrames('二', 1_002))
  await a.until((client) => client.text().includes('二'))
  const before = pulls()
  const fromB = updateFrames('不慌不忙', 1_004)
  for (const [index, frame] of updateFrames('一字一字', 1_003).entries()) {
    await a.send(frame).durable()
    await b.until((client) => client.text().length === 2 + index)
    await b.send(fromB[index]!).durable()
    await a.until((client) => client.text().length === 2 + index)
  }
  expect(pulls()).toBe(before)
  const written = packUpdates(typing('真', 1_005))
  const [{ head }] = (await database.db
    .execute(raw`with h as (update documents set head = head + 1 where id = ${id} returning county_id, id, head)
    insert into document_updates (county_id, document_id, seq, data, at)
    select county_id, id, head, ${Buffer.from(written)}, now() from h returning seq::int as head`)) as unknown as [
    { head: number },
  ]
  const lie = [[head, null, Buffer.from([200, 1, 7]).toString('base64')]]
  const hint = JSON.stringify({ from: crypto.randomUUID(), heads: [[id, head, lie]] })
  await database.db.execute(raw`select pg_notify('lianxi_heads', ${hint})`)
  await Promise.all([a, b].map((each) => each.until((client) => client.text().includes('真'))))
  expect(pulls()).toBeGreaterThan(before)
  const long = '长'.repeat(3_000)
  a.send(updateFrame(pasted(long)))
  await b.until((client) => client.text().includes(long))
  await one.stop()
  await two.stop()
})

test('M34 a lost hint costs time, not text', async () => {
  const id = await create()
  const node = await startCollab(database.url, { antiEntropyMs: 300 })
  const client = await open(id, node).join()
  // Written without any notice, as if it had been lost.
  const update = packUpdates(typing('没有通知', 55))
  await database.db
    .execute(raw`with h as (update documents set head = head + 1 where id = ${id} returning county_id, id, head)
    insert into document_updates (county_id, document_id, seq, data, at)
    select county_id, id, head, ${Buffer.from(update)}, now() from h`)
  await client.until((each) => each.text() === '没有通知')
  await node.stop()
})
