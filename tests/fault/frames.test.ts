// Mutated frames by the thousand, seeded. Those that are no update close their sender and leave the document's bytes as
// they were; those that happen to be one go to a second document, where everybody must still agree. Others notice nothing. The
// server is a process of its own, else the others would wait for the attackers' own work.
import { isDeepStrictEqual } from 'node:util'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { closeCode, messageType } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { durableFrame, presenceFrame, step1Frame, step2Frame, updateFrame } from '@/server/minutes/wire'
import { newFreeDocument, RawClient, tokenFor, updateFrames } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'
import { bundleForThisFile, Node } from './node'

bundleForThisFile()
let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
let server: Node
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
  server = await Node.start({ databaseUrl: database.url })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const open = (id: DocumentId) => new RawClient(server.url, id, token)

/** One of every kind of frame a client sends, with the content of a real one. */
function models(): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = 4_242
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.getText('t').insert(0, '家校社協同育人')
  doc.getText('t').format(0, 2, { bold: true })
  doc.getText('t').delete(2, 2)
  doc.getMap('records').set('k', new Y.Map([['title', '放學時段']]))
  doc.getXmlFragment('body').insert(0, [new Y.XmlElement('paragraph')])
  return [
    ...updates.map(updateFrame),
    step2Frame(Y.encodeStateAsUpdate(doc)),
    step1Frame(Y.encodeStateVector(doc)),
    presenceFrame([{ client: 4_242, clock: 1, state: '{"cursor":null}' }]),
    durableFrame(Uint8Array.of(7)),
  ]
}

function mutate(frame: Uint8Array, next: () => number): Uint8Array {
  const at = () => Math.floor(next() * frame.length)
  let bytes = frame.slice()
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
    const [from, kind] = [at() % Math.max(1, bytes.length), Math.floor(next() * 6)]
    if (kind === 0) bytes[from] = Math.floor(next() * 256)
    else if (kind === 1) bytes[from]! ^= 1 << Math.floor(next() * 8)
    else if (kind === 2) bytes = bytes.slice(0, from)
    else if (kind === 3) bytes = Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(from + 1)])
    else if (kind === 4) bytes = Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(at()), ...bytes.slice(from)])
    // A number that says it is enormous.
    else bytes = Uint8Array.from([...bytes.slice(0, from), 255, 255, 255, 255, 15, ...bytes.slice(from)])
  }
  return bytes
}

type Kind = 'update' | 'no sync message' | 'broken'
/** What a frame is, by lib0 and Yjs alone: nothing here is the server's own reading. One update among its messages is enough. */
function kindOf(frame: Uint8Array): Kind {
  let hasUpdate = false
  try {
    const decoder = decoding.createDecoder(frame)
    do {
      const type = decoding.readVarUint(decoder)
      if (type === messageType.queryAwareness) continue
      // Of an unknown one nobody knows where it ends.
      if (type !== messageType.sync && type !== messageType.awareness && type !== messageType.durable) break
      const sub = type === messageType.sync ? decoding.readVarUint(decoder) : null
      const payload = decoding.readVarUint8Array(decoder)
      if (sub !== null && sub > 2) throw new Error('unknown')
      if (sub !== 1 && sub !== 2) continue
      Y.decodeUpdate(payload)
      hasUpdate = true
    } while (decoding.hasContent(decoder))
    return hasUpdate ? 'update' : 'no sync message'
  } catch {
    return hasUpdate ? 'update' : 'broken'
  }
}

const stateOf = async (id: DocumentId) => {
  const stored = (await loadBytes(database.db, id))!
  return { head: stored.head, bytes: Buffer.from(Y.encodeStateAsUpdate(buildDoc(stored).doc)).toString('base64') }
}

/** Mutated frames in one turn. */
const slice = 500

test(`${form.frames} mutated frames`, { timeout: 120_000 + form.frames * 30 }, async () => {
  const next = random(form.seed)
  const [still, moving] = await Promise.all([1, 2].map(() => newFreeDocument(database.db, room.secretary)))
  const founder = await open(still!).join()
  founder.send(...updateFrames('一字不改', 7))
  await founder.durable()
  const before = await stateOf(still!)
  const readers = [await open(still!).join(), await open(moving!).join()]

  // Somebody else, in a document of their own, asks all the while whether their words are on disk.
  const other = await open(await newFreeDocument(database.db, room.secretary)).join()
  let isOn = true
  /** Milliseconds until the others' words were called saved: beside frames that are whole, and beside mutated ones. */
  const waits = { whole: [] as number[], mutated: [] as number[] }
  let phase: keyof typeof waits = 'whole'
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => other.send(updateFrame(update)))
  const work = (async () => {
    while (isOn) {
      doc.getArray('w').push([waits[phase].length])
      const [from, of] = [performance.now(), phase]
      await other.durable()
      waits[of].push(performance.now() - from)
      await pause(20)
    }
  })()

  const count: Record<Kind | 'closed' | 'answered', number> = {
    update: 0,
    'no sync message': 0,
    broken: 0,
    closed: 0,
    answered: 0,
  }
  const samples = models()
  const allowed: number[] = [closeCode.malformed, closeCode.tooLarge, closeCode.tooFast]
  let sent = 0
  const attack = async (upTo: number) => {
    while (sent < upTo) {
      const n = sent++
      const frame = mutate(samples[Math.floor(next() * samples.length)]!, next)
      const kind = kindOf(frame)
      count[kind]++
      const offender = await open(kind === 'update' ? moving! : still!).opened()
      offender.send(frame)
      if (kind !== 'broken') offender.send(durableFrame(Uint8Array.of(77)))
      const outcome = await offender.until(
        (client) => (client.closed ? 'closed' : client.sawBarrier(Uint8Array.of(77)) && 'answered'),
        `an end of frame ${n}, seed ${form.seed}: ${Buffer.from(frame).toString('hex')}`,
      )
      count[outcome]++
      if (offender.closed) expect(allowed, `frame ${n}, seed ${form.seed}`).toContain(offender.closed.code)
      offender.close()
    }
  }
  // The same coming and going with frames that are whole, to compare with.
  let visits = 0
  const visit = async (upTo: number) => {
    while (visits < upTo) {
      visits++
      const guest = await open(moving!).opened()
      await guest.durable(Uint8Array.of(77))
      guest.close()
    }
  }
  const eight = (work: () => Promise<void>) => Promise.all(Array.from({ length: 8 }, work))
  // In turns, so that whatever else the machine does weighs on both alike.
  let seconds = 0
  while (sent < form.frames) {
    phase = 'whole'
    await eight(() => visit((sent + slice) / 4))
    phase = 'mutated'
    const [from, upTo] = [performance.now(), Math.min(sent + slice, form.frames)]
    await eight(() => attack(upTo))
    seconds += (performance.now() - from) / 1_000
  }
  isOn = false
  await work

  const rank = (times: readonly number[], share: number) =>
    Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN)
  figure('mutated frames', {
    frames: sent,
    ...count,
    seconds: Math.round(seconds),
    othersAnswered: waits.mutated.length,
    othersMedianMs: rank(waits.mutated, 0.5),
    othersP99Ms: rank(waits.mutated, 0.99),
    othersSlowestMs: Math.round(Math.max(...waits.mutated)),
    besideWhole: { answered: waits.whole.length, medianMs: rank(waits.whole, 0.5), p99Ms: rank(waits.whole, 0.99) },
    seed: form.seed,
  })
  expect(count.broken).toBeGreaterThan(sent / 10)
  expect(count.update).toBeGreaterThan(sent / 100)
  expect(await stateOf(still!), `seed ${form.seed}`).toEqual(before)
  expect([...readers, founder, other].filter((client) => client.closed)).toEqual([])
  expect(other.messages().filter((message) => message.type === 'durable')).toHaveLength(
    waits.whole.length + waits.mutated.length,
  )
  // Whoever comes now has been sent what the rows hold, and so has whoever watched. Built as the server builds it: an update
  // that Yjs throws at is sent on until a snapshot is made, and none is while something is missing before another (M30, M49).
  await founder.durable()
  const said = (doc: Y.Doc) => [
    Buffer.from(Y.encodeStateVector(doc)).toString('hex'),
    JSON.stringify(doc.getText('t').toDelta()),
  ]
  const stored = await loadBytes(database.db, moving!)
  const heardBy = (client: RawClient) => {
    const updates = client.messages().flatMap((each) => ('update' in each ? [each.update] : []))
    return said(
      buildDoc({ ...stored!, snapshot: null, rows: [{ seq: 1, senderId: null, updates, isDamaged: false }] }).doc,
    )
  }
  await expect
    .poll(
      async () => {
        const newcomer = await open(moving!).join()
        newcomer.close()
        const rows = said(buildDoc((await loadBytes(database.db, moving!))!).doc)
        return [newcomer, readers[1]!].map((client) => isDeepStrictEqual(heardBy(client), rows))
      },
      { timeout: 20_000 },
    )
    .toEqual([true, true])
})
