// The door over real HTTP, as a browser without JavaScript sees it, and what its script asks.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { and, count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { seats } from '@/db/schema/rooms'
import { clock } from '@/server/clock'
import { openMeeting } from '@/server/meetings/open-meeting'
import { cancelSitting } from '@/server/notices/send-notice'
import { createSession, sessionCookieName, sessionCookieValue } from '@/server/people/sessions'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { admit } from '../admit'
import { setMeetingLock } from '../lock-meeting'
import { makeSeatLink } from '../make-seat-link'
import { refuse } from '../refuse'
import { removeSeat } from '../remove-seat'
import { revokeSeatLinks } from '../revoke-seat-link'
import { handleDoor } from './handle'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let server: Server
let origin: string
/** Each test comes from an address of its own, so that misses counted in one do not shut another out. */
let ip = 0

beforeAll(async () => {
  test = await createTestDatabase()
  server = createServer((req, res) => {
    const ctx = { origin, secure: false, ip: `10.0.0.${ip}`, nonce: 'n0nce', db: test.db }
    void handleDoor(req, res, ctx).then((isOurs) => isOurs || res.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await test.drop()
})
beforeEach(async () => {
  ip++
  room = await makeTestRoom(test.db)
})

/** A browser without script: keeps cookies, follows nothing by itself. */
function browser(headers: Record<string, string> = {}) {
  const jar = new Map<string, string>()
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { cookie, 'accept-language': 'zh-CN', ...headers, ...init.headers },
    })
    for (const each of response.headers.getSetCookie()) {
      const [pair] = each.split(';')
      const split = pair!.indexOf('=')
      jar.set(pair!.slice(0, split), pair!.slice(split + 1))
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      setCookie: response.headers.getSetCookie().join('\n'),
      headers: response.headers,
      /** Blanks between attributes and tags are the formatter's business. */
      text: (await response.text()).replace(/\s+/g, ' '),
    }
  }
  return {
    jar,
    get: (path: string) => ask(path),
    post: (path: string, fields: Record<string, string>, extra: Record<string, string> = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin, ...extra } }),
    ask,
  }
}

const seatsHere = async () => {
  const [row] = await test.db.select({ n: count() }).from(seats).where(eq(seats.meetingId, room.meetingId))
  return row!.n
}
const eventsHere = async () => {
  const rows = await test.db
    .select({ n: count() })
    .from(events)
    .where(and(eq(events.countyId, room.countyId)))
  return rows[0]!.n
}

describe('by the code', () => {
  it('knocks, waits, is let in: three pages and no script', async () => {
    const parent = browser()
    const path = `/join/${room.joinCode}`
    const page = await parent.get(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain('2026年第三次联席会议')
    expect(page.text).toContain('实验小学家长委员会')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await seatsHere()).toBe(0)

    const knocked = await parent.post(path, { name: ' 李女士 ', unitId: room.unit.family })
    expect(knocked).toMatchObject({ status: 303, location: `${path}?wait=1` })
    expect(knocked.setCookie).toMatch(/lianxi-device=[\w-]{32}; Path=\/; SameSite=Lax; Max-Age=\d+; HttpOnly/)

    const waiting = await parent.get(knocked.location!)
    expect(waiting.text).toContain('已到门口')
    expect(waiting.text).toContain('李女士')
    expect(waiting.text).toContain('放学时段校门口交通疏导')
    expect(waiting.text).toContain('<noscript><meta http-equiv="refresh" content="8" /></noscript>')

    const [seat] = await test.db.select().from(seats).where(eq(seats.meetingId, room.meetingId))
    await admit(test.db, room.secretary, { meetingId: room.meetingId, seatIds: [seat!.id] }, at)
    expect(await parent.get(knocked.location!)).toMatchObject({ status: 303, location: `/rooms/${room.meetingId}` })
    expect(await parent.post(path, {})).toMatchObject({ status: 303, location: `/rooms/${room.meetingId}` })
    expect(await seatsHere()).toBe(1)
  })

  it('shows nobody else and no length of the queue', async () => {
    await room.knock('张三的家长')
    await room.knock('李四的家长')
    const parent = browser()
    const knocked = await parent.post(`/join/${room.joinCode}`, { name: '王五的家长' })
    const { text } = await parent.get(knocked.location!)
    expect(text).not.toMatch(/张三|李四/)
  })

  it.each([
    ['', '请先写姓名'],
    ['   ', '请先写姓名'],
    ['好'.repeat(200), '姓名最多 80 个字'],
    ['\u202egnp.exe', '不能显示的字符'],
  ])('gives back what was typed when the name is %j', async (name, sentence) => {
    const parent = browser()
    const page = await parent.post(`/join/${room.joinCode}`, { name, unitId: room.unit.family })
    expect(page.status).toBe(422)
    expect(page.text).toContain(sentence)
    expect(page.text).toContain(`value="${name.replace(/\s+/g, ' ')}"`)
    expect(page.text).toContain(`<option value="${room.unit.family}" selected>`)
    expect(await seatsHere()).toBe(0)
  })

  it('takes markup for the text it is', async () => {
    const parent = browser()
    const name = '<script>alert(1)</script>"\'&'
    const knocked = await parent.post(`/join/${room.joinCode}`, { name })
    const { text } = await parent.get(knocked.location!)
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(text).not.toContain('<script>alert')
  })

  it('keeps what was typed when the language changes, without script', async () => {
    const parent = browser()
    const page = await parent.post(`/join/${room.joinCode}`, { name: '李女士', unitId: room.unit.family, lang: 'en' })
    expect(page.status).toBe(200)
    expect(page.text).toContain('<html lang="en"')
    expect(page.text).toContain('Your name')
    expect(page.text).toContain('value="李女士"')
    expect(page.text).toContain(`<option value="${room.unit.family}" selected>`)
    expect(await seatsHere()).toBe(0)
    expect((await parent.get(`/join/${room.joinCode}`)).text).toContain('<html lang="en"')
  })

  it('offers the place to type a wrong code again, and stops guessing', async () => {
    const guesser = browser()
    const page = await guesser.get('/join/wrongcode1')
    expect(page).toMatchObject({ status: 404 })
    expect(page.text).toContain('链接打不开')
    expect(page.text).toContain('value="wrongcode1"')
    for (let n = 0; n < 40; n++) await guesser.get(`/join/guess${n}`)
    expect((await guesser.get(`/join/${room.joinCode}`)).status).toBe(429)
    ip++
    expect((await guesser.get(`/join/${room.joinCode}`)).status).toBe(200)
    expect((await guesser.get(`/join?code=${room.joinCode.toUpperCase()}`)).location).toBe(`/join/${room.joinCode}`)
  })

  it('sends a signed-in member to their own seat', async () => {
    const member = browser()
    const sid = await createSession(test.db, room.countyId, room.member.personId, 'test', clock.now())
    member.jar.set(sessionCookieName(false), await sessionCookieValue({ sid, cid: room.countyId }))
    expect(await member.get(`/join/${room.joinCode}`)).toMatchObject({
      status: 303,
      location: `/rooms/${room.meetingId}`,
    })
  })
})

describe('by a personal link', () => {
  const seat = { name: '家长代表（三年级）', unitId: null, role: 'speaker' } as const
  const link = (isAdmitted = false) =>
    makeSeatLink(test.db, room.secretary, { meetingId: room.meetingId, seat, isAdmitted }, at)

  it('consumes nothing when opened: a chat program may look first', async () => {
    const { path } = await link(true)
    const before = await eventsHere()
    const preview = browser({ 'user-agent': 'WeChat link preview' })
    for (let n = 0; n < 5; n++) expect((await preview.get(path)).status).toBe(200)
    expect((await preview.ask(path, { method: 'HEAD' })).text).toBe('')
    expect(preview.jar.size).toBe(0)
    expect(await eventsHere()).toBe(before)
    const parent = browser()
    expect((await parent.get(path)).text).toContain('家长代表（三年级）')
    expect(await parent.post(path, {})).toMatchObject({ status: 303, location: `/rooms/${room.meetingId}` })
  })

  it('waits before the chair has opened, and says so', async () => {
    room = await makeTestRoom(test.db, { isOpen: false })
    const { path } = await link(true)
    const parent = browser()
    expect(await parent.post(path, {})).toMatchObject({ status: 303, location: `${path}?wait=1` })
    expect((await parent.get(`${path}?wait=1`)).text).toContain('主持人一开会')
    const state = async () =>
      JSON.parse((await parent.get(`${path}/state`)).text) as { go: string | null; version: string }
    const before = await state()
    expect(before.go).toBeNull()
    await openMeeting(test.db, room.convenor, { meetingId: room.meetingId }, at)
    expect(await state()).toMatchObject({ go: `/rooms/${room.meetingId}` })
    expect((await state()).version).not.toBe(before.version)
  })

  it('tells a refused parent the secretary’s word and lets them ask again', async () => {
    const { path, seatId } = await link()
    const parent = browser()
    await parent.post(path, {})
    await refuse(test.db, room.secretary, { meetingId: room.meetingId, seatId, word: '请先联系班主任' }, at)
    const page = await parent.get(path)
    expect(page.text).toContain('请先联系班主任')
    expect(page.text).toContain('再申请一次')
    expect(await parent.post(path, {})).toMatchObject({ status: 303 })
    expect((await parent.get(path)).text).toContain('已到门口')
  })

  it.each([
    ['revoked', 410, '链接已停用'],
    ['expired', 410, '链接已过期'],
    ['unknown', 404, '链接打不开'],
    ['banned', 403, '您已被请出本次会议'],
  ])('says plainly when it is %s', async (why, status, title) => {
    const { meetingId } = room
    const made = await makeSeatLink(
      test.db,
      room.secretary,
      {
        meetingId,
        seat,
        isAdmitted: true,
        expiresAt: new Date(clock.now().getTime() + (why === 'expired' ? -1 : 60_000)),
      },
      at,
    )
    if (why === 'revoked') await revokeSeatLinks(test.db, room.secretary, { meetingId, seatId: made.seatId }, at)
    if (why === 'banned') await removeSeat(test.db, room.convenor, { meetingId, seatId: made.seatId }, at)
    const path = why === 'unknown' ? `/l/${'x'.repeat(32)}` : made.path
    const page = await browser().get(path)
    expect(page.status).toBe(status)
    expect(page.text).toContain(title)
  })
})

describe('a test of the line', () => {
  const testOf = async (parent: ReturnType<typeof browser>, extra: Record<string, string> = {}) => {
    const { status, text } = await parent.post(`/join/${room.joinCode}/line`, {}, extra)
    return { status, ...(JSON.parse(text) as object) }
  }

  it('is for whoever waits here, and for nobody who does not', async () => {
    const parent = browser()
    expect(await testOf(parent)).toMatchObject({ status: 403, code: 'not_allowed' })
    await parent.post(`/join/${room.joinCode}`, { name: '李女士' })
    // This house has no LiveKit: it says why, and gives no token.
    expect(await testOf(parent)).toEqual({ status: 200, state: 'missing', reason: 'notInstalled' })
    expect(await testOf(parent, { origin: 'http://evil.test' })).toMatchObject({ status: 403, code: 'wrong_origin' })
    expect((await parent.get(`/join/${room.joinCode}/line`)).status).toBe(400)
    const [seat] = await test.db.select().from(seats).where(eq(seats.meetingId, room.meetingId))
    await refuse(test.db, room.secretary, { meetingId: room.meetingId, seatId: seat!.id, word: '' }, at)
    expect(await testOf(parent)).toMatchObject({ status: 403, code: 'not_allowed' })
  })

  it('is no load: a dozen in ten minutes', async () => {
    const parent = browser()
    await parent.post(`/join/${room.joinCode}`, { name: '李女士' })
    for (let n = 0; n < 12; n++) expect((await testOf(parent)).status).toBe(200)
    expect(await testOf(parent)).toMatchObject({ status: 429, code: 'too_many_tries' })
  })
})

describe('who must not', () => {
  it('refuses a form of another site, an unknown shape and a body that is too large', async () => {
    const path = `/join/${room.joinCode}`
    const fields = { name: '李女士' }
    expect((await browser().post(path, fields, { origin: 'http://evil.test' })).status).toBe(403)
    expect((await browser().post(path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(
      (await browser().ask(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
    const large = await browser().post(path, { name: 'x'.repeat(100_000) })
    expect(large.status).toBe(413)
    expect(large.text).toContain('内容太大')
    expect((await browser().ask(path, { method: 'DELETE' })).status).toBe(400)
    expect(await seatsHere()).toBe(0)
  })

  it('turns strangers away from a locked meeting, with the way on', async () => {
    await setMeetingLock(test.db, room.convenor, { meetingId: room.meetingId, isLocked: true }, at)
    const page = await browser().post(`/join/${room.joinCode}`, { name: '李女士' })
    expect(page.status).toBe(423)
    expect(page.text).toContain('会场已锁')
    expect(await seatsHere()).toBe(0)
  })

  it('is not the door of anything else', async () => {
    for (const path of ['/joiner/x', '/l', '/l/', '/join/a/b', '/rooms/x'])
      expect((await browser().get(path)).status).toBe(404)
    expect((await browser().get('/door/0000.js')).status).toBe(404)
  })
})

it('is light: no inline handler or style attribute, script and sheet within their budgets, every script with the nonce', async () => {
  const { gzipSync } = await import('node:zlib')
  const page = await browser().get(`/join/${room.joinCode}`)
  expect(page.text).not.toMatch(/\son\w+=|\sstyle="/)
  const sources = [...page.text.matchAll(/<script nonce="n0nce" src="(\/door\/[0-9a-f]{16}\.js)" defer>/g)]
  expect(sources).toHaveLength(1)
  const first = /<script nonce="n0nce" data-first="(\/door\/[0-9a-f]{16}\.js)">(.*?)<\/script>/s.exec(page.text)!
  expect((await browser().get(first[1]!)).text).toContain('lianxiRoom')
  // It stands before all that is to be read.
  expect(first[2]!.length).toBeLessThan(700)
  expect(page.text.match(/<script/g)).toHaveLength(3) // the third is data
  const script = await browser().get(sources[0]![1]!)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.text.length).toBeLessThan(60_000)
  const sheet = /<style nonce="n0nce">(.*?)<\/style>/s.exec(page.text)![1]!
  // One sheet for every plain door: links of notices, reports and proposals among them.
  expect(sheet.length).toBeLessThan(13_000)
  expect(gzipSync(page.text).length).toBeLessThan(14_000)
})

it('to a cancelled sitting is shut: who comes is told, who waits is told, nobody gets a seat, and members neither', async () => {
  const planned = await makeTestRoom(test.db, { isOpen: false })
  const path = `/join/${planned.joinCode}`
  const early = browser()
  const { location } = await early.post(path, { name: '李女士', unitId: planned.unit.family })
  expect((await early.get(location!)).status).toBe(200)
  const before = JSON.parse((await early.get(`${path}/state`)).text) as { version: string }
  await cancelSitting(test.db, planned.secretary, { meetingId: planned.meetingId, reason: '台风' }, at)
  const said = '会议已取消'
  for (const page of [await early.get(location!), await browser().get(path)]) {
    expect(page.status).toBe(410)
    expect(page.text).toContain(said)
  }
  expect((JSON.parse((await early.get(`${path}/state`)).text) as { version: string }).version).not.toBe(before.version)
  const late = browser()
  expect((await late.post(path, { name: '王女士', unitId: planned.unit.family })).status).toBe(410)
  const [row] = await test.db.select({ n: count() }).from(seats).where(eq(seats.meetingId, planned.meetingId))
  expect(row!.n).toBe(1)
  await expect(planned.enter(planned.member)).rejects.toMatchObject({ code: 'meeting_cancelled' })
})
