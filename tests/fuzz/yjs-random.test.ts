// Yjs's own `applyRandomTests` with the network put in: five stock clients behind a round-robin balancer over two nodes and
// one database, in its form (its chances of disconnecting, reconnecting and waiting, its kinds of edits), compared by its own
// `compare` together with a newcomer at each node and with the rows in Postgres. Which edits are made follows from the seed.
import * as prng from 'lib0/prng'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { startBalancer } from '@/tests/support/balancer'
import { eventually } from '@/tests/support/collab'
import { compareAll, vectorOf, watched } from '@/tests/support/compare-docs'
import { fuzzSeeds } from '@/tests/support/fuzz-seeds'
import { MinutesHouse } from '@/tests/support/minutes-house'
import { mods } from '@/tests/support/random-edits'
import { StockClient } from '@/tests/support/stock-client'

const { seeds, keep } = fuzzSeeds([5, 17, 2026], import.meta.dirname, 'bad-seeds-yjs.json')
const steps = Number(process.env.FUZZ_STEPS ?? 300)

const house = new MinutesHouse()
beforeAll(() => house.open())
afterAll(() => house.close())

const turn = () => new Promise((resolve) => setImmediate(resolve))
const same = (docs: Y.Doc[]) => new Set(docs.map(vectorOf)).size <= 1

async function run(seed: number): Promise<void> {
  const gen = prng.create(seed)
  const id = await house.create()
  const options = { idleMs: 300, antiEntropyMs: 500, compactAfter: { updates: 40, bytes: 1e9 } }
  const nodes = [await house.node(options), await house.node(options)]
  const balancer = await startBalancer(nodes.map((node) => node.port))
  const url = `ws://127.0.0.1:${balancer.port}/collab`
  const clients = Array.from({ length: 5 }, (_, n) => {
    const doc = watched()
    // As there: the order in which concurrent edits end up follows from the seed.
    doc.clientID = 1_000 + n
    return new StockClient(url, id, house.token, { doc })
  })
  const online = () => clients.filter((client) => client.provider.shouldConnect)
  const offline = () => clients.filter((client) => !client.provider.shouldConnect)
  const rest = () => eventually(() => same(online().map(({ doc }) => doc)), 20_000)
  let cuts = 0
  try {
    for (let step = 0; step < steps; step++) {
      if (prng.int32(gen, 0, 100) <= 2) {
        const from = prng.bool(gen) ? online() : offline()
        if (from.length > 0) {
          const { provider } = prng.oneOf(gen, from)
          if (provider.shouldConnect) cuts++
          provider[provider.shouldConnect ? 'disconnect' : 'connect']()
        }
      } else if (prng.int32(gen, 0, 100) <= 1) {
        await eventually(() => online().every(({ provider }) => provider.synced), 20_000)
        await rest()
      } else if (prng.int32(gen, 0, 100) <= 50) await turn()
      const client = prng.oneOf(gen, clients)
      prng.oneOf(gen, mods)(client.doc, gen)
    }
    for (const { provider } of offline()) provider.connect()
    await eventually(() => clients.every(({ provider }) => provider.synced), 20_000)
    await rest()
    await eventually(async () => vectorOf(await house.stored(id)) === vectorOf(clients[0]!.doc), 20_000)
    // A newcomer has everything at the moment it is told that it is synced; one node has never seen the document.
    const fresh = await house.node()
    const newcomers = [...nodes, fresh].map((on) => house.stock(id, { on, doc: watched() }))
    await Promise.all(
      newcomers.map(async ({ provider, doc }) => {
        await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
        expect(vectorOf(doc)).toBe(vectorOf(clients[0]!.doc))
      }),
    )
    expect(Math.min(...balancer.given.values()), 'connections at the less busy node').toBeGreaterThan(1)
    expect(cuts).toBeGreaterThan(0)
    const docs = [...clients, ...newcomers].map(({ doc }) => doc)
    compareAll([...docs, await house.stored(id)])
    await house.end(fresh, 'kill')
  } finally {
    for (const client of clients) client.destroy()
    house.dismiss()
    await balancer.close()
    await Promise.all(nodes.map((node) => house.end(node, 'kill')))
  }
}

test.each(seeds.map((seed) => [seed]))(
  'C5 seed %i of Yjs’s random tests, over two nodes',
  { timeout: 120_000 },
  (seed) => run(seed).catch((error: unknown) => keep(seed, error)),
)
