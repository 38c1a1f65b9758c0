// Two whole houses on one Postgres and one Redis, as an operator starts them: what each says of Redis, what survives a
// kill -9 of one, and that Redis may be away at a start and at any time after it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { startApp, until, type App } from '@/tests/support/app'
import { newFreeDocument, RawClient, tokenFor, updateFrames } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { startRedis, type TestRedis } from '@/tests/support/redis'
import { signIn } from '@/tests/support/room-sockets'
import { presenceFrame, readPresence } from '@/server/minutes/wire'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let redis: TestRedis
let room: TestRoom
let [one, two] = [] as unknown as [App, App]

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
  room = await makeTestRoom(database.db)
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    AUTH_SECRET: 'only-for-tests-only-for-tests-000',
    HOST: '127.0.0.1',
  }
  const start = () => startApp({ withDemo: false, withLiveKit: false, env })
  // One after the other: the first builds what both run.
  one = await start()
  two = await start()
}, 300_000)
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()])
  await redis.stop()
  await database.drop()
})

const ready = async (app: App) => {
  const answer = await fetch(`${app.http}/readyz`)
  return { code: answer.status, ...((await answer.json()) as { redis?: string; database: string }) }
}
const collab = (app: App) => `ws://127.0.0.1:${app.ports.http}/collab`
const say = (client: number, clock: number) => presenceFrame([{ client, clock, state: '{}' }])

function sees(client: RawClient, id: number): boolean {
  let isHere = false
  for (const message of client.messages())
    if (message.type === 'awareness')
      for (const entry of readPresence(message.payload)) if (entry.client === id) isHere = entry.state !== 'null'
  return isHere
}

it('says that Redis is there, and what a node lacks', async () => {
  for (const app of [one, two]) {
    expect(app.said()).toMatch(/nodes +ready \(Redis\)/)
    expect(app.said()).toContain('LIVEKIT_URL is not set: people at different nodes do not see each other on video')
    expect(app.said()).not.toContain('AUTH_SECRET is not set')
    expect(await ready(app)).toMatchObject({ code: 200, redis: 'ok', database: 'ok' })
  }
})

it('knows at either node who signed in at one', async () => {
  const { headers } = await signIn(database, room.secretary)
  for (const app of [one, two]) {
    const answer = await fetch(`${app.http}/meetings`, { headers, redirect: 'manual' })
    expect(answer.status).toBe(200)
    expect((await fetch(`${app.http}/meetings`, { redirect: 'manual' })).status).not.toBe(200)
  }
})

it('carries text and presence, and outlives kill -9 of a node and of Redis', { timeout: 200_000 }, async () => {
  const token = await tokenFor(database.db, room.secretary)
  const id = await newFreeDocument(database.db, room.secretary)
  const a = await new RawClient(collab(one), id, token).join()
  const b = await new RawClient(collab(two), id, token).join()
  a.send(say(1, 1), ...updateFrames('一号写的', 1_001))
  await a.durable()
  await b.until((client) => client.text() === '一号写的' && sees(client, 1))

  await one.kill9()
  await b.until((client) => !sees(client, 1), 'the end of who was at the killed node', 15_000)
  expect(b.text()).toBe('一号写的')

  await redis.kill()
  await until('the node says so', async () => (await ready(two)).redis === 'degraded', 15_000)
  expect(await ready(two)).toMatchObject({ code: 200, database: 'ok' })
  await one.restart()
  expect(one.said()).toMatch(/nodes +Redis cannot be used now \(ECONNREFUSED\)/)
  const c = await new RawClient(collab(one), id, token).join()
  c.send(say(2, 1), ...updateFrames('没有Redis也写', 1_002))
  await c.durable()
  await b.until((client) => client.text().includes('没有Redis也写'))
  expect(sees(b, 2)).toBe(false)

  await redis.start()
  await b.until((client) => sees(client, 2), 'who came while Redis was away', 15_000)
  for (const app of [one, two]) {
    await until('the node says so', async () => (await ready(app)).redis === 'ok', 15_000)
    expect(app.said()).toMatch(/nodes +ready \(Redis\)/)
  }
  for (const client of [b, c]) expect(client.closed).toBeNull()
  expect(await one.terminate()).toBe(0)
  await b.until((client) => !sees(client, 2))
  expect(await two.terminate()).toBe(0)
})
