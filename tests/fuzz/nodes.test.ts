// Five stock clients behind a round-robin balancer that keeps nobody at a node, while nodes join, stop and are killed and
// Redis is emptied, cut, killed and started again. At the end all five and the rows in Postgres have the same content, every
// client sees the four others, and none who left. The edits and the accidents follow from the seed, the timing does not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { startBalancer, type Balancer } from '@/tests/support/balancer'
import { eventually, newFreeDocument, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { content, EditingClient, random } from '@/tests/support/editing-client'
import { fuzzSeeds } from '@/tests/support/fuzz-seeds'
import { createTestDatabase } from '@/tests/support/postgres'
import { startRedis, type TestRedis } from '@/tests/support/redis'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'

const { seeds, keep } = fuzzSeeds([7, 41, 2026], import.meta.dirname, 'bad-seeds-nodes.json')
const steps = Number(process.env.FUZZ_STEPS ?? 120)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let redis: TestRedis
let room: TestRoom
let token: string
beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
  room = await makeTestRoom(database.db)
  token = await tokenFor(database.db, room.secretary)
})
afterAll(async () => {
  await redis.stop()
  await database.drop()
})

/** The nodes there are, at least one and at most four, and the balancer that knows them. */
class Fleet {
  readonly nodes: CollabServer[] = []
  constructor(readonly balancer: Balancer) {}
  get url(): string {
    return `ws://127.0.0.1:${this.balancer.port}/collab`
  }
  async join(): Promise<void> {
    const options = { idleMs: 300, antiEntropyMs: 500, compactAfter: { updates: 40, bytes: 1e9 } }
    const node = await startCollab(database.url, { ...options, redisUrl: redis.url, heartbeatMs: 100 })
    this.nodes.push(node)
    this.balancer.nodes.push(node.port)
  }
  /** A killed node is found dead by whoever is sent to it next; a stopped one left the list before. */
  async leave(which: number, how: 'kill' | 'stop'): Promise<void> {
    const [node] = this.nodes.splice(which, 1)
    const drop = () => this.balancer.nodes.splice(this.balancer.nodes.indexOf(node!.port), 1)
    if (how === 'stop') drop()
    await node![how]()
    if (how === 'kill') drop()
  }
}

const others = (client: EditingClient) => [...client.awareness.getStates().keys()].sort((a, b) => a - b)
const known = (clients: EditingClient[]) => clients.map((client) => client.doc.clientID).sort((a, b) => a - b)
const sameIds = (a: number[], b: number[]) => a.length === b.length && a.every((id, n) => id === b[n])

async function accident(next: (below: number) => number, fleet: Fleet, isRedisUp: boolean): Promise<boolean> {
  const { nodes } = fleet
  switch (next(6)) {
    case 0:
      if (nodes.length < 4) await fleet.join()
      return isRedisUp
    case 1:
    case 2:
      if (nodes.length === 1) await fleet.join()
      await fleet.leave(next(nodes.length), next(10) < 7 ? 'kill' : 'stop')
      return isRedisUp
    case 3:
      if (isRedisUp) await redis.ask('FLUSHALL')
      return isRedisUp
    case 4:
      if (isRedisUp) await redis.ask('CLIENT', 'KILL', 'SKIPME', 'yes')
      return isRedisUp
    default:
      await (isRedisUp ? redis.kill() : redis.start())
      return !isRedisUp
  }
}

async function run(seed: number): Promise<void> {
  const next = random(seed)
  const id = await newFreeDocument(database.db, room.secretary, `seed ${seed}`)
  const fleet = new Fleet(await startBalancer([]))
  await fleet.join()
  await fleet.join()
  const clients = Array.from({ length: 5 }, () => new EditingClient(id, fleet.url, token))
  let isRedisUp = true
  try {
    await eventually(() => clients.every((client) => client.provider.synced))
    expect([...fleet.balancer.given.values()].sort()).toEqual([2, 3])
    for (let step = 0; step < steps; step++) {
      const client = clients[next(5)]!
      client.edit(next)
      client.awareness.setLocalStateField('at', step)
      const chance = next(100)
      if (chance < 5) clients[next(5)]!.provider.disconnect()
      else if (chance < 12) clients.forEach((each) => each.provider.connect())
      else if (chance < 15) clients[next(5)]!.moveTo(fleet.url)
      else if (chance < 22) isRedisUp = await accident(next, fleet, isRedisUp)
      else if (chance < 40) await new Promise((resolve) => setTimeout(resolve, next(25)))
    }
    if (!isRedisUp) await redis.start()
    clients.forEach((client) => client.provider.connect())
    await eventually(() => clients.every((client) => client.provider.synced), 20_000)
    await eventually(() => new Set(clients.map((client) => content(client.doc))).size === 1, 20_000)
    const wanted = content(clients[0]!.doc)
    await eventually(async () => content(buildDoc((await loadBytes(database.db, id))!).doc) === wanted, 10_000)
    // Said again as a person does who goes on: stock clients disbelieve a state whose clock they know as left.
    clients.forEach((client) => client.awareness.setLocalStateField('at', 'the end'))
    await eventually(() => clients.every((client) => sameIds(others(client), known(clients))), 10_000)
    const gone = clients.pop()!
    gone.provider.destroy()
    await eventually(() => clients.every((client) => sameIds(others(client), known(clients))), 10_000)
  } finally {
    clients.forEach((client) => client.provider.destroy())
    await Promise.all(fleet.nodes.map((node) => node.kill()))
    await fleet.balancer.close()
  }
}

test.each(seeds.map((seed) => [seed]))('seed %i converges without stickiness', { timeout: 120_000 }, (seed) =>
  run(seed).catch((error: unknown) => keep(seed, error)),
)
