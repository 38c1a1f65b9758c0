// Handshake and durability, over real sockets and a real Postgres (SPEC.md M1–M14).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
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
import { connect } from '@/db/client'
import type { DocumentId } from '@/server/ids'
import { loadBytes, buildDoc } from '@/server/minutes/load'
import { durableFrame, step1Frame, step2Frame, updateFrame } from '@/server/minutes/wire'

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
const bytes = (...numbers: number[]) => Uint8Array.from(numbers)
const rowsOf = (id: DocumentId) =>
  database.sql<{ seq: number }[]>`select seq::int from document_updates where document_id = ${id} order by seq`
const stored = async (id: DocumentId) =>
  buildDoc((await loadBytes(database.db, id))!)
    .doc.getText('t')
    .toString()

/** Holds the row every commit to this document needs. Returns what lets go of it. */
async function holdRow(id: DocumentId): Promise<() => Promise<void>> {
  const { sql, end } = connect(database.url, { max: 1 })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  let isHeld = () => {}
  const ready = new Promise<void>((resolve) => (isHeld = resolve))
  const transaction = sql.begin(async (tx) => {
    await tx`select 1 from documents where id = ${id} for update`
    isHeld()
    await held
  })
  await ready
  return async () => {
    letGo()
    await transaction
    await end()
  }
}

test('M1 a writer is sent step 1 with our vector; a reader is not', async () => {
  const id = await create()
  const writer = await open(id).opened()
  const first = await writer.until((client) => client.messages()[0])
  expect(first.type).toBe('step1')
  // The one client of the server's own first content.
  expect(first).toMatchObject({ vector: new Map([[1, expect.any(Number)]]) })
  const observer = await room.enter(room.observer)
  const reader = new RawClient(server.url, room.documentId, await tokenFor(database.db, observer))
  await reader.join()
  expect(reader.messages().map((message) => message.type)).not.toContain('step1')
})

test('M2 the answer is complete when its only 0/1 frame comes, and that is the last', async () => {
  const id = await create()
  const writer = await open(id).join()
  writer.send(...updateFrames('一二三四五六七八'))
  await writer.durable()
  const joiner = await open(id).join()
  const types = joiner.messages().map((message) => message.type)
  expect(types.filter((type) => type === 'step2')).toHaveLength(1)
  expect(types.indexOf('step2')).toBeGreaterThan(types.lastIndexOf('update'))
  expect(joiner.text()).toBe('一二三四五六七八')
  // What a client already has it is not sent again, once a snapshot stands for it.
  const { compact } = await import('@/server/minutes/compact')
  await compact(database.db, id, new Date())
  const fresh = await startCollab(database.url)
  const knowing = await open(id, fresh).opened()
  const have = joiner.doc()
  knowing.send(step1Frame(Y.encodeStateVector(have)))
  const last = await knowing.until((client) => client.messages().find((message) => message.type === 'step2'))
  expect((last as { update: Uint8Array }).update.length).toBeLessThan(20)
  // And one that has half of it gets the rest.
  const half = new Y.Doc()
  Y.applyUpdate(half, typing('另一个人', 7)[0]!)
  const behind = await open(id, fresh).opened()
  behind.send(step1Frame(Y.encodeStateVector(half)))
  await behind.until((client) => client.messages().some((message) => message.type === 'step2'))
  expect(behind.text()).toBe('一二三四五六七八')
  await fresh.stop()
})

test('M3 nothing live before step 1 is answered', async () => {
  const id = await create()
  const silent = await open(id).opened()
  await silent.until((client) => client.frames.length > 0)
  const writer = await open(id).join()
  writer.send(...updateFrames('先'))
  await writer.durable()
  expect(silent.messages().filter((message) => message.type === 'update' || message.type === 'step2')).toEqual([])
  await silent.join()
  expect(silent.text()).toBe('先')
})

test('M4 several messages in one frame are read, one is sent', async () => {
  const id = await create()
  const other = await open(id).join()
  const writer = await open(id).join()
  const payload = bytes(9)
  writer.send(Buffer.concat([...updateFrames('两条'), durableFrame(payload)]))
  await writer.until((client) => client.sawBarrier(payload))
  await other.until((client) => client.text() === '两条')
  for (const client of [other, writer]) expect(client.messages()).toHaveLength(client.frames.length)
})

test('M5 stock y-websocket providers work through a restart, with offline edits', async () => {
  const id = await create()
  let node = await startCollab(database.url)
  const provider = (doc: Y.Doc) => {
    class WithToken extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { authorization: `Bearer ${token}` } })
      }
    }
    return new WebsocketProvider(node.url, id, doc, {
      WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 200,
    })
  }
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const providers = [provider(a), provider(b)]
  await eventually(() => providers.every((each) => each.synced))
  a.getText('t').insert(0, '联席')
  await eventually(() => b.getText('t').toString() === '联席')
  const { port } = node
  await node.stop()
  await eventually(() => providers.every((each) => !each.wsconnected))
  a.getText('t').insert(2, '会议')
  b.getText('t').insert(0, '县')
  b.getMap('m').set('k', 1)
  node = await startCollab(database.url, {}, port)
  await eventually(() => a.getText('t').toString() === '县联席会议' && a.getMap('m').get('k') === 1)
  await eventually(() => b.getText('t').toString() === '县联席会议')
  await eventually(async () => (await stored(id)) === '县联席会议')
  for (const each of providers) each.destroy()
  await node.stop()
})

test('M6 a barrier is answered after the commit of what came before it, not earlier', async () => {
  const id = await create()
  const writer = await open(id).join()
  const other = await open(id).join()
  const letGo = await holdRow(id)
  const payload = bytes(1, 2, 3)
  writer.send(...updateFrames('盘上'), durableFrame(payload))
  // Others see it at once; that does not make it saved.
  await other.until((client) => client.text() === '盘上')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(writer.sawBarrier(payload)).toBe(false)
  await letGo()
  await writer.until((client) => client.sawBarrier(payload))
  expect(await stored(id)).toBe('盘上')
})

test('M7 never unasked; of several for one commit the latest is answered', async () => {
  const id = await create()
  const writer = await open(id).join()
  writer.send(...updateFrames('甲'))
  await eventually(async () => (await stored(id)) === '甲')
  expect(writer.messages().map((message) => message.type)).not.toContain('durable')
  const letGo = await holdRow(id)
  writer.send(...updateFrames('乙'))
  for (let n = 1; n <= 50; n++) writer.send(durableFrame(bytes(n)))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await letGo()
  await writer.until((client) => client.sawBarrier(bytes(50)))
  expect(writer.messages().filter((message) => message.type === 'durable').length).toBeLessThanOrEqual(2)
})

test('M8 the barrier after a duplicate waits for the copy under way', async () => {
  const id = await create()
  const first = await open(id).join()
  const second = await open(id).join()
  const letGo = await holdRow(id)
  const frames = updateFrames('同一句')
  first.send(...frames)
  await second.until((client) => client.text() === '同一句')
  const payload = bytes(8)
  second.send(...frames, durableFrame(payload))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(second.sawBarrier(payload)).toBe(false)
  await letGo()
  await second.until((client) => client.sawBarrier(payload))
  expect(await rowsOf(id)).toHaveLength(2)
})

test('M9 an update that came too early is kept through a restart', async () => {
  const id = await create()
  let node = await startCollab(database.url)
  const [one, two, three] = updateFrames('一二三', 77)
  const writer = await open(id, node).join()
  writer.send(three!, two!)
  await writer.durable()
  expect(writer.text()).toBe('')
  await node.kill()
  node = await startCollab(database.url)
  const again = await open(id, node).join()
  again.send(one!)
  await again.durable()
  expect((await open(id, node).join()).text()).toBe('一二三')
  await node.stop()
})

test('M10 sequences stay dense with three nodes writing to one document at once', async () => {
  const id = await create()
  const nodes = await Promise.all([1, 2, 3].map(() => startCollab(database.url)))
  const writers = await Promise.all(nodes.flatMap((node) => [open(id, node).join(), open(id, node).join()]))
  await Promise.all(
    writers.map(async (writer, k) => {
      for (const frame of updateFrames('甲乙丙丁戊己庚辛壬癸'.repeat(5), 1000 + k)) {
        writer.send(frame)
        if (Math.random() < 0.2) await writer.durable()
      }
      await writer.durable()
    }),
  )
  const rows = await rowsOf(id)
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
  const text = await stored(id)
  expect(text).toHaveLength(300)
  // A raw client does not hear its own fifty letters back.
  for (const writer of writers) await writer.until((client) => client.text().length === 250, 'the text of the others')
  for (const node of nodes) expect((await open(id, node).join()).text()).toBe(text)
  for (const node of nodes) await node.stop()
})

test('M11 nothing is acknowledged while Postgres is away; all of it once it is back', async () => {
  const own = await createTestDatabase()
  const county = await makeTestRoom(own.db)
  const id = await newFreeDocument(own.db, county.secretary)
  const node = await startCollab(own.url)
  const writer = await new RawClient(node.url, id, await tokenFor(own.db, county.secretary)).join()
  const name = new URL(own.url).pathname.slice(1)
  const admin = connect(process.env.TEST_CLUSTER_URL!.replace(/\/[^/?]*(\?|$)/, '/postgres$1'), { max: 1 })
  await admin.sql.unsafe(`alter database ${name} allow_connections false`)
  await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
  const payload = bytes(42)
  writer.send(...updateFrames('停电时写的'), durableFrame(payload))
  await new Promise((resolve) => setTimeout(resolve, 800))
  expect(writer.sawBarrier(payload)).toBe(false)
  expect(node.minutes.stats().failures).toBeGreaterThan(0)
  await admin.sql.unsafe(`alter database ${name} allow_connections true`)
  await writer.until((client) => client.sawBarrier(payload), '102 after the outage', 5_000)
  await admin.end()
  await eventually(async () => {
    const [row] = await own.sql`select count(*)::int as n from document_updates where document_id = ${id}`
    return row!.n >= 2
  })
  await node.stop()
  await own.drop()
})

test('M67 a database set not to wait for its disk still does for the writer', async () => {
  const own = await createTestDatabase()
  const county = await makeTestRoom(own.db)
  const id = await newFreeDocument(own.db, county.secretary)
  await own.sql.unsafe(`
    alter database ${new URL(own.url).pathname.slice(1)} set synchronous_commit = off;
    create table seen (setting text);
    create function look() returns trigger language plpgsql as $$ begin
      insert into seen values (current_setting('synchronous_commit')); return null; end $$;
    create trigger look after insert on document_updates execute function look()`)
  const node = await startCollab(own.url)
  const writer = await new RawClient(node.url, id, await tokenFor(own.db, county.secretary)).join()
  writer.send(...updateFrames('存'))
  await writer.durable()
  expect(await own.sql`select distinct setting from seen`).toEqual([{ setting: 'on' }])
  await node.stop()
  await own.drop()
})

test('M64 the next try to reach Postgres is never more than a second away', async () => {
  const { sql, end } = connect(database.url)
  const backoff = sql.options.backoff as unknown as (retries: number) => number
  for (let retries = 0; retries <= 200; retries++) expect(backoff(retries)).toBeLessThanOrEqual(1)
  expect(backoff(0)).toBeLessThan(0.1)
  await end()
})

test('M66 a document whose row is held does not hold up the others', async () => {
  const [held, free] = [await create(), await create()]
  const [a, b] = [await open(held).join(), await open(free).join()]
  const letGo = await holdRow(held)
  const payload = bytes(66)
  a.send(...updateFrames('等'), durableFrame(payload))
  for (let n = 0; n < 5; n++) {
    b.send(...updateFrames('行', 660 + n))
    await b.durable(undefined, 3_000)
  }
  expect(a.sawBarrier(payload)).toBe(false)
  expect(b.closed ?? a.closed).toBeNull()
  await letGo()
  await a.until((client) => client.sawBarrier(payload))
  expect(await stored(held)).toBe('等')
})

test('M12 past the cap writers wait, and go on by themselves', async () => {
  const id = await create()
  const node = await startCollab(database.url, { documentCap: 200_000 })
  const writer = await open(id, node).join()
  const letGo = await holdRow(id)
  const big = typing('字'.repeat(1), 5)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, big[0]!)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < 200; n++) doc.getText('t').insert(0, '长'.repeat(10_000))
  writer.send(updateFrame(big[0]!), ...updates.map(updateFrame))
  await eventually(() => node.minutes.stats().pendingBytes > 200_000)
  await new Promise((resolve) => setTimeout(resolve, 300))
  // One read of the socket may bring a few more after the pause; six megabytes were sent.
  expect(node.minutes.stats().pendingBytes).toBeLessThan(800_000)
  expect(writer.closed).toBeNull()
  await letGo()
  await writer.durable(undefined, 20_000)
  expect((await stored(id)).length).toBe(2_000_001)
  await node.stop()
})

test('M13 bringing what we have writes nothing and tells nobody', async () => {
  const id = await create()
  const writer = await open(id).join()
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => writer.send(updateFrame(update)))
  doc.getText('t').insert(0, '要删掉的和留下的')
  doc.getText('t').delete(0, 5)
  await writer.durable()
  const other = await open(id).join()
  const before = [(await rowsOf(id)).length, other.frames.length]
  for (let n = 0; n < 5; n++) {
    const again = await open(id).join()
    again.send(step2Frame(Y.encodeStateAsUpdate(doc)))
    await again.durable()
    again.close()
  }
  expect([(await rowsOf(id)).length, other.frames.length]).toEqual(before)
})

test('M14 our vector does not pass a gap, and the gap is asked for again', async () => {
  const id = await create()
  const node = await startCollab(database.url, { keepaliveMs: 300 })
  const [, two] = updateFrames('一二', 99)
  const writer = await open(id, node).join()
  writer.send(two!)
  await writer.durable()
  const joiner = await open(id, node).opened()
  const asked = await joiner.until((client) => client.messages().find((message) => message.type === 'step1'))
  expect((asked as { vector: Map<number, number> }).vector.has(99)).toBe(false)
  const count = () => writer.messages().filter((message) => message.type === 'step1').length
  await writer.until(() => count() >= 2, 'a second step 1', 9_000)
  await node.stop()
})
