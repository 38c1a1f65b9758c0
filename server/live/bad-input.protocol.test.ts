// What a broken, hasty or hostile page sends to a room: refused with a code or taken for the text it is, and nobody else
// notices.
import { and, count, eq } from 'drizzle-orm'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { chatMessages, seats } from '@/db/schema/rooms'
import { admit } from '@/server/rooms/admit'
import { refuse } from '@/server/rooms/refuse'
import { removeSeat } from '@/server/rooms/remove-seat'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import {
  asGuest,
  connected,
  dialRoom,
  next,
  readRoomBy as read,
  seated,
  send,
  startSignals,
  type SignalsNode,
} from '@/tests/support/room-sockets'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let node: SignalsNode
let chair: Socket
let member: Socket
let memberSeat: string
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
  chair = await come((await seated(test, room, room.convenor)).headers)
  const sat = await seated(test, room, room.member)
  memberSeat = sat.seat.seatId
  member = await come(sat.headers)
})
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()))

async function come(headers: Record<string, string>): Promise<Socket> {
  const socket = dialRoom(node.url, room.meetingId, headers)
  open.push(socket)
  return connected(socket)
}

const deeds = async (verb: string) => {
  const [row] = await test.db
    .select({ n: count() })
    .from(events)
    .where(and(eq(events.countyId, room.countyId), eq(events.verb, verb)))
  return row!.n
}
const chatHere = () => test.db.select().from(chatMessages).where(eq(chatMessages.meetingId, room.meetingId))

it('a chat line of a megabyte ends that line, stores nothing, and nobody else notices', async () => {
  const gone = new Promise<string>((resolve) => member.on('disconnect', resolve))
  member.emit('chat:send', { id: crypto.randomUUID(), text: '长'.repeat(350_000) })
  expect(await gone).toMatch(/transport/)
  expect(await chatHere()).toEqual([])
  expect(chair.connected).toBe(true)
  expect(await send(chair, 'room:read')).toMatchObject({ ok: true })
  // One character too many within the frame's bounds is told as what it is.
  expect(await send(chair, 'chat:send', { id: crypto.randomUUID(), text: '长'.repeat(2001) })).toEqual({
    ok: false,
    code: 'invalid_input',
  })
})

it('markup in chat is the text it is', async () => {
  const text = '<img src=x onerror=alert(1)><script>alert(2)</script>&amp;'
  expect(await send(member, 'chat:send', { id: crypto.randomUUID(), text })).toMatchObject({ ok: true })
  expect((await read(chair)).chat.map((message) => message.text)).toEqual([text])
})

it(
  'a thousand raised hands in a second are one hand, one line in the trail, and one socket that is closed',
  { timeout: 60_000 },
  async () => {
    const closed = next(member, 'room:closed', 30_000)
    for (let n = 0; n < 1000; n++) member.emit('hand:raise', {})
    // Behind the forty that were let through, each of which holds the room's row: late on a busy machine, never refused.
    expect(await chair.timeout(30_000).emitWithAck('room:read', {})).toMatchObject({ ok: true })
    expect(await closed).toEqual({ code: 'too_many_tries' })
    const { seats: shown } = await read(chair)
    expect(shown.filter((seat) => seat.handRaisedAt !== null).map((seat) => seat.id)).toEqual([memberSeat])
    expect(await deeds('hand.raise')).toBe(1)
  },
)

it('two who admit one guest at once: in once, told once; a refusal that came first stands', async () => {
  const deputy = await come((await seated(test, room, room.secretary)).headers)
  const { seat } = await room.knock('家长')
  const both = await Promise.all([chair, deputy].map((who) => send(who, 'lobby:admit', { seatIds: [seat.seatId] })))
  expect(both.map((answer) => answer.ok)).toEqual([true, true])
  expect(await deeds('seat.admit')).toBe(1)
  const { seat: other } = await room.knock('另一位家长')
  await refuse(test.db, room.convenor, { meetingId: room.meetingId, seatId: other.seatId, word: '' }, at)
  expect(await send(deputy, 'lobby:admit', { seatIds: [other.seatId] })).toEqual({ ok: false, code: 'conflict' })
})

it('the floor for one who was thrown out is a conflict; for one whose line broke it waits', async () => {
  const { seat, secret } = await room.knock('家长')
  await admit(test.db, room.convenor, { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
  const guest = await come(asGuest(secret))
  await send(guest, 'hand:raise')
  guest.disconnect()
  expect(await send(chair, 'floor:give', { seatId: seat.seatId })).toMatchObject({ ok: true })
  const back = await come(asGuest(secret))
  expect((await read(back)).meeting.floor?.seatId).toBe(seat.seatId)
  await removeSeat(test.db, room.convenor, { meetingId: room.meetingId, seatId: seat.seatId }, at)
  expect((await read(chair)).meeting.floor).toBeNull()
  expect(await send(chair, 'floor:give', { seatId: seat.seatId })).toEqual({ ok: false, code: 'conflict' })
  expect(await send(chair, 'floor:give', { seatId: crypto.randomUUID() })).toEqual({ ok: false, code: 'not_found' })
})

it('a clock that is a day ahead moves nobody up the queue', async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString()
  await send(chair, 'hand:raise')
  expect(await send(member, 'hand:raise', { at: yesterday, handRaisedAt: yesterday })).toMatchObject({ ok: true })
  const [a, b] = await test.db
    .select({ id: seats.id, up: seats.handRaisedAt })
    .from(seats)
    .where(eq(seats.meetingId, room.meetingId))
    .orderBy(seats.handRaisedAt)
  expect(b!.id).toBe(memberSeat)
  expect(a!.up!.getTime()).toBeLessThanOrEqual(b!.up!.getTime())
  expect(Math.abs(b!.up!.getTime() - Date.now())).toBeLessThan(60_000)
})
