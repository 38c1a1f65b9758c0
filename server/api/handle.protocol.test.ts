// /api/v1 over a real socket: what is around an answer. What is in it: api.pg.test.ts.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setRuntime } from '@/server/env'
import { makeOwnToken } from '@/server/api-tokens/own'
import { clock } from '@/server/clock'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { handleApi } from './handle'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let server: Server
let origin: string
let token: string

beforeAll(async () => {
  t = await createTestDatabase()
  setRuntime({
    databaseUrl: t.url,
    authSecret: 'only-for-tests-only-for-tests-000',
    dataDir: '/nowhere',
    addresses: { local: 'http://localhost', lan: [], public: null },
  })
  const room = await makeTestRoom(t.db, { isOpen: false })
  token = await makeOwnToken(t.db, room.member, { name: '同步', days: 30 }, clock.now())
  server = createServer((req, res) => {
    void handleApi(req, res, new URL(req.url!, origin), t.db).then((isDone) => {
      if (!isDone) res.writeHead(418).end('a page')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await t.drop()
})

const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } })

test('a question is answered, and kept by nobody on the way', async () => {
  const answer = await ask('/api/v1/bodies')
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
  })
  expect(await answer.json()).toMatchObject({ items: [{ level: 'county' }], next: null })
})

test('without a token it is refused in the form of RFC 9457, whatever cookie comes along', async () => {
  const answer = await fetch(`${origin}/api/v1/bodies`, { headers: { cookie: '__Host-session=forged' } })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  expect(await answer.json()).toMatchObject({ status: 401, code: 'not_signed_in' })
})

test('the document says the house’s own address, not the one that was asked', async () => {
  const answer = await ask('/api/v1/openapi.json')
  expect(await answer.json()).toMatchObject({ servers: [{ url: 'http://localhost/api/v1' }] })
})

test('what is long is packed for whoever takes it packed, and is the same', async () => {
  const [plain, packed] = await Promise.all([
    ask('/api/v1/openapi.json', 'GET', { 'accept-encoding': 'identity' }),
    ask('/api/v1/openapi.json', 'GET', { 'accept-encoding': 'gzip, deflate' }),
  ])
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const length = (answer: Response) => Number(answer.headers.get('content-length'))
  expect(length(packed)).toBeLessThan(length(plain) / 3)
  expect(await packed.text()).toBe(await plain.text())
})

test('whoever refuses it packed gets it plain', async () => {
  for (const coding of ['gzip;q=0', 'br, gzip; q=0.0'])
    expect(
      (await ask('/api/v1/openapi.json', 'GET', { 'accept-encoding': coding })).headers.get('content-encoding'),
    ).toBeNull()
})

test('the head alone has the length of the whole', async () => {
  const head = await ask('/api/v1/bodies', 'HEAD', { 'accept-encoding': 'identity' })
  expect(await head.text()).toBe('')
  const whole = await ask('/api/v1/bodies', 'GET', { 'accept-encoding': 'identity' })
  expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength))
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s changes nothing, and is told what may be asked', async (method) => {
  const answer = await ask('/api/v1/bodies', method)
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('GET, HEAD')
})

test.each(['/api/v1', '/api/v10/bodies', '/api/files/x'])('%s is somebody else’s', async (path) => {
  expect((await ask(path)).status).toBe(418)
})

test('an address below it that is none is not there, in the same form', async () => {
  for (const path of ['/api/v1/nothing', '/api/v1/bodies/', '/api/v1/']) {
    const answer = await ask(path)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found' })
  }
})
