// Five stock y-websocket clients edit one document at random while lines are cut and nodes are stopped and killed; at the
// end everybody, a newcomer and the rows in Postgres have the same content. The edits follow from the seed; the network's
// timing does not, so a seed that failed is kept in bad-seeds.json and tried again at every run.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { eventually, newFreeDocument, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { content, EditingClient, random } from '@/tests/support/editing-client'
import { fuzzSeeds } from '@/tests/support/fuzz-seeds'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

const { seeds, keep } = fuzzSeeds([11, 29, 2026], import.meta.dirname, 'bad-seeds.json')
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

async function run(seed: number): Promise<void> {
  const next = random(seed)
  const id = await newFreeDocument(database.db, room.secretary, `seed ${seed}`)
  const options = { idleMs: 300, antiEntropyMs: 500, compactAfter: { updates: 40, bytes: 1e9 } }
  const nodes: CollabServer[] = await Promise.all([
    startCollab(database.url, options),
    startCollab(database.url, options),
  ])
  const clients = Array.from({ length: 5 }, () => new EditingClient(id, nodes[next(2)]!.url, token))
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
    const newcomer = new EditingClient(id, last.url, token)
    await new Promise<void>((resolve) => newcomer.provider.once('sync', () => resolve()))
    expect(content(newcomer.doc)).toBe(wanted)
    newcomer.provider.destroy()
    await last.kill()
  } finally {
    for (const client of clients) client.provider.destroy()
    await Promise.all(nodes.map((node) => node.kill()))
  }
}

test.each(seeds.map((seed) => [seed]))('seed %i converges', { timeout: 120_000 }, (seed) =>
  run(seed).catch((error: unknown) => keep(seed, error)),
)
