// Joining (LIST.md C1–C4, C14, C15, C17), by the stock client where a client is concerned.
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import { compact } from '@/server/minutes/compact'
import { durableFrame, readFrame, step1Frame, updateFrame } from '@/server/minutes/wire'
import { eventually, updateFrames } from '@/tests/support/collab'
import { openMinutesHouse } from '@/tests/support/minutes-house'

const house = openMinutesHouse()
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A sync message as y-protocols itself writes it. */
const written = (write: (encoder: encoding.Encoder) => void) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    write(encoder)
  })
const nothing = Uint8Array.of(0, 1, 2, 0, 0)
const isStep2 = (frame: Uint8Array) => frame[0] === 0 && frame[1] === 1
const isContent = (frame: Uint8Array) => frame[0] === 0 && frame[1] !== 0

test('C1 step 1, step 2 and updates are the bytes of y-protocols', async () => {
  const id = await house.create()
  const stock = await house.stock(id).synced()
  const reference = await house.stored(id)
  await eventually(() => stock.line.sent.some(isStep2))
  expect(stock.line.sent[0]).toEqual(Uint8Array.of(0, 0, 1, 0))
  expect(stock.line.heard[0]).toEqual(written((encoder) => syncProtocol.writeSyncStep1(encoder, reference)))
  expect(stock.line.heard.filter(isContent)).toEqual([
    written((encoder) => syncProtocol.writeSyncStep2(encoder, reference)),
  ])
  // An edit reaches the other in the bytes it was sent in.
  const other = await house.stock(id).synced()
  const before = other.line.heard.length
  stock.type('原樣')
  await other.reads('原樣')
  expect(other.line.heard.slice(before).filter(isContent)).toEqual([stock.line.sent.at(-1)])
})

test('C1 of a compacted document too, for who has nothing and for who has all', async () => {
  const id = await house.create()
  const stock = await house.stock(id).synced()
  stock.type('甲乙丙丁')
  stock.doc.getText('t').delete(1, 2)
  await eventually(async () => (await house.storedText(id)) === '甲丁')
  await compact(house.database.db, id, new Date())
  const node = await house.node()
  const reference = await house.stored(id)
  const fresh = await house.stock(id, { on: node }).synced()
  expect(fresh.line.heard.filter(isContent)).toEqual([
    written((encoder) => syncProtocol.writeSyncStep2(encoder, reference)),
  ])
  expect(Y.encodeStateAsUpdate(fresh.doc)).toEqual(Y.encodeStateAsUpdate(stock.doc))
  // Somebody who has it all is sent deletions alone, and his own step 2 has nothing that we lack.
  const back = house.stock(id, { on: node, doc: fresh.doc })
  await back.synced()
  const [answer] = back.line.heard.filter(isContent)
  expect(answer).toEqual(
    written((encoder) => syncProtocol.writeSyncStep2(encoder, reference, Y.encodeStateVector(stock.doc))),
  )
  const asked = back.line.heard.find((frame) => frame[0] === 0 && frame[1] === 0)!
  expect(asked).toEqual(written((encoder) => syncProtocol.writeSyncStep1(encoder, reference)))
  // An untouched document that is known whole: nothing at all.
  const bare = await house.create()
  await compact(house.database.db, bare, new Date())
  const knowing = await house.raw(bare, { on: node }).opened()
  knowing.send(step1Frame(Y.encodeStateVector(await house.stored(bare))))
  await knowing.until((client) => client.frames.some(isContent), 'step 2')
  expect(knowing.frames.filter(isContent)).toEqual([nothing])
})

test('C2 nothing live comes before the question or ahead of the answer', { timeout: 60_000 }, async () => {
  const id = await house.create()
  const writer = await house.raw(id).join()
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => writer.send(updateFrame(update)))
  let [isTyping, typed, saved] = [true, 0, 0]
  const typing = (async () => {
    while (isTyping) {
      for (let n = 0; n < 10; n++, await turn()) doc.getText('t').insert(typed++, '字')
      const sure = typed
      await writer.durable()
      saved = sure
    }
  })()
  try {
    for (let n = 0; n < 12; n++) {
      const known = saved
      // Every other one is on a line on which its question takes its time.
      const joiner = house.stock(id, { sendDelay: n % 2 === 0 ? 0 : 60 })
      let early = 0
      joiner.doc.on('afterTransaction', () => {
        if (joiner.doc.store.pendingStructs !== null) early++
      })
      let atSync = -1
      joiner.provider.once('sync', () => (atSync = joiner.text.length))
      await joiner.synced()
      expect(joiner.line.heard.slice(0, joiner.line.heardAtFirstSend!).filter(isContent)).toEqual([])
      expect(joiner.line.heard.filter(isStep2)).toHaveLength(1)
      expect(atSync).toBeGreaterThanOrEqual(known)
      await eventually(() => joiner.text.length > atSync + 5)
      expect(early, 'updates that came before what they need').toBe(0)
      joiner.destroy()
    }
  } finally {
    isTyping = false
    await typing
  }
  expect(saved).toBeGreaterThan(100)
})

test('C3 twenty-five who join a cold document at once are in one document', async () => {
  const id = await house.create()
  const first = await house.raw(id).join()
  await first.send(...updateFrames('冷')).durable()
  const node = await house.node()
  const joiners = Array.from({ length: 25 }, () => house.stock(id, { on: node }))
  await Promise.all(joiners.map((client) => client.synced()))
  expect(new Set(joiners.map((client) => client.text))).toEqual(new Set(['冷']))
  expect(node.minutes.stats().documents).toBe(1)
  // Each in turn writes what all others must see: two copies in memory would keep them apart until Postgres is asked.
  joiners.forEach((client, n) => client.doc.getMap('m').set(`k${n}`, n))
  await eventually(() => joiners.every((client) => client.doc.getMap('m').size === 25))
  const states = new Set(joiners.map((client) => Buffer.from(Y.encodeStateAsUpdate(client.doc)).toString('hex')))
  expect(states.size).toBe(1)
  expect(joiners.map((client) => client.lines.length)).toEqual(joiners.map(() => 1))
})

test('C4 a load that fails is forgotten, and clients come back by themselves with what they wrote meanwhile', async () => {
  const id = await house.create()
  const first = await house.raw(id).join()
  await first.send(...updateFrames('原有')).durable()
  const rows = await house.rows(id)
  const node = await house.node()
  await house.database.sql`alter table document_snapshots rename to hidden`
  const stocks = [house.stock(id, { on: node }), house.stock(id, { on: node })]
  let syncs = 0
  for (const stock of stocks) stock.provider.on('sync', (is: boolean) => is && syncs++)
  try {
    stocks[0]!.type('离线')
    await eventually(() => stocks.every((stock) => stock.codes.length >= 3))
    expect(new Set(stocks.flatMap((stock) => stock.codes))).toEqual(new Set([1013]))
    expect([syncs, await house.rows(id)]).toEqual([0, rows])
    expect(stocks[1]!.text).toBe('')
  } finally {
    await house.database.sql`alter table hidden rename to document_snapshots`
  }
  await Promise.all(stocks.map((stock) => stock.synced()))
  await eventually(() => stocks.every((stock) => stock.text.length === 4))
  expect(stocks[0]!.text).toContain('原有')
  expect(stocks.map((stock) => stock.end)).toEqual([null, null])
  await eventually(async () => (await house.storedText(id)) === stocks[0]!.text)
})

test('C14 several messages in one frame are read, and each is sent in a frame of its own', async () => {
  const id = await house.create()
  const [stock, other] = [await house.stock(id).synced(), await house.stock(id).synced()]
  other.awareness.setLocalStateField('at', 1)
  const raw = await house.raw(id).join()
  const payload = Uint8Array.of(14)
  raw.send(Buffer.concat([...updateFrames('一幀五條訊息'.slice(0, 5)), durableFrame(payload)]))
  await raw.until((client) => client.sawBarrier(payload))
  await stock.reads('一幀五條訊')
  await other.reads('一幀五條訊')
  stock.doc.transact(() => stock.type('完'))
  await other.reads('一幀五條訊完')
  const late = await house.stock(id).synced()
  await late.reads('一幀五條訊完')
  const counts = [...stock.heard, ...other.heard, ...late.heard, ...raw.frames].map(
    (frame) => [...readFrame(frame)].length,
  )
  expect(counts.length).toBeGreaterThan(20)
  expect(new Set(counts)).toEqual(new Set([1]))
})

test('C15 unknown types are ignored, and stock clients are sent none', async () => {
  const id = await house.create()
  const [stock, other] = [await house.stock(id).synced(), await house.stock(id).synced()]
  // By y-websocket's own socket: a type between ours, one beyond, one of several bytes, one with an update behind it.
  for (const frame of [[4], [101, 1, 2, 3], [105], [255, 255, 3], [99, ...updateFrames('不讀')[0]!]])
    stock.line.send(Uint8Array.from(frame))
  stock.type('讀')
  await other.reads('讀')
  await eventually(async () => (await house.storedText(id)) === '讀')
  expect([stock.lines.length, other.lines.length]).toEqual([1, 1])
  const types = new Set([...stock.heard, ...other.heard].map((frame) => frame[0]))
  expect([...types].filter((type) => type! > 3)).toEqual([])
})

test('C17 a text frame ends its sender’s line alone', async () => {
  const id = await house.create()
  const bystander = await house.stock(id).synced()
  for (const words of ['hello', '', '{"type":"sync"}']) {
    const offender = await house.stock(id).synced()
    offender.line.send(words)
    await eventually(() => offender.end)
    expect(offender.end!.code).toBe(4422)
    expect(offender.lines).toHaveLength(1)
  }
  const after = await house.stock(id).synced()
  after.type('照常')
  await bystander.reads('照常')
  expect(bystander.lines).toHaveLength(1)
})
