// What becomes of a line (LIST.md C8, C10, C11, C13): rights, idleness, slowness, rights that end.
import { expect, test, vi } from 'vitest'
import { and, eq } from 'drizzle-orm'
import * as Y from 'yjs'
import { seats } from '@/db/schema/rooms'
import { notify } from '@/server/bus'
import { step2Frame, updateFrame } from '@/server/minutes/wire'
import { eventually, tokenFor, typing } from '@/tests/support/collab'
import { openMinutesHouse } from '@/tests/support/minutes-house'
import { becomeDeafToClose, type StockClient } from '@/tests/support/stock-client'

const house = openMinutesHouse()
const seatToken = async (who: 'observer' | 'member') => {
  const { countyId, seatId } = await house.room.enter(house.room[who])
  return { countyId, seatId, by: await tokenFor(house.database.db, { countyId, seatId }) }
}

test('C8 a reader is served and seen; what it writes, live or from offline, is refused and it is told', async () => {
  const id = house.room.documentId
  const { by } = await seatToken('observer')
  const writer = await house.stock(id).synced()
  writer.type('可讀')
  const reader = await house.stock(id, { by }).synced()
  await reader.reads('可讀')
  reader.awareness.setLocalStateField('at', 'gallery')
  await eventually(() => writer.sees(reader.doc.clientID)?.at === 'gallery')
  await eventually(async () => (await house.storedText(id)) === '可讀')
  const rows = await house.rows(id)
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  try {
    reader.type('不該')
    await eventually(() => warned.mock.calls.flat().join(' ').includes('read-only'))
    expect(String(warned.mock.calls[0]![0])).toContain('Permission denied')
    // As a step 2, by its own socket: stock clients send one when they are asked, which readers are not.
    const refusals = warned.mock.calls.length
    reader.line.send(step2Frame(Y.encodeStateAsUpdate(reader.doc)))
    await eventually(() => warned.mock.calls.length > refusals)
  } finally {
    warned.mockRestore()
  }
  writer.type('，照常')
  await eventually(() => reader.text.includes('，照常'))
  await eventually(async () => (await house.storedText(id)) === '可讀，照常')
  expect([writer.text, (await house.rows(id)) - rows]).toEqual(['可讀，照常', 1])
  expect([reader.lines.length, reader.end]).toEqual([1, null])
  expect(writer.sees(reader.doc.clientID)?.at).toBe('gallery')
})

/**
 * Time runs this many times faster than at home: the stock client's watchdog and each term of the server are shortened by
 * the same factor, so what stands between them is what stands between them there.
 */
const faster = 15
const terms = { keepaliveMs: 15_000 / faster, pingMs: 20_000 / faster, deadMs: 45_000 / faster }
const watchdogMs = 30_000

/** The client's watchdog compares the time of the last message with a constant of 30 s: that time is told to it as earlier. */
function hurry({ provider }: StockClient): () => number {
  let [last, looks] = [Date.now(), 0]
  Object.defineProperty(provider, 'wsLastMessageReceived', {
    get: () => {
      looks++
      return last - (watchdogMs - watchdogMs / faster)
    },
    set: (at: number) => (last = at),
  })
  return () => looks
}

test('C10 idle for five minutes with presence off, nobody reconnects', { timeout: 60_000 }, async () => {
  const [node, silent] = [await house.node(terms), await house.node({ ...terms, keepaliveMs: 3_600_000 })]
  const id = await house.create()
  const idle = await house.stock(id, { on: node, withoutPresence: true }).synced()
  const alone = await house.stock(id, { on: silent, withoutPresence: true }).synced()
  const sentAtFirst = idle.line.sent.length
  const looks = [hurry(idle), hurry(alone)]
  // It looks every three seconds, whatever the time is: seven times is 5¼ minutes.
  await eventually(() => looks[0]!() >= 7, 40_000)
  expect([idle.lines.length, idle.codes, idle.provider.synced]).toEqual([1, [], true])
  expect(idle.line.sent).toHaveLength(sentAtFirst)
  // Where nothing is said the same client does leave: it is not asleep.
  expect(alone.lines.length).toBeGreaterThan(1)
  const other = await house.stock(id, { on: node }).synced()
  other.type('還在')
  await idle.reads('還在')
  await Promise.all([house.end(node), house.end(silent)])
})

test('C11 readers that do not read cost a bounded amount and are whole afterwards', { timeout: 60_000 }, async () => {
  const id = await house.create()
  const node = await house.node({ patienceMs: 60_000 })
  const slow = await Promise.all(Array.from({ length: 4 }, () => house.stock(id, { on: node }).synced()))
  const fast = await house.stock(id, { on: node }).synced()
  const writer = await house.raw(id, { on: node }).join()
  for (const client of slow) client.line.pause()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < 30; n++) doc.getText('t').insert(0, 'x'.repeat(400_000))
  doc.getText('t').delete(1_000_000, 10_000_000)
  writer.send(...updates.map(updateFrame))
  await writer.durable(undefined, 20_000)
  await eventually(() => fast.text.length === 2_000_000, 20_000)
  // Of twelve megabytes each.
  expect(node.minutes.stats().mostBuffered).toBeLessThan(1_600_000)
  slow[0]!.type('慢')
  for (const client of slow) client.line.resume()
  await eventually(() => slow.every((client) => client.text.length === 2_000_001), 20_000)
  const state = Y.encodeStateAsUpdate(slow[0]!.doc)
  for (const client of slow) {
    expect(Buffer.from(Y.encodeStateAsUpdate(client.doc)).equals(state)).toBe(true)
    expect([client.lines.length, client.doc.store.pendingStructs]).toEqual([1, null])
  }
  await house.end(node, 'kill')
})

test('C13 who is banned is closed for good within a second, and not heard though it goes on', async () => {
  const id = house.room.documentId
  const { countyId, seatId, by } = await seatToken('member')
  const ofSeat = and(eq(seats.countyId, countyId), eq(seats.id, seatId))
  await house.database.db.update(seats).set({ mayWrite: true }).where(ofSeat)
  const [banned, bystander] = [await house.stock(id, { by }).synced(), await house.stock(id).synced()]
  // A stock client, and one that does not care about being closed.
  const deaf = await house.stock(id, { by }).synced()
  const { line } = deaf
  const closedWith = becomeDeafToClose(line)
  deaf.awareness.setLocalStateField('at', 'the end')
  await eventually(() => bystander.sees(deaf.doc.clientID)?.at === 'the end')
  banned.type('有權時')
  await eventually(() => bystander.text.includes('有權時'))
  const before = bystander.text
  await eventually(async () => (await house.storedText(id)) === before)
  const rows = await house.rows(id)

  await house.database.db.transaction(async (tx) => {
    await tx.update(seats).set({ bannedAt: new Date() }).where(ofSeat)
    await notify(tx, { kind: 'access', countyId, seatId })
  })
  const from = performance.now()
  await eventually(() => banned.end)
  expect(performance.now() - from).toBeLessThan(1_000)
  expect(banned.end).toMatchObject({ code: 4403 })
  banned.type('無權後')
  await eventually(() => closedWith() === 4403)
  expect(line.readyState).toBe(line.OPEN)
  const words = typing('關門後說的話', 131_313)
  for (const update of words) line.send(updateFrame(update))
  line.send(step2Frame(Y.mergeUpdates(words)))
  bystander.type('。')
  await eventually(async () => (await house.storedText(id)).includes('。'))
  expect([bystander.text, await house.storedText(id)]).toEqual([`${before}。`, `${before}。`])
  expect([bystander.text, (await house.rows(id)) - rows]).toEqual([`${before}。`, 1])
  await eventually(() => bystander.sees(deaf.doc.clientID) === undefined)
  expect([banned.lines.length, banned.provider.shouldConnect, bystander.lines.length]).toEqual([1, false, 1])
})
