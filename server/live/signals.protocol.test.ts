// The room's sockets over a real server and a real Postgres: who may connect, what everybody hears, how rights end.
import type { Socket } from 'socket.io-client'
import { inArray } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sessions } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { endSession } from '@/server/people/sessions'
import { admit } from '@/server/rooms/admit'
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { removeSeat } from '@/server/rooms/remove-seat'
import { requestEntry } from '@/server/rooms/request-entry'
import { revokeSeatLinks } from '@/server/rooms/revoke-seat-link'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import {
  asGuest,
  connected,
  dialRoom,
  next,
  outcome,
  readRoomBy as read,
  seated,
  send,
  signIn as signInWith,
  startSignals,
  type Headers,
  type SignalsNode,
} from '@/tests/support/room-sockets'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let node: SignalsNode
const open: Socket[] = []

beforeAll(async () => {
  test = await createTestDatabase()
  node = await startSignals(test)
})
afterAll(async () => {
  await node.stop()
  await test.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()))

function dial(headers: Headers, meetingId: string = room.meetingId): Socket {
  const socket = dialRoom(node.url, meetingId, headers)
  open.push(socket)
  return socket
}
const join = (headers: Headers) => connected(dial(headers))
const signIn = (who: PersonActor) => signInWith(test, who)
const asMember = (who: PersonActor) => seated(test, room, who)

it('lets in who has a seat that is in, and nobody else', async () => {
  const { headers } = await asMember(room.member)
  expect(await outcome(dial(headers))).toBe('connected')
  expect(await outcome(dial({}))).toBe('not_signed_in')
  expect(await outcome(dial({ ...headers, origin: 'http://evil.test' }))).toBe('refused')
  const { headers: stranger } = await signIn(room.stranger)
  expect(await outcome(dial(stranger))).toBe('not_allowed')
  const waiting = await room.knock('家长')
  expect(await outcome(dial(asGuest(waiting.secret)))).toBe('seat_waiting')
  const other = await makeTestRoom(test.db)
  expect(await outcome(dial(headers, other.meetingId))).toBe('not_allowed')
  expect(await outcome(dial(headers, 'not-a-uuid'))).toBe('invalid_input')
})

it('persists, acknowledges and tells everybody, in a dense sequence', async () => {
  const chair = await join((await asMember(room.convenor)).headers)
  const member = await join((await asMember(room.member)).headers)
  const { seq } = await read(member)
  const heard: number[] = []
  // The first comparison with Postgres may say once more what was read.
  member.on('room:changed', (change: { seq: number }) => change.seq > seq && heard.push(change.seq))
  for (let n = 1; n <= 3; n++) {
    const ack = await send(chair, 'chat:send', { id: crypto.randomUUID(), text: `第${n}句` })
    expect(ack).toEqual({ ok: true, seq: seq + n })
    await expect.poll(() => heard.at(-1)).toBe(seq + n)
  }
  expect(heard).toEqual([seq + 1, seq + 2, seq + 3])
  expect((await read(member)).chat.map((message) => message.text)).toEqual(['第1句', '第2句', '第3句'])
})

it('answers what is wrong with a code, and never falls over', async () => {
  const member = await join((await asMember(room.member)).headers)
  expect(await send(member, 'no:such')).toEqual({ ok: false, code: 'malformed' })
  expect(await send(member, 'constructor')).toEqual({ ok: false, code: 'malformed' })
  expect(await send(member, 'chat:send', { id: 'x', text: '' })).toEqual({ ok: false, code: 'invalid_input' })
  expect(await send(member, 'floor:give', null)).toEqual({ ok: false, code: 'invalid_input' })
  expect(await send(member, 'meeting:end')).toEqual({ ok: false, code: 'not_allowed' })
  expect(await send(member, 'floor:give', { seatId: crypto.randomUUID() })).toEqual({ ok: false, code: 'not_allowed' })
  expect(await send(member, 'room:read')).toMatchObject({ ok: true })
})

it('tells a page without LiveKit why there is no video', async () => {
  const member = await join((await asMember(room.member)).headers)
  expect(await send(member, 'media:token')).toEqual({ ok: true, media: { state: 'missing', reason: 'notInstalled' } })
})

it('closes a removed guest within a second and keeps them out', async () => {
  const chair = await asMember(room.convenor)
  const { seat, secret } = await room.knock('家长')
  await admit(test.db, chair.seat, { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
  const guest = await join(asGuest(secret))
  const closed = next(guest, 'room:closed')
  const gone = new Promise<string>((resolve) => guest.on('disconnect', resolve))
  await removeSeat(test.db, chair.seat, { meetingId: room.meetingId, seatId: seat.seatId }, at)
  expect(await closed).toEqual({ code: 'seat_banned' })
  expect(await gone).toBe('io server disconnect')
  expect(await outcome(dial(asGuest(secret)))).toBe('seat_banned')
})

it('closes everybody when the meeting ends, and one person when the session does', async () => {
  const chair = await asMember(room.convenor)
  const member = await asMember(room.member)
  const [a, b] = [await join(chair.headers), await join(member.headers)]
  const told = next(b, 'room:closed')
  await endSession(test.db, room.countyId, member.sessionId, clock.now())
  expect(await told).toEqual({ code: 'not_signed_in' })
  expect(a.connected).toBe(true)
  const ended = next(a, 'room:closed')
  await send(a, 'meeting:end')
  expect(await ended).toEqual({ code: 'meeting_over' })
})

it('finds in every room, in turn, whose session ended without any notice, and keeps the others', async () => {
  const looking = await startSignals(test, { lookMs: 900 })
  const rooms = await Promise.all(Array.from({ length: 40 }, () => makeTestRoom(test.db)))
  const lines = await Promise.all(
    rooms.map(async (each) => {
      const [member, chair] = [await seated(test, each, each.member), await seated(test, each, each.convenor)]
      const [ends, stays] = [member, chair].map(({ headers }) => dialRoom(looking.url, each.meetingId, headers))
      open.push(ends!, stays!)
      await Promise.all([connected(ends!), connected(stays!)])
      return { each, ends: ends!, stays: stays! }
    }),
  )
  const told = lines.map(({ ends }) => next(ends, 'room:closed', 10_000))
  const people = rooms.map(({ member }) => member.personId)
  // Straight into the table: the bus, which tells of such things, is silent.
  await test.db.update(sessions).set({ endedAt: clock.now() }).where(inArray(sessions.personId, people))
  expect(await Promise.all(told)).toEqual(rooms.map(() => ({ code: 'not_signed_in' })))
  expect(lines.every(({ stays }) => stays.connected)).toBe(true)
  await looking.stop()
})

it('answers the one who ends the meeting, also where the notice of it overtakes the word of Postgres', async () => {
  const begin = async (...args: unknown[]) => {
    const result = await (test.sql.begin as (...all: unknown[]) => Promise<unknown>)(...args)
    await new Promise((done) => setTimeout(done, 300))
    return result
  }
  const sql = new Proxy(test.sql, {
    get: (target, key) => (key === 'begin' ? begin : (target[key as keyof typeof target] as unknown)),
  })
  const late = await startSignals({ sql })
  try {
    const dialLate = async (headers: Headers) => connected(dialRoom(late.url, room.meetingId, headers))
    const chair = await dialLate((await asMember(room.convenor)).headers)
    const member = await dialLate((await asMember(room.member)).headers)
    const over = next(chair, 'room:closed')
    const overForMember = next(member, 'room:closed')
    expect(await send(chair, 'meeting:end')).toMatchObject({ ok: true })
    expect(await over).toEqual({ code: 'meeting_over' })
    expect(await overForMember).toEqual({ code: 'meeting_over' })
  } finally {
    await late.stop()
  }
})

it('tells an earlier device that a fourth took its place, and all when the link is revoked', async () => {
  const seat = { name: '家长', unitId: null, role: 'speaker' } as const
  const link = await makeSeatLink(test.db, room.secretary, { meetingId: room.meetingId, seat, isAdmitted: true }, at)
  const tap = async (seconds: number) => {
    const input = { entrance: 'link', secret: link.secret, deviceSecret: null } as const
    const entry = await requestEntry(test.db, { kind: 'anonymous' }, input, new Date(at.getTime() + seconds * 1000))
    return entry.deviceSecret!
  }
  const first = await join(asGuest(await tap(0)))
  const second = await join(asGuest(await tap(1)))
  await tap(2)
  const told = next(first, 'room:closed')
  await tap(3)
  expect(await told).toEqual({ code: 'device_ended' })
  expect(second.connected).toBe(true)
  const revoked = next(second, 'room:closed')
  await revokeSeatLinks(test.db, room.secretary, { meetingId: room.meetingId, seatId: link.seatId }, at)
  expect(await revoked).toEqual({ code: 'link_revoked' })
})

it('slows a flood without closing a fast finger, and closes a real one', async () => {
  const member = await join((await asMember(room.member)).headers)
  const answers = await Promise.all(Array.from({ length: 60 }, () => send(member, 'hand:raise')))
  expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(40)
  expect(answers.some((answer) => answer.code === 'too_many_tries')).toBe(true)
  expect(member.connected).toBe(true)
  const closed = next(member, 'room:closed', 5000)
  for (let n = 0; n < 400; n++) member.emit('hand:raise', {})
  expect(await closed).toEqual({ code: 'too_many_tries' })
})

it('tells what seats show, gathered, once, and slows who shows too much', async () => {
  const chair = await join((await asMember(room.convenor)).headers)
  const seated = await asMember(room.member)
  const member = await join(seated.headers)
  const heard: { shown: { seatId: string; kind: string }[] }[] = []
  chair.on('room:reactions', (message: (typeof heard)[number]) => heard.push(message))
  const answers = await Promise.all(
    ['agree', 'question', 'applause', 'understood', 'agree', 'agree'].map((kind) =>
      send(member, 'reaction:show', { kind }),
    ),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(4)
  expect(answers.filter(({ code }) => code === 'too_many_tries')).toHaveLength(2)
  await expect.poll(() => heard.at(-1)?.shown).toEqual([expect.objectContaining({ seatId: seated.seat.seatId })])
  expect(heard.length).toBeLessThanOrEqual(2)
  expect(await send(chair, 'reaction:show', { kind: 'dance' })).toEqual({ ok: false, code: 'invalid_input' })
  await send(chair, 'meeting:set-reactions', { isOn: false })
  expect(await send(chair, 'reaction:show', { kind: 'agree' })).toEqual({ ok: false, code: 'not_allowed' })
})
