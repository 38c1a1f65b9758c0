// The end of a term while its holder sits in a live room: over real sockets and a real Postgres, within a second.
import { desc, eq } from 'drizzle-orm'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { memberships } from '@/db/schema/bodies'
import { events } from '@/db/schema/events'
import { addMembership } from '@/server/bodies/add-membership'
import { endMembership } from '@/server/bodies/change-membership'
import { setClockForTest } from '@/server/clock'
import { publishSources } from '@/server/rooms/model'
import { requestEntry } from '@/server/rooms/request-entry'
import { watchTerms } from '@/server/live/terms'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import {
  connected,
  dialRoom,
  next,
  readRoomBy,
  seated,
  send,
  startSignals,
  type SignalsNode,
} from '@/tests/support/room-sockets'

/** Of Shanghai, where the 16th is over at 16:00 UTC. Later on the 16th than the sitting began, so that sessions live on. */
const evening = new Date('2026-09-16T15:58:00Z')
const midnight = new Date('2026-09-16T16:00:00.200Z')

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let node: SignalsNode
const watches: ReturnType<typeof watchTerms>[] = []
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
  setClockForTest(evening)
  room = await makeTestRoom(test.db)
})
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.disconnect())
  await Promise.all(watches.splice(0).map((watch) => watch.stop()))
  setClockForTest(null)
})

async function sit(who: TestRoom['member']) {
  const { seat, headers } = await seated(test, room, who)
  const socket = dialRoom(node.url, room.meetingId, headers)
  open.push(socket)
  return { seat, socket: await connected(socket) }
}
/** Two nodes, as behind a balancer: what one has done, the other must find done. */
const watchTwice = () => watches.push(watchTerms(test.db), watchTerms(test.db))

const placeOf = async ({ personId }: TestRoom['member']) =>
  (await test.db.select().from(memberships).where(eq(memberships.personId, personId)))[0]!
const untilOn = (who: TestRoom['member'], day: string) =>
  test.db.update(memberships).set({ untilOn: day }).where(eq(memberships.personId, who.personId))
const seatOf = async (socket: Socket, seatId: string) =>
  (await readRoomBy(socket)).seats.find((seat) => seat.id === seatId)!
const trail = async () =>
  (await test.db.select().from(events).where(eq(events.countyId, room.countyId)).orderBy(desc(events.seq))).map(
    ({ verb, actorKind, thingId, detail }) => ({ verb, actorKind, thingId, detail }),
  )

it('makes an observer of the one whose last day is over, within a second, and the trail says so', async () => {
  await untilOn(room.member, '2026-09-16')
  watchTwice()
  const chair = await sit(room.convenor)
  const member = await sit(room.member)
  await send(chair.socket, 'floor:give', { seatId: member.seat.seatId })
  expect((await readRoomBy(member.socket)).me.mayPublish).toBe(true)

  const news = [chair.socket, member.socket].map((socket) => next(socket, 'room:changed', 1000))
  setClockForTest(midnight)
  await Promise.all(news)
  expect(await seatOf(chair.socket, member.seat.seatId)).toMatchObject({ role: 'observer', termEnd: 'undecided' })
  const seen = await readRoomBy(member.socket)
  expect(seen.me).toMatchObject({ mayPublish: false, mayChat: false, mayWrite: false })
  expect(seen.meeting.floor).toBeNull()
  expect(publishSources(await room.seat(member.seat.seatId))).toEqual([])
  expect(await send(member.socket, 'chat:send', { id: crypto.randomUUID(), text: '还能说吗' })).toMatchObject({
    code: 'not_allowed',
  })
  const ended = (await trail()).filter(({ verb }) => verb === 'seat.term-ended')
  expect(ended).toMatchObject([{ actorKind: 'system', thingId: member.seat.seatId, detail: { from: 'speaker' } }])
})

it('lets the chair decide, and nobody else', async () => {
  await untilOn(room.member, '2026-09-16')
  watchTwice()
  const chair = await sit(room.convenor)
  const member = await sit(room.member)
  const { seatId } = member.seat
  expect(await send(chair.socket, 'seat:settle-term', { seatId, as: 'speaker' })).toMatchObject({ code: 'conflict' })
  const news = next(chair.socket, 'room:changed', 1000)
  setClockForTest(midnight)
  await news
  expect(await send(member.socket, 'seat:settle-term', { seatId, as: 'speaker' })).toMatchObject({
    code: 'not_allowed',
  })
  expect(await send(chair.socket, 'seat:settle-term', { seatId, as: 'speaker' })).toMatchObject({ ok: true })
  expect((await readRoomBy(member.socket)).me).toMatchObject({ mayPublish: true, mayWrite: false })
  // What was decided stands: the next look of the watch does not take it back.
  watchTwice()
  await expect.poll(() => seatOf(chair.socket, seatId)).toMatchObject({ role: 'speaker', termEnd: 'speaker' })
  expect(await send(chair.socket, 'seat:settle-term', { seatId, as: 'observer' })).toMatchObject({ ok: true })
  expect((await readRoomBy(member.socket)).me.mayPublish).toBe(false)
  const lines = (await trail()).filter(({ verb }) => verb === 'seat.settle-term')
  expect(lines.map(({ detail }) => detail.as)).toEqual(['observer', 'speaker'])
})

it('does the same at once when an administrator ends the office', async () => {
  const chair = await sit(room.convenor)
  const member = await sit(room.member)
  const { id, version } = await placeOf(room.member)
  const news = next(member.socket, 'room:changed', 1000)
  await endMembership(test.db, room.secretary, room.countyId, { membershipId: id, version, reason: '调离' }, at)
  await news
  expect(await seatOf(chair.socket, member.seat.seatId)).toMatchObject({ role: 'observer', termEnd: 'undecided' })
  expect((await readRoomBy(member.socket)).me.mayPublish).toBe(false)
  const [last, before] = await trail()
  expect([before!.verb, last!.verb]).toEqual(['membership.end', 'seat.term-ended'])
  // Nobody but the one and who runs the room is told why.
  const other = await sit(room.observer)
  expect(await seatOf(other.socket, member.seat.seatId)).toMatchObject({ role: 'observer', termEnd: null })
})

it('gives the place back to who is appointed anew', async () => {
  const chair = await sit(room.convenor)
  const member = await sit(room.member)
  const { id, version, bodyId, unitId, personId } = await placeOf(room.member)
  await endMembership(test.db, room.secretary, room.countyId, { membershipId: id, version, reason: '误' }, at)
  const office = { bodyId, unitId, personId, office: 'member' as const, fromOn: '2026-09-16', untilOn: null }
  await addMembership(test.db, room.secretary, room.countyId, office, later(1))
  expect(await seatOf(chair.socket, member.seat.seatId)).toMatchObject({ role: 'speaker', termEnd: null })
})

it('does not let in afterwards who had not come', async () => {
  await untilOn(room.member, '2026-09-16')
  const enter = (when: Date) =>
    requestEntry(test.db, room.member, { entrance: 'member', meetingId: room.meetingId }, when)
  await expect(enter(midnight)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(enter(at)).resolves.toMatchObject({ admission: 'admitted' })
})
