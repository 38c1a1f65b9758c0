// The personal link over real HTTP, as a browser without script sends it.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { clock } from '@/server/clock'
import { setRuntime } from '@/server/env'
import { ActionItemId, LocalId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { makeItemLink, revokeItemLinks } from '../make-link'
import { handleItemLink } from './handle'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let server: Server
let origin: string
let id: ActionItemId
let link: string
let ip = 0
const dataDir = mkdtempSync(join(tmpdir(), 'lx-link-'))

beforeAll(async () => {
  test = await createTestDatabase()
  setRuntime({
    databaseUrl: test.url,
    authSecret: 'only-for-tests-only-for-tests-000',
    dataDir,
    addresses: { local: 'http://localhost', lan: [], public: null },
  })
  server = createServer((req, res) => {
    const ctx = { origin, secure: false, ip: `10.1.0.${ip}`, nonce: 'n', db: test.db }
    void handleItemLink(req, res, ctx).then((isOurs) => isOurs || res.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await test.drop()
  rmSync(dataDir, { recursive: true, force: true })
})
beforeEach(async () => {
  ip++
  room = await makeTestRoom(test.db)
  id = ActionItemId.parse(crypto.randomUUID())
  const at = clock.now()
  await test.db.insert(actionItems).values({
    countyId: room.countyId,
    id,
    documentId: room.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId: room.meetingId,
    number: 3,
    title: '<b>交通</b>疏导方案',
    leadUnitId: room.unit.school,
    createdAt: at,
    changedAt: at,
  })
  link = (await makeItemLink(test.db, room.secretary, room.countyId, id, room.member.personId, at)).path
})

const get = (path = link) => fetch(`${origin}${path}`, { redirect: 'manual', headers: { 'accept-language': 'zh-CN' } })
const post = (fields: Record<string, string>, files: readonly File[] = [], headers: Record<string, string> = {}) => {
  const body = new FormData()
  for (const [name, value] of Object.entries({ percent: '40', onceKey: crypto.randomUUID(), ...fields }))
    body.set(name, value)
  for (const file of files) body.append('files', file)
  const asked = { 'accept-language': 'zh-CN', origin, ...headers }
  return fetch(`${origin}${link}`, { method: 'POST', body, redirect: 'manual', headers: asked })
}
const kinds = async () =>
  (
    await test.db
      .select()
      .from(actionItemChanges)
      .where(eq(actionItemChanges.actionItemId, id))
      .orderBy(asc(actionItemChanges.seq))
  ).map((row) => `${row.kind} ${row.via} ${row.byName}`)

it('shows and consumes nothing, takes a report with its file, and the same one again only once', async () => {
  for (let n = 0; n < 3; n++) expect((await get()).status).toBe(200)
  expect(await (await get()).text()).toContain('&lt;b&gt;交通&lt;/b&gt;')
  expect(await kinds()).toEqual([])
  const onceKey = crypto.randomUUID()
  const file = new File(['两校门前动线'], '说明.txt', { type: 'text/plain' })
  for (let n = 0; n < 2; n++) {
    const answer = await post({ text: '已踏勘', onceKey }, [file])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${link}?sent=yes`])
  }
  expect(await kinds()).toEqual(['state link 赵校长', 'report link 赵校长', 'evidence page 赵校长'])
})

it('gives back what was typed where it is wrong, and stores nothing', async () => {
  const answer = await post({ text: '写了很多', percent: '101' })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain('写了很多')
  expect(page).toContain('请填 0 到 100 的整数')
  expect(await kinds()).toEqual([])
})

it('refuses evidence of a forged type and keeps the words', async () => {
  const forged = new File([Buffer.from('4d5a90000300000004000000ffff', 'hex')], 'photo.jpg', { type: 'image/jpeg' })
  const answer = await post({ text: '见照片' }, [forged])
  expect(answer.headers.get('location')).toBe(`${link}?sent=file_refused`)
  expect(await (await get(`${link}?sent=file_refused`)).text()).toContain('有的文件没有收下')
  expect(await kinds()).toEqual(['state link 赵校长', 'report link 赵校长'])
})

it('is for nobody else: another site, a guessed secret, a revoked one, somebody who left', async () => {
  expect((await post({ text: 'x' }, [], { origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await get(`/r/${'x'.repeat(32)}`)).status).toBe(404)
  for (let n = 0; n < 45; n++) await get(`/r/${String(n).padStart(32, 'y')}`)
  expect((await get()).status).toBe(429)
  ip++
  await revokeItemLinks(test.db, room.secretary, room.countyId, id, room.member.personId, clock.now())
  expect((await get()).status).toBe(410)
  expect(await kinds()).toEqual([])
})
