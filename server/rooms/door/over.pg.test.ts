// After the sitting the links by which people came lead to its public minutes, to the very bytes, and to nothing internal.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuedPapers } from '@/db/schema/signing'
import { usePaperThread } from '@/server/paper/render'
import { proposeAmendment, signAmendment } from '@/server/signing/amend'
import { readMinutesView } from '@/server/signing/read'
import { buildWorker } from '@/tests/support/build-worker'
import { issueRoom } from '@/tests/support/issued'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { makeSeatLink } from '../make-seat-link'
import { revokeSeatLinks } from '../revoke-seat-link'
import { handleDoor } from './handle'

const seat = { name: '家长代表（三年级）', unitId: null, role: 'speaker' } as const
let database: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let server: Server
let origin: string
let open: TestRoom
let inner: TestRoom
/** Of the open one: a link past its day, made before the sitting. */
let link: Awaited<ReturnType<typeof makeSeatLink>>

beforeAll(async () => {
  database = await createTestDatabase()
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
  const { db } = database
  ;[open, inner] = [await makeTestRoom(db), await makeTestRoom(db)]
  const made = { meetingId: open.meetingId, seat, isAdmitted: true, expiresAt: later(60) }
  link = await makeSeatLink(db, open.secretary, made, at)
  await issueRoom(db, open, ['会议同意错时放学。'], 'public')
  await issueRoom(db, inner, ['内部事项。'], 'internal')
  server = createServer((req, res) => {
    const ctx = { origin, secure: false, ip: '10.0.0.1', nonce: 'n0nce', db }
    void handleDoor(req, res, ctx).then((isOurs) => isOurs || res.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 180_000)
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await thread.drop()
  await database.drop()
})

const get = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(origin + path, { redirect: 'manual', headers: { 'accept-language': 'zh-CN' }, ...init })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes) }
}
const kept = async (room: TestRoom, format: 'html' | 'pdf') => {
  const view = await readMinutesView(database.db, room.secretary, room.meetingId, later(100_000))
  const sum = view.issued!.papers.find((paper) => paper.format === format)!.sha256
  const here = and(eq(issuedPapers.countyId, room.countyId), eq(issuedPapers.sha256, sum))
  const [row] = await database.db.select({ data: issuedPapers.data }).from(issuedPapers).where(here)
  return new Uint8Array(row!.data)
}

test('a personal link past its day and the code open public minutes as they were issued', async () => {
  for (const path of [link.path, `/join/${open.joinCode}`]) {
    const page = await get(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain('会议已经结束')
    expect(page.text).toContain(`href="${path}/minutes"`)
    const read = await get(`${path}/minutes`)
    expect(read.text).toContain('会议同意错时放学。')
    expect(read.bytes).toEqual(await kept(open, 'html'))
    expect(read.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    const pdf = await get(`${path}/minutes.pdf`)
    expect(pdf.bytes).toEqual(await kept(open, 'pdf'))
    expect(pdf.headers.get('content-disposition')).toMatch(/^attachment; filename="minutes-\d+-[\d-]{10}\.pdf"$/)
    const head = await get(`${path}/minutes.pdf`, { method: 'HEAD' })
    expect([head.status, head.bytes.byteLength]).toEqual([200, 0])
    expect((await get(`${path}/minutes`, { method: 'DELETE' })).status).toBe(400)
  }
})

test('what is internal is said to be so, and no more', async () => {
  const path = `/join/${inner.joinCode}`
  const page = await get(path)
  expect(page.text).toContain('内部印发')
  expect(page.text).not.toContain('/minutes"')
  for (const part of ['minutes', 'minutes.pdf']) {
    const told = await get(`${path}/${part}`)
    expect(told.text).not.toContain('内部事项')
    expect(told.status).toBe(401)
  }
})

test('before they are issued there is nothing to read yet; a revoked link and one never made lead nowhere', async () => {
  const room = await makeTestRoom(database.db)
  expect((await get(`/join/${room.joinCode}/minutes`)).status).toBe(404)
  const made = await makeSeatLink(database.db, room.secretary, { meetingId: room.meetingId, seat }, at)
  await issueRoom(database.db, room, ['会议听取了汇报。'], 'public')
  expect((await get(`${made.path}/minutes`)).status).toBe(200)
  await revokeSeatLinks(database.db, room.secretary, { meetingId: room.meetingId, seatId: made.seatId }, at)
  expect((await get(`${made.path}/minutes`)).status).toBe(410)
  expect((await get(`/l/${'x'.repeat(32)}/minutes`)).status).toBe(404)
  expect((await get(`/join/${room.joinCode}/papers`)).status).toBe(404)
})

test('a correction stands beside them once it is signed', async () => {
  const { db } = database
  const view = await readMinutesView(db, open.secretary, open.meetingId, later(100_000))
  const item = view.text.items.find(({ paragraphs }) => paragraphs.length > 0)!
  const words = {
    agendaItemId: item.id,
    paragraph: item.paragraphs[0]!.index,
    becomes: '会议同意分时放学。',
    reason: '笔误',
  }
  const { meetingId } = open
  const number = await proposeAmendment(db, open.secretary, { meetingId, ...words }, later(100_000))
  expect((await get(link.path)).text).not.toContain('会议同意分时放学。')
  const { issued } = await readMinutesView(db, open.secretary, meetingId, later(100_000))
  const { sha256 } = issued!.amendments.find((each) => each.number === number)!
  await signAmendment(db, open.convenor, { meetingId, number, sha256 }, later(100_100))
  const { text } = await get(link.path)
  expect(text).toContain('会议同意分时放学。')
  expect(text).toContain('第 1 号更正')
})
