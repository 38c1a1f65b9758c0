// Presence across nodes by a real Redis, and what Redis may do to it (SPEC.md M41–M45).
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentId } from '@/server/ids'
import { writeNodeMessage } from '@/server/live/node-wire'
import { RedisLine } from '@/server/live/redis-line'
import { messageType } from '@/server/minutes/contract'
import { presenceFrame, readPresence, type PresenceEntry } from '@/server/minutes/wire'
import {
  eventually,
  newFreeDocument,
  RawClient,
  startCollab,
  tokenFor,
  updateFrames,
  type CollabOptions,
  type CollabServer,
} from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { startRedis, type TestRedis } from '@/tests/support/redis'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let redis: TestRedis
let room: TestRoom
let secretary: string
let member: string
const running = new Set<CollabServer>()

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
  room = await makeTestRoom(database.db)
  secretary = await tokenFor(database.db, room.secretary)
  member = await tokenFor(database.db, room.member)
})
afterAll(async () => {
  await Promise.all([...running].map((node) => node.kill()))
  await redis.stop()
  await database.drop()
})

const create = () => newFreeDocument(database.db, room.secretary)
const join = (node: CollabServer, id: DocumentId, token = secretary) => new RawClient(node.url, id, token).join()

async function start(options: CollabOptions = {}): Promise<CollabServer> {
  const node = await startCollab(database.url, { redisUrl: redis.url, heartbeatMs: 100, ...options })
  running.add(node)
  return node
}
async function end(how: 'kill' | 'stop', ...nodes: CollabServer[]): Promise<void> {
  for (const node of nodes) running.delete(node)
  await Promise.all(nodes.map((node) => node[how]()))
}

const say = (client: number, clock: number, state: unknown) =>
  presenceFrame([{ client, clock, state: JSON.stringify(state) }])

/** What a stock client believes: client id → state; a state counts when its clock is newer, a null also when it is equal. */
function seen(client: RawClient): Map<number, { at?: string; user?: unknown }> {
  const newest = new Map<number, PresenceEntry>()
  for (const message of client.messages()) {
    if (message.type !== 'awareness') continue
    for (const entry of readPresence(message.payload)) {
      const known = newest.get(entry.client)
      const isNews = !known || entry.clock > known.clock || (entry.clock === known.clock && entry.state === 'null')
      if (isNews) newest.set(entry.client, entry)
    }
  }
  const here = [...newest].filter(([, { state }]) => state !== 'null')
  return new Map(here.map(([id, { state }]) => [id, JSON.parse(state) as { at?: string }]))
}
const sees = (client: RawClient, id: number, at: string) =>
  client.until((each) => seen(each).get(id)?.at === at, `${id} at ${at}`)
const misses = (client: RawClient, id: number) => client.until((each) => !seen(each).has(id), `the end of ${id}`)

test('M41 who is at one node is seen at every other, by the name that node knows', async () => {
  const id = await create()
  const [one, two] = [await start(), await start()]
  const a = await join(one, id)
  a.send(say(41, 1, { at: 'a', user: { name: '县长', kind: 'government' } }))
  // Opened after that was said: the others are asked.
  const b = await join(two, id, member)
  await sees(b, 41, 'a')
  expect(seen(b).get(41)!.user).toEqual({ name: '李秘书', kind: 'department' })
  a.send(say(41, 2, { at: 'further' }))
  await sees(b, 41, 'further')
  // Somebody else's client: taken over, taken down, and a second one of one's own.
  b.send(say(41, 9, { at: 'forged' }), say(41, 10, null), say(42, 1, { at: 'b' }), say(43, 1, { at: 'second' }))
  await sees(a, 42, 'b')
  b.send(say(42, 2, { at: 'b2' }))
  await sees(a, 42, 'b2')
  const third = await start()
  const late = await join(third, id)
  await sees(late, 41, 'further')
  await sees(late, 42, 'b2')
  for (const client of [a, b, late]) expect([...seen(client).keys()].filter((n) => n === 43)).toEqual([])
  expect(seen(a).get(41)?.at ?? 'further').toBe('further')
  b.close()
  await misses(a, 42)
  await misses(late, 42)
  await end('stop', one, two, third)
})

test('M41 bytes on Redis that no node sends change nothing', async () => {
  const id = await create()
  const [one, two] = [await start(), await start()]
  const [a, b] = [await join(one, id), await join(two, id)]
  a.send(say(411, 1, { at: 'a' }))
  await sees(b, 411, 'a')
  const forger = new RedisLine(redis.url)
  await forger.firstTry(5_000)
  const node = crypto.randomUUID()
  const senderId = crypto.randomUUID()
  const entry = { client: 412, clock: 1, state: '{"at":"x"}', senderId, since: 1 }
  const bad = [
    new Uint8Array(0),
    new TextEncoder().encode('hello'),
    // A state without a name, one that is no JSON, one that is too long, a sender and a node that are no ids.
    writeNodeMessage({ type: 'presence', node, news: [entry] }),
    writeNodeMessage({ type: 'presence', node, news: [{ ...entry, state: '{' }] }),
    writeNodeMessage({ type: 'presence', node, news: [{ ...entry, state: named('字'.repeat(9_000)) }] }),
    writeNodeMessage({ type: 'presence', node, news: [{ ...entry, state: named('x'), senderId: 'me' }] }),
    writeNodeMessage({ type: 'presence', node: 'one', news: [{ ...entry, state: named('x') }] }),
  ]
  const good = writeNodeMessage({ type: 'presence', node, news: [{ ...entry, state: named('x') }] })
  for (let cut = 0; cut < good.length; cut++) bad.push(good.slice(0, cut))
  bad.push(Uint8Array.from([...good, 0]))
  for (const channel of ['lianxi:nodes', `lianxi:presence:${id}`])
    for (const bytes of bad) forger.publish(channel, bytes)
  // Somebody there already is not moved to a stranger's line, nor ended by a node that does not own it.
  const theirs = { ...entry, client: 411, clock: 50, state: named('stolen') }
  forger.publish(`lianxi:presence:${id}`, writeNodeMessage({ type: 'presence', node, news: [theirs] }))
  const gone = { ...theirs, state: 'null' }
  forger.publish(`lianxi:presence:${id}`, writeNodeMessage({ type: 'presence', node, news: [gone] }))
  b.send(say(413, 1, { at: 'b' }))
  await sees(a, 413, 'b')
  a.send(say(411, 2, { at: 'still' }))
  await sees(b, 411, 'still')
  for (const client of [a, b]) {
    expect(seen(client).has(412)).toBe(false)
    expect(client.closed).toBeNull()
  }
  await forger.close()
  await end('stop', one, two)
})
const named = (at: string) => JSON.stringify({ at, user: { name: '某人', kind: null } })

test('M42 a killed node takes its people with it, a stopped one at once', async () => {
  const id = await create()
  const [one, two] = [await start(), await start()]
  // Would notice no silence in time: it knows of the stop because it was told.
  const patient = await start({ heartbeatMs: 3_600_000 })
  const [a, b, c] = [await join(one, id), await join(two, id), await join(patient, id)]
  a.send(say(421, 1, { at: 'a' }))
  for (const watcher of [b, c]) await sees(watcher, 421, 'a')
  await end('stop', one)
  for (const watcher of [b, c]) await misses(watcher, 421)

  const again = await start()
  const d = await join(again, id)
  d.send(say(422, 1, { at: 'd' }))
  await sees(b, 422, 'd')
  // Without a word, as at kill -9.
  await end('kill', again)
  await misses(b, 422)
  await end('stop', two, patient)
})

test('M43 Redis emptied, killed and away loses no text, closes nobody, and people see each other again', async () => {
  const id = await create()
  const [one, two] = [await start(), await start()]
  const [a, b, leaver] = [await join(one, id), await join(two, id), await join(one, id)]
  a.send(say(431, 1, { at: 'a' }))
  leaver.send(say(432, 1, { at: 'leaver' }))
  await sees(b, 431, 'a')
  await sees(b, 432, 'leaver')

  expect(await redis.ask('FLUSHALL')).toBe('+OK')
  a.send(say(431, 2, { at: 'after emptied' }))
  await sees(b, 431, 'after emptied')

  // Both lines cut at once, while the server stays.
  await redis.ask('CLIENT', 'KILL', 'SKIPME', 'yes')
  a.send(say(431, 3, { at: 'after cut' }))
  await sees(b, 431, 'after cut')

  await redis.kill()
  await eventually(() => !one.nodes!.isUp && !two.nodes!.isUp)
  a.send(...updateFrames('没有Redis也在写', 4_310), say(431, 4, { at: 'while away' }))
  await a.durable()
  await b.until((client) => client.text() === '没有Redis也在写')
  leaver.close()
  // A node that starts meanwhile serves.
  const third = await start()
  const late = await join(third, id)
  expect(late.text()).toBe('没有Redis也在写')
  expect(third.nodes!.isUp).toBe(false)

  await redis.start()
  await sees(b, 431, 'while away')
  await sees(late, 431, 'while away')
  // Left while nobody could be told.
  await misses(b, 432)
  for (const client of [a, b, late]) expect(client.closed).toBeNull()
  await end('stop', one, two, third)
})

test('M44 who moves to another node keeps presence when the old line ends', async () => {
  const id = await create()
  const [one, two, third] = [await start(), await start(), await start()]
  const [old, watcher, far] = [await join(one, id), await join(one, id, member), await join(third, id, member)]
  old.send(say(441, 7, { at: 'desk' }))
  for (const each of [watcher, far]) await sees(each, 441, 'desk')
  const [moved, beside] = [await join(two, id), await join(two, id, member)]
  await sees(moved, 441, 'desk')
  // As a stock client does when it reconnects: the same clock. The answer says that it was heard.
  const heardSoFar = moved.frames.length
  moved.send(say(441, 7, { at: 'desk' }), Uint8Array.of(messageType.queryAwareness))
  await moved.until((client) => client.frames.slice(heardSoFar).some((frame) => frame[0] === messageType.awareness))
  beside.send(say(442, 1, { at: 'beside' }))
  await sees(watcher, 442, 'beside')

  old.close()
  await eventually(() => one.minutes.stats().connections === 1)
  watcher.send(say(443, 1, { at: 'after' }))
  for (const each of [watcher, far]) await sees(each, 443, 'after')
  for (const each of [watcher, far]) expect(seen(each).get(441)?.at).toBe('desk')
  moved.close()
  for (const each of [watcher, far]) await misses(each, 441)
  await end('stop', one, two, third)
})

test('M45 without Redis nodes share the text and show their own people', async () => {
  const id = await create()
  const [one, two] = [await start({ redisUrl: undefined }), await start({ redisUrl: undefined })]
  const [a, b] = [await join(one, id), await join(two, id)]
  a.send(say(451, 1, { at: 'a' }), ...updateFrames('同一份', 4_510))
  await a.durable()
  await b.until((client) => client.text() === '同一份')
  const beside = await join(one, id)
  await sees(beside, 451, 'a')
  expect(seen(b).has(451)).toBe(false)
  expect([one.nodes, two.nodes]).toEqual([null, null])
  await end('stop', one, two)
})
