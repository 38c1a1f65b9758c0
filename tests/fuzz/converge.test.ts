// Five stock y-websocket clients edit one document at random while lines are cut and nodes are stopped and killed; at the
// end everybody, a newcomer and the rows in Postgres have the same content. The edits follow from the seed; the network's
// timing does not, so a seed that failed is kept in bad-seeds.json and tried again at every run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { eventually, newFreeDocument, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

const kept = join(import.meta.dirname, 'bad-seeds.json')
const badSeeds = JSON.parse(readFileSync(kept, 'utf8')) as number[]
const fresh = process.env.FUZZ_SEED
  ? [Number(process.env.FUZZ_SEED)]
  : process.env.FUZZ_SEEDS
    ? Array.from({ length: Number(process.env.FUZZ_SEEDS) }, () => Math.floor(Math.random() * 1e9))
    : [11, 29, 2026]
const steps = Number(process.env.FUZZ_STEPS ?? 150)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let token: string
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
})
afterAll(() => database.drop())

class WithToken extends WebSocket {
  constructor(url: string) {
    super(url, { headers: { authorization: `Bearer ${token}` } })
  }
}

/** mulberry32 */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

class Client {
  readonly doc = new Y.Doc()
  readonly undo: Y.UndoManager
  provider: WebsocketProvider
  constructor(
    readonly documentId: DocumentId,
    url: string,
  ) {
    this.undo = new Y.UndoManager(this.doc.getText('t'), { captureTimeout: 0 })
    this.provider = this.connect(url)
  }
  private connect(url: string): WebsocketProvider {
    return new WebsocketProvider(url, this.documentId, this.doc, {
      WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 150,
    })
  }
  /** To another node, as behind a proxy. */
  moveTo(url: string): void {
    this.provider.destroy()
    this.provider = this.connect(url)
  }
  edit(next: (below: number) => number): void {
    const { doc } = this
    const [text, map, list, body] = [
      doc.getText('t'),
      doc.getMap('m'),
      doc.getArray<unknown>('a'),
      doc.getXmlFragment('body'),
    ]
    switch (next(9)) {
      case 0:
      case 1:
      case 2:
        return text.insert(next(text.length + 1), '家校社協同育人'.slice(0, 1 + next(6)))
      case 3:
        if (text.length > 2) text.delete(next(text.length - 1), 1 + next(1))
        return
      case 4:
        if (text.length > 3) text.format(next(text.length - 2), 2, { bold: next(2) === 0 ? true : null })
        return
      case 5:
        return void map.set(`k${next(5)}`, next(1000))
      case 6:
        return list.length > 4 && next(2) === 0
          ? list.delete(next(list.length), 1)
          : list.insert(next(list.length + 1), [next(99), 'x'])
      case 7: {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(`段${next(100)}`)])
        return body.insert(next(body.length + 1), [paragraph])
      }
      default:
        return void (next(2) === 0 ? this.undo.undo() : this.undo.redo())
    }
  }
}

const content = (doc: Y.Doc) =>
  JSON.stringify({
    t: doc.getText('t').toDelta(),
    m: Object.entries(doc.getMap('m').toJSON()).sort(([a], [b]) => (a < b ? -1 : 1)),
    a: doc.getArray('a').toJSON(),
    body: doc.getXmlFragment('body').toString(),
  })

async function run(seed: number): Promise<void> {
  const next = random(seed)
  const id = await newFreeDocument(database.db, room.secretary, `seed ${seed}`)
  const options = { idleMs: 300, antiEntropyMs: 500, compactAfter: { updates: 40, bytes: 1e9 } }
  const nodes: CollabServer[] = await Promise.all([
    startCollab(database.url, options),
    startCollab(database.url, options),
  ])
  const clients = Array.from({ length: 5 }, () => new Client(id, nodes[next(2)]!.url))
  try {
    for (let step = 0; step < steps; step++) {
      clients[next(5)]!.edit(next)
      const chance = next(100)
      if (chance < 6) clients[next(5)]!.provider.disconnect()
      else if (chance < 14) clients.forEach((client) => client.provider.connect())
      else if (chance < 18) clients[next(5)]!.moveTo(nodes[next(2)]!.url)
      else if (chance < 21) {
        const which = next(2)
        const { port } = nodes[which]!
        await (next(10) < 7 ? nodes[which]!.kill() : nodes[which]!.stop())
        nodes[which] = await startCollab(database.url, options, port)
      } else if (chance < 40) await new Promise((resolve) => setTimeout(resolve, next(25)))
    }
    clients.forEach((client) => client.provider.connect())
    await eventually(() => clients.every((client) => client.provider.synced), 20_000)
    const same = () => new Set(clients.map((client) => content(client.doc))).size === 1
    await eventually(same, 20_000)
    const wanted = content(clients[0]!.doc)
    await eventually(async () => content(buildDoc((await loadBytes(database.db, id))!).doc) === wanted, 10_000)
    for (const client of clients) expect(client.doc.store.pendingStructs).toBeNull()
    // A newcomer has everything at the moment it is told it is synced, on a node that never saw the document.
    const last = await startCollab(database.url)
    const newcomer = new Client(id, last.url)
    await new Promise<void>((resolve) => newcomer.provider.once('sync', () => resolve()))
    expect(content(newcomer.doc)).toBe(wanted)
    newcomer.provider.destroy()
    await last.kill()
  } finally {
    for (const client of clients) client.provider.destroy()
    await Promise.all(nodes.map((node) => node.kill()))
  }
}

test.each([...badSeeds, ...fresh].map((seed) => [seed]))('seed %i converges', { timeout: 120_000 }, async (seed) => {
  try {
    await run(seed)
  } catch (error) {
    if (!badSeeds.includes(seed)) writeFileSync(kept, `${JSON.stringify([...badSeeds, seed])}\n`)
    throw new Error(`seed ${seed}: FUZZ_SEED=${seed} npx vitest run --project fuzz`, { cause: error })
  }
})
