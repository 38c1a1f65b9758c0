// Access and presence on the wire (SPEC.md M15–M21).
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessTokens } from '@/db/schema/people'
import { documents } from '@/db/schema/minutes'
import { seats } from '@/db/schema/rooms'
import { notify } from '@/server/bus'
import { DocumentId } from '@/server/ids'
import { durableFrame, presenceFrame, readPresence, updateFrame } from '@/server/minutes/wire'
import { closeCode, messageType, schemaVersion } from '@/server/minutes/contract'
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
import { becomeDeafToClose } from '@/tests/support/stock-client'

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

const open = (id: DocumentId, by: string | null = token, options = {}) => new RawClient(server.url, id, by, options)
const rows = async (id: DocumentId) => {
  const [row] = await database.sql<
    { n: number }[]
  >`select count(*)::int as n from document_updates where document_id = ${id}`
  return row!.n
}

async function observerToken() {
  const seat = await room.enter(room.observer)
  return { seat, token: await tokenFor(database.db, { countyId: seat.countyId, seatId: seat.seatId }) }
}

/** What a client has heard about others: client id → state of the newest entry. */
function heard(client: RawClient): Map<number, unknown> {
  const states = new Map<number, unknown>()
  for (const message of client.messages()) {
    if (message.type !== 'awareness') continue
    for (const entry of readPresence(message.payload)) states.set(entry.client, JSON.parse(entry.state))
  }
  return states
}
const say = (client: number, clock: number, state: unknown) =>
  presenceFrame([{ client, clock, state: JSON.stringify(state) }])

test('M15 a reader writes nothing, is told so, and hears only what is durable', async () => {
  const id = room.documentId
  const { token: reading } = await observerToken()
  const reader = await open(id, reading, { ext: true }).join()
  expect(reader.messages().map((message) => message.type)).toContain('hello')
  const before = await rows(id)
  reader.send(...updateFrames('不该进来'))
  await reader.until((client) => client.messages().some((message) => message.type === 'auth'))
  await reader.until((client) => client.messages().some((message) => message.type === 'rejected'))
  expect(await rows(id)).toBe(before)
  const stock = await open(id, reading).join()
  stock.send(...updateFrames('也不该'))
  await stock.until((client) => client.messages().some((message) => message.type === 'auth'))
  expect(stock.messages().map((message) => message.type)).not.toContain('rejected')

  const writer = await open(id).join()
  let sawBeforeCommit = false
  let isCommitted = false
  await database.sql.begin(async (tx) => {
    await tx`select 1 from documents where id = ${id} for update`
    writer.send(...updateFrames('落盘才看得见'))
    await new Promise((resolve) => setTimeout(resolve, 200))
    sawBeforeCommit = reader.text().length > 0
    isCommitted = true
  })
  expect([sawBeforeCommit, isCommitted]).toEqual([false, true])
  await reader.until((client) => client.text() === '落盘才看得见')
  expect(reader.closed).toBeNull()
})

test('M16 refusals are closes with a code', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const code = async (client: RawClient) => (await client.untilClosed()).code
  expect(await code(open(id, null))).toBe(4401)
  expect(await code(open(id, 'no-such-token-no-such-token'))).toBe(4401)
  expect(await code(open(DocumentId.parse(crypto.randomUUID())))).toBe(4404)
  expect(await code(new RawClient(server.url, 'not-a-uuid', token))).toBe(4404)
  const elsewhere = await makeTestRoom(database.db)
  expect(await code(open(elsewhere.documentId))).toBe(4404)
  expect(await code(open(id, token, { origin: 'https://evil.example' }))).toBe(4403)
  const waiting = await room.knock('三年级家长')
  const guest = await tokenFor(database.db, { countyId: waiting.seat.countyId, seatId: waiting.seat.seatId })
  expect(await code(open(room.documentId, guest))).toBe(4403)
  const fine = await open(id, token, { origin: 'http://localhost' }).join()
  expect(fine.closed).toBeNull()
})

test('M94 an editor of an older schema is sent away before it is sent a byte', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  for (const schema of [null, schemaVersion - 1, Number.NaN]) {
    const old = new RawClient(server.url, id, token, { ext: true, schema })
    expect((await old.untilClosed()).code).toBe(closeCode.outdated)
    expect(old.frames).toEqual([])
  }
  for (const schema of [schemaVersion, schemaVersion + 1]) {
    const now = await new RawClient(server.url, id, token, { ext: true, schema }).join()
    expect(now.closed).toBeNull()
    now.close()
  }
  const plain = await new RawClient(server.url, id, token).join()
  expect(plain.closed).toBeNull()
})

test('M17 rights that end close the line within a second; rights that change send it back', async () => {
  const seat = await room.enter(room.member)
  const by = await tokenFor(database.db, { countyId: seat.countyId, seatId: seat.seatId })
  const ofSeat = and(eq(seats.countyId, seat.countyId), eq(seats.id, seat.seatId))
  const change = async (set: Partial<typeof seats.$inferInsert>) => {
    await database.db.transaction(async (tx) => {
      await tx.update(seats).set(set).where(ofSeat)
      await notify(tx, { kind: 'access', countyId: seat.countyId, seatId: seat.seatId })
    })
    return performance.now()
  }
  const writer = await open(room.documentId, by).join()
  const bystander = await open(room.documentId).join()
  let from = await change({ mayWrite: false })
  expect((await writer.untilClosed()).code).toBe(4205)
  expect(performance.now() - from).toBeLessThan(1_000)
  const reader = await open(room.documentId, by).join()
  reader.send(...updateFrames('已无权'))
  await reader.until((client) => client.messages().some((message) => message.type === 'auth'))
  from = await change({ bannedAt: new Date() })
  expect((await reader.untilClosed()).code).toBe(4403)
  expect(performance.now() - from).toBeLessThan(1_000)
  expect(bystander.closed).toBeNull()
  // A token that is revoked is nobody.
  const spare = await tokenFor(database.db, room.secretary)
  const holder = await open(room.documentId, spare).join()
  await database.db
    .update(accessTokens)
    .set({ revokedAt: new Date() })
    .where(eq(accessTokens.personId, room.secretary.personId))
  await notify(database.db, { kind: 'access', countyId: seat.countyId, personId: room.secretary.personId })
  expect((await holder.untilClosed()).code).toBe(4401)
  token = await tokenFor(database.db, room.secretary)
})

test('M17 who stays on the line though it was closed is not heard', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const own = await tokenFor(database.db, room.convenor)
  const [deaf, bystander] = [await open(id, own).join(), await open(id).join()]
  const closedWith = becomeDeafToClose(deaf.ws)
  await database.db
    .update(accessTokens)
    .set({ revokedAt: new Date() })
    .where(eq(accessTokens.personId, room.convenor.personId))
  await notify(database.db, { kind: 'access', countyId: room.convenor.countyId, personId: room.convenor.personId })
  await eventually(() => closedWith() === 4401)
  const before = await rows(id)
  deaf.send(...updateFrames('还在说', 171_717))
  bystander.send(...updateFrames('完'))
  await bystander.durable()
  expect([bystander.text(), await rows(id)]).toEqual(['', before + 1])
  expect((await open(id).join()).text()).toBe('完')
  await deaf.untilClosed()
})

test('M18 a frozen document takes no update', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const writer = await open(id).join()
  writer.send(...updateFrames('定稿前'))
  await writer.durable()
  const before = await rows(id)
  await database.db.update(documents).set({ frozenAt: new Date() }).where(eq(documents.id, id))
  // No notice was given: the row lock of the writer is what refuses.
  writer.send(...updateFrames('定稿后'), durableFrame(Uint8Array.of(1)))
  expect((await writer.untilClosed()).code).toBe(4205)
  expect(writer.sawBarrier(Uint8Array.of(1))).toBe(false)
  expect(await rows(id)).toBe(before)
  const again = await open(id).join()
  expect(again.text()).toBe('定稿前')
  again.send(...updateFrames('还想写'))
  await again.until((client) => client.messages().some((message) => message.type === 'auth'))
})

test('M19 the name in a presence state is ours, whatever the client says', async () => {
  const id = room.documentId
  const [a, b] = [await open(id).join(), await open(id).join()]
  a.send(say(11, 1, { user: { name: '县长', kind: 'government' }, cursor: { anchor: null } }))
  await b.until((client) => heard(client).has(11))
  expect(heard(b).get(11)).toEqual({ user: { name: '李秘书', kind: 'department' }, cursor: { anchor: null } })
})

test('M20 nobody speaks for another client', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const other = await tokenFor(database.db, room.member)
  const [a, b, c] = [await open(id).join(), await open(id, other).join(), await open(id).join()]
  a.send(say(21, 1, { at: 'a' }))
  await c.until((client) => heard(client).has(21))
  // Taking over, taking down, a second identity, and the echo every stock client sends.
  b.send(say(21, 9, { at: 'forged' }), say(21, 10, null), say(22, 1, { at: 'b' }), say(23, 1, { at: 'second' }))
  await c.until((client) => heard(client).has(22))
  b.send(say(22, 2, { at: 'b2' }))
  await c.until((client) => (heard(client).get(22) as { at?: string } | null)?.at === 'b2')
  expect(heard(c).get(21)).toMatchObject({ at: 'a' })
  expect(heard(c).has(23)).toBe(false)
  expect(b.closed).toBeNull()
})

test('M20 nor for another tab of the same person', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const other = await tokenFor(database.db, room.member)
  const [one, two, watcher] = [await open(id).join(), await open(id).join(), await open(id, other).join()]
  one.send(say(24, 1, { at: 'one' }))
  two.send(say(25, 1, { at: 'two' }))
  await watcher.until((client) => heard(client).has(24) && heard(client).has(25))
  // What every stock client does with what it hears: it sends it back.
  two.send(say(24, 1, { at: 'one' }), say(25, 2, { at: 'two again' }))
  await watcher.until((client) => (heard(client).get(25) as { at?: string })?.at === 'two again')
  one.close()
  await watcher.until((client) => heard(client).get(24) === null, 'the end of the first tab')
  expect(heard(watcher).get(25)).toMatchObject({ at: 'two again' })
})

test('M21 who leaves is seen to leave; a query names everybody', async () => {
  const id = await newFreeDocument(database.db, room.secretary)
  const [a, b] = [await open(id).join(), await open(id).join()]
  a.send(say(31, 1, {}))
  b.send(say(32, 1, {}))
  await a.until((client) => heard(client).has(32))
  const late = await open(id).opened()
  late.send(Uint8Array.of(messageType.queryAwareness))
  await late.until((client) => heard(client).has(31) && heard(client).has(32))
  a.close()
  await b.until((client) => heard(client).get(31) === null)
  await eventually(() => heard(late).get(31) === null)
  expect(heard(late).get(32)).not.toBeNull()
})

test('M15 a reader is not shown updates that wait for their commit when it joins', async () => {
  const id = room.documentId
  const { token: reading } = await observerToken()
  const writer = await open(id).join()
  await database.sql.begin(async (tx) => {
    await tx`select 1 from documents where id = ${id} for update`
    writer.send(...typing('未', 4242).map(updateFrame))
    const other = await open(id).join()
    await other.until((client) => client.text().includes('未'))
    const reader = await open(id, reading).join()
    expect(reader.text()).not.toContain('未')
  })
})

test('M51 that the margin changed is told to pages of ours alone, and brings nothing of it', async () => {
  const id = room.documentId
  const [ours, stock] = [await open(id, token, { ext: true }).opened(), await open(id, token).opened()]
  await ours.until(() => ours.frames.length > 0, 'hello')
  await notify(database.db, { kind: 'comments', documentId: id })
  const isHint = (frame: Uint8Array) => frame[0] === messageType.comments
  const hint = await ours.until(() => ours.frames.find(isHint), '105')
  expect(hint).toEqual(Uint8Array.of(messageType.comments))
  expect(stock.frames.some(isHint)).toBe(false)
  expect(stock.closed).toBe(null)
})
