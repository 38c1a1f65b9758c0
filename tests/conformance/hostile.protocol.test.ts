// Those who do harm (LIST.md C7, C9, C12), beside stock clients who must notice nothing.
import * as encoding from 'lib0/encoding'
import { beforeEach, expect, test, vi } from 'vitest'
import { removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { messageType } from '@/server/minutes/contract'
import { durableFrame, presenceFrame, step1Frame, step2Frame, updateFrame } from '@/server/minutes/wire'
import { eventually, tokenFor, updateFrames } from '@/tests/support/collab'
import { openMinutesHouse } from '@/tests/support/minutes-house'

const house = openMinutesHouse()
// Stock clients say aloud that they do not know 102, each time.
beforeEach(() => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => said.mockRestore()
})

/** An update of one item of client 42 that stands at `clock` and is `length` long. */
const gc = (clock: number, length: number) =>
  encoding.encode((encoder) => {
    for (const n of [1, 1, 42, clock]) encoding.writeVarUint(encoder, n)
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
    encoding.writeVarUint(encoder, 0)
  })
const counted = (...numbers: number[]) =>
  encoding.encode((encoder) => numbers.forEach((n) => encoding.writeVarUint(encoder, n)))

/** @param own the offender's client: of others nothing is read that could be malformed */
function garbage(own: number): [name: string, frame: Uint8Array][] {
  const [whole] = updateFrames('完整的一幀', 4_207)
  const cut = Array.from({ length: whole!.length - 1 }, (_, n): [string, Uint8Array] => [
    `cut after ${n + 1}`,
    whole!.slice(0, n + 1),
  ])
  return [
    ['empty', new Uint8Array(0)],
    ...cut,
    ['noise', Uint8Array.from({ length: 300 }, (_, n) => (n * 151 + 17) % 256).fill(0, 0, 1)],
    ['an unknown sync message', Uint8Array.of(0, 3, 1, 0)],
    ['an update that is nothing', updateFrame(new Uint8Array(0))],
    ['a bomb of structs', updateFrame(counted(1, 30_000_000, 5, 0))],
    ['a bomb of clients', updateFrame(counted(2 ** 31))],
    ['a bomb of deletions', updateFrame(counted(0, 1, 5, 2 ** 30))],
    ['a vector that promises millions', step1Frame(counted(5_000_000))],
    ['people that promise millions', Uint8Array.of(1, 4, 255, 255, 255, 3)],
    ['a clock beyond all', updateFrame(gc(2 ** 40, 1))],
    ['a length beyond all', updateFrame(gc(0, 2 ** 45))],
    ['a presence that is no JSON', presenceFrame([{ client: own, clock: 99, state: '{' }])],
  ]
}

test('C7 garbage ends its sender’s line, others notice nothing, the bytes stay', { timeout: 60_000 }, async () => {
  const id = await house.create()
  const bystander = await house.stock(id).synced()
  bystander.type('逐字節不變')
  bystander.doc.getText('t').delete(1, 2)
  await eventually(async () => (await house.storedText(id)) === bystander.text)
  const [state, rows] = [Y.encodeStateAsUpdate(bystander.doc), await house.rows(id)]
  const own = 4_208
  const frames = garbage(own)
  expect(frames.length).toBeGreaterThan(25)
  for (const [name, frame] of frames) {
    // By the stock client's socket, so that it is seen to give up and not to come again every few seconds.
    const doc = new Y.Doc()
    doc.clientID = own
    const offender = await house.stock(id, { doc }).synced()
    offender.line.send(frame)
    await eventually(() => offender.end ?? offender.codes[0]).catch(() => expect.fail(`${name} was let pass`))
    expect(offender.end?.code, name).toBe(4422)
    offender.destroy()
  }
  const late = await house.stock(id).synced()
  for (const doc of [bystander.doc, late.doc, await house.stored(id)]) expect(Y.encodeStateAsUpdate(doc)).toEqual(state)
  expect([await house.rows(id), bystander.lines.length, bystander.codes]).toEqual([rows, 1, []])
  late.type('，還能寫')
  await bystander.reads('逐不變，還能寫')
})

test('C9 nobody speaks for another, and who repeats what it heard, or believes others gone, is not punished', async () => {
  const id = await house.create()
  const by = await tokenFor(house.database.db, house.room.member)
  const [a, watcher] = [await house.stock(id).synced(), await house.stock(id).synced()]
  const b = await house.stock(id, { by }).synced()
  const [idA, idB] = [a.doc.clientID, b.doc.clientID]
  a.awareness.setLocalState({ at: 'a', user: { name: '縣長', kind: 'government' } })
  b.awareness.setLocalState({ at: 'b' })
  await eventually(() => watcher.sees(idA)?.at === 'a' && watcher.sees(idB)?.at === 'b' && b.sees(idA))
  // The name is the server's.
  expect([watcher.sees(idA)?.user, b.sees(idA)?.user]).toEqual([
    { name: '李秘书', kind: 'department' },
    { name: '李秘书', kind: 'department' },
  ])
  const clockOfA = b.awareness.meta.get(idA)!.clock
  // What a stock client does by itself when it has heard nothing of somebody for 30 s: it tells everybody so.
  removeAwarenessStates(b.awareness, [idA], 'timeout')
  expect(b.line.sent.at(-1)![0]).toBe(messageType.awareness)
  // And what no stock client does: a newer state for another, a newer null, a client of its own invention.
  const say = (client: number, clock: number, state: unknown) =>
    presenceFrame([{ client, clock, state: JSON.stringify(state) }])
  b.line.send(say(idA, clockOfA + 5, { at: 'forged' }))
  b.line.send(say(idA, clockOfA + 6, null))
  b.line.send(say(987_654, 1, { at: 'invented' }))
  b.line.send(say(987_655, 1, null))
  b.awareness.setLocalStateField('at', 'b again')
  await eventually(() => watcher.sees(idB)?.at === 'b again')
  for (const client of [watcher, a]) {
    expect(client.sees(idA)?.at).toBe('a')
    expect([client.sees(987_654), client.lines.length, client.codes]).toEqual([undefined, 1, []])
  }
  expect([b.lines.length, b.codes]).toEqual([1, []])
  // Had the server taken the forged clock, what the real one says next would not be believed.
  a.awareness.setLocalStateField('at', 'a again')
  await eventually(() => watcher.sees(idA)?.at === 'a again')
})

const floods: [name: string, frame: (n: number) => Uint8Array][] = [
  ['presence', (n) => presenceFrame([{ client: 12_000, clock: n, state: `{"n":${n}}` }])],
  ['queries', () => Uint8Array.of(messageType.queryAwareness)],
  ['questions', () => step1Frame(Uint8Array.of(0))],
  ['barriers', (n) => durableFrame(Uint8Array.of(n & 127))],
]

/** Two stock clients in turn: what one wrote the other has before it writes the next. */
async function talk(id: DocumentId, isOver: () => boolean) {
  const pair = [await house.stock(id).synced(), await house.stock(id).synced()]
  let turns = 0
  for (; turns < 40 || !isOver(); turns++) {
    const [one, other] = turns % 2 === 0 ? pair : [...pair].reverse()
    one!.type(`${turns},`)
    const words = one!.text
    await eventually(() => other!.text === words)
  }
  return { pair, turns }
}

test.each(floods)(
  'C12 a flood of %s is ended so that stock clients come back; two who talk lose nothing',
  async (...row) => {
    const [, frame] = row
    const id = await house.create()
    const flooders = [house.stock(id), house.stock(id)]
    await Promise.all(flooders.map((flooder) => flooder.synced()))
    let isOver = false
    const flooding = Promise.all(
      flooders.map(async (flooder) => {
        // Three times, each after it came back by itself.
        for (let round = 1; round <= 3; round++) {
          await eventually(() => flooder.provider.synced)
          const { line } = flooder
          for (let n = 1; n <= 3_000; n++) line.send(frame(round * 10_000 + n))
          await eventually(() => flooder.codes.length >= round)
        }
      }),
    ).finally(() => (isOver = true))
    const { pair, turns } = await talk(id, () => isOver)
    await flooding
    for (const flooder of flooders) {
      expect(new Set(flooder.codes)).toEqual(new Set([4529]))
      expect(flooder.end).toBeNull()
      await eventually(() => flooder.text === pair[0]!.text)
    }
    expect(pair.map((client) => [client.lines.length, client.codes])).toEqual([
      [1, []],
      [1, []],
    ])
    expect(turns).toBeGreaterThanOrEqual(40)
    await eventually(async () => (await house.storedText(id)) === pair[0]!.text)
  },
)

test('C12 a step 2 that floods with what is known already costs its sender nothing and nobody a row', async () => {
  const id = await house.create()
  const [stock, other] = [await house.stock(id).synced(), await house.stock(id).synced()]
  stock.type('再說一遍')
  await other.reads('再說一遍')
  await eventually(async () => (await house.storedText(id)) === '再說一遍')
  const [rows, heard] = [await house.rows(id), other.heard.filter((frame) => frame[0] === 0).length]
  const again = step2Frame(Y.encodeStateAsUpdate(stock.doc))
  for (let n = 0; n < 3_000; n++) stock.line.send(again)
  stock.type('。')
  await other.reads('再說一遍。')
  await eventually(async () => (await house.storedText(id)) === '再說一遍。')
  expect(await house.rows(id)).toBe(rows + 1)
  expect(other.heard.filter((frame) => frame[0] === 0)).toHaveLength(heard + 1)
  expect([stock.lines.length, other.lines.length]).toEqual([1, 1])
})
