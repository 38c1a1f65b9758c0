// One room, two nodes, each with connections of its own to one Postgres: chat, queue, lobby, rights, and what a lost notice
// or a lost node costs. No Redis: docs/decisions/006-several-nodes.md says why none is needed.
import { sql as raw } from 'drizzle-orm'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { connect, type Connection } from '@/db/client'
import { admit } from '@/server/rooms/admit'
import { removeSeat } from '@/server/rooms/remove-seat'
import { startBalancer } from '@/tests/support/balancer'
import { eventually } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import {
  asGuest,
  connected,
  dialRoom,
  next,
  outcome,
  readRoomBy as read,
  roomsAt,
  seated,
  send,
  startSignals,
  type Headers,
  type SignalsNode,
} from '@/tests/support/room-sockets'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let lines: Connection[]
let [one, two] = [] as unknown as [SignalsNode, SignalsNode]
const running = new Set<SignalsNode>()
const open: Socket[] = []

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  lines = ['one', 'two'].map((name) => connect(test.url, { max: 4, name }))
  ;[one, two] = (await Promise.all(lines.map((line) => startSignals(line, { antiEntropyMs: 200 })))) as [
    SignalsNode,
    SignalsNode,
  ]
  running.add(one).add(two)
})
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.disconnect())
  await Promise.all([...running].map((node) => node.stop()))
  running.clear()
  await Promise.all(lines.map((line) => line.end()))
})

function dial(node: { url: string }, headers: Headers, options = {}): Socket {
  const socket = dialRoom(node.url, room.meetingId, headers, options)
  open.push(socket)
  return socket
}
const join = (node: SignalsNode, headers: Headers) => connected(dial(node, headers))
const chat = (text: string) => ({ id: crypto.randomUUID(), text })

/** The sequences a socket hears beyond one it knows. */
function listenTo(socket: Socket, beyond: number): Set<number> {
  const heard = new Set<number>()
  socket.on('room:changed', (change: { seq: number }) => change.seq > beyond && heard.add(change.seq))
  return heard
}

/** What a socket is told of: news of what happened before it came may still arrive. */
function topicsOf(socket: Socket): unknown[] {
  const topics: unknown[] = []
  socket.on('room:changed', (change: { topic: unknown }) => topics.push(change.topic))
  return topics
}

it('keeps one dense sequence while both nodes speak at once', async () => {
  const chair = await join(one, (await seated(test, room, room.convenor)).headers)
  const member = await join(two, (await seated(test, room, room.member)).headers)
  const { seq } = await read(chair)
  const heard = [listenTo(chair, seq), listenTo(member, seq)]
  const words = Array.from({ length: 6 }, (_, n) => n)
  const answers = await Promise.all(
    words.flatMap((n) => [send(chair, 'chat:send', chat(`一${n}`)), send(member, 'chat:send', chat(`二${n}`))]),
  )
  const wanted = Array.from({ length: 12 }, (_, n) => seq + 1 + n)
  expect(answers.map((answer) => answer.seq!).sort((a, b) => a - b)).toEqual(wanted)
  // Of changes that come at once the last may be told for all of them, never an earlier one after it.
  for (const set of heard) {
    await expect.poll(() => [...set].at(-1)).toBe(seq + 12)
    expect([...set]).toEqual([...set].sort((a, b) => a - b))
  }
  const [atOne, atTwo] = [await read(chair), await read(member)]
  expect(atOne.chat.map((message) => message.text)).toHaveLength(12)
  expect(atTwo.chat).toEqual(atOne.chat)
  expect(atTwo.seq).toBe(seq + 12)
})

it('brings a hand, the floor and the current item from either node to the other', async () => {
  const chair = await join(one, (await seated(test, room, room.convenor)).headers)
  const { headers, seat } = await seated(test, room, room.member)
  const member = await join(two, headers)
  const topics = topicsOf(chair)
  await send(member, 'hand:raise')
  await expect.poll(() => topics).toContain('seats')
  expect((await read(chair)).seats.find((each) => each.id === seat.seatId)?.handRaisedAt).not.toBeNull()
  expect(await send(chair, 'floor:give', { seatId: seat.seatId })).toMatchObject({ ok: true })
  await expect.poll(async () => (await read(member)).meeting.floor?.seatId).toBe(seat.seatId)
  const [, second] = (await read(chair)).agenda
  expect(await send(chair, 'agenda:go', { agendaItemId: second!.id })).toMatchObject({ ok: true })
  await expect.poll(async () => (await read(member)).meeting.currentAgendaItemId).toBe(second!.id)
})

it('shows a knock, lets in and removes whoever stands at the other node', async () => {
  const { seat: chairSeat, headers } = await seated(test, room, room.convenor)
  const chair = await join(one, headers)
  const topics = topicsOf(chair)
  const { seat, secret } = await room.knock('家长')
  await expect.poll(() => topics).toContain('seats')
  expect((await read(chair)).seats.find((each) => each.id === seat.seatId)?.admission).toBe('waiting')
  expect(await outcome(dial(two, asGuest(secret)))).toBe('seat_waiting')
  await admit(lines[0]!.db, chairSeat, { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
  const guest = await join(two, asGuest(secret))
  expect((await read(guest)).seats.map((each) => each.id).sort()).toEqual([chairSeat.seatId, seat.seatId].sort())
  const closed = next(guest, 'room:closed')
  await removeSeat(lines[0]!.db, chairSeat, { meetingId: room.meetingId, seatId: seat.seatId }, at)
  expect(await closed).toEqual({ code: 'seat_banned' })
})

it('tells at the next comparison what a lost notice did not', async () => {
  const member = await join(two, (await seated(test, room, room.member)).headers)
  const { seq } = await read(member)
  const heard = listenTo(member, seq)
  await test.db.execute(raw`update meetings set signal_seq = signal_seq + 3 where id = ${room.meetingId}`)
  await expect.poll(() => [...heard]).toEqual([seq + 3])
})

it('lets everybody read again when a node heard nothing for a while', async () => {
  const chair = await join(one, (await seated(test, room, room.convenor)).headers)
  const member = await join(two, (await seated(test, room, room.member)).headers)
  const again = new Promise<void>((done) =>
    member.on('room:changed', ({ seq }: { seq: number }) => {
      if (seq === 0) done()
    }),
  )
  await test.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'two' and query ilike 'listen%'`
  await send(chair, 'chat:send', chat('听见了吗'))
  await again
  expect((await read(member)).chat.map((message) => message.text)).toEqual(['听见了吗'])
})

it.each(['kill', 'stop'] as const)(
  'goes on at another node after a %s, through a balancer that knows nobody',
  async (how) => {
    const balancer = await startBalancer([one.port, two.port])
    const through = { url: roomsAt(balancer.port) }
    const again = { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 200 }
    const chair = await connected(dial(through, (await seated(test, room, room.convenor)).headers, again))
    const member = await connected(dial(through, (await seated(test, room, room.member)).headers, again))
    // What components/rooms/room-link.ts does: socket.io does not come back by itself after the server ended the socket.
    for (const socket of [chair, member]) socket.on('disconnect', () => void (socket.active || socket.connect()))
    expect([...balancer.given.values()]).toEqual([1, 1])
    balancer.nodes.splice(0, 1)
    running.delete(one)
    await one[how]()
    await eventually(() => chair.connected && member.connected && two.signals.stats().sockets === 2)
    const { seq } = await read(member)
    expect(await send(chair, 'chat:send', chat('还在'))).toEqual({ ok: true, seq: seq + 1 })
    await expect.poll(async () => (await read(member)).chat.map((message) => message.text)).toEqual(['还在'])
    await balancer.close()
  },
)
