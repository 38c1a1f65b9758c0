// How soon everybody in a room sees what the chair did: real sockets, real Postgres, no media; the signals in a process of
// their own. "Told" is when a page hears that something changed, "seen" when it has read the room with it, as room-link does.
import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clock } from '@/server/clock'
import { admit } from '@/server/rooms/admit'
import { until } from '@/tests/support/app'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import {
  asGuest,
  connected,
  dialRoom,
  ourOrigin,
  readRoomBy,
  roomsAt,
  send,
  signIn,
} from '@/tests/support/room-sockets'
import { figure, form, pause, random } from './form'
import { bundleForThisFile, Node } from './node'

bundleForThisFile('signals-process')
let test: Awaited<ReturnType<typeof createTestDatabase>>
let node: Node
beforeAll(async () => {
  test = await createTestDatabase()
  node = await Node.start({ databaseUrl: test.url, origins: [ourOrigin] })
}, 60_000)
afterAll(async () => {
  await node.stop()
  await test.drop()
})

/** One page: what it was told and has read, newest sequence and when. */
class Page {
  told = { seq: 0, at: 0 }
  seen = { seq: 0, at: 0 }
  /** Readings that were given up after five seconds, and asked for again. */
  givenUp = 0
  #isReading = false

  constructor(readonly socket: Socket) {
    socket.on('room:changed', ({ seq }: { seq: number }) => {
      this.told = { seq: Math.max(seq, this.told.seq), at: performance.now() }
      void this.#read()
    })
  }

  async #read() {
    if (this.#isReading) return
    this.#isReading = true
    while (this.socket.connected && this.seen.seq < this.told.seq) {
      const snapshot = await readRoomBy(this.socket).catch(() => null)
      if (snapshot) this.seen = { seq: snapshot.seq, at: performance.now() }
      else this.givenUp++
    }
    this.#isReading = false
  }
}

async function openRoom(seats: number) {
  const room = await makeTestRoom(test.db)
  const chair = await room.enter(room.convenor)
  const guests: Awaited<ReturnType<typeof room.knock>>[] = []
  for (let i = 1; i < seats; i++) guests.push(await room.knock(`家长${i}`))
  const seatIds = guests.map(({ seat }) => seat.seatId)
  await admit(test.db, chair, { meetingId: room.meetingId, seatIds }, clock.now())
  const { headers } = await signIn(test, room.convenor)
  const pages: Page[] = []
  for (const cookies of [headers, ...guests.map(({ secret }) => asGuest(secret))])
    pages.push(new Page(await connected(dialRoom(roomsAt(node.port), room.meetingId, cookies))))
  return { pages, seatIds, chair: pages[0]!.socket }
}

type Live = Awaited<ReturnType<typeof openRoom>>

/** The chair gives the floor; milliseconds until each page was told and had read it. */
async function giveFloor({ pages, seatIds, chair }: Live, pick: () => number) {
  const at = performance.now()
  const answer = await send(chair, 'floor:give', { seatId: seatIds[Math.floor(pick() * seatIds.length)] })
  expect(answer.ok).toBe(true)
  await until('everybody to see it', () => Promise.resolve(pages.every(({ seen }) => seen.seq >= answer.seq!)), 30_000)
  return { told: pages.map(({ told }) => told.at - at), seen: pages.map(({ seen }) => seen.at - at) }
}

const quantile = (all: number[], q: number) => Math.round(all.sort((a, b) => a - b)[Math.floor((all.length - 1) * q)]!)

async function measure(name: string, rooms: number, seats: number, everyMs: number) {
  const pick = random(form.seed)
  const live: Live[] = []
  for (let i = 0; i < rooms; i++) live.push(await openRoom(seats))
  const all = { told: [] as number[], seen: [] as number[] }
  for (let round = 0; round < form.roomCommands; round++)
    await Promise.all(
      live.map(async (room, i) => {
        await pause((everyMs / rooms) * i)
        const times = await giveFloor(room, pick)
        all.told.push(...times.told)
        all.seen.push(...times.seen)
      }),
    )
  const { residentBytes } = await node.stats()
  const pages = live.flatMap((room) => room.pages)
  const givenUp = pages.reduce((sum, page) => sum + page.givenUp, 0)
  for (const { socket } of pages) socket.disconnect()
  expect(all.seen).toHaveLength(rooms * seats * form.roomCommands)
  const ms = (times: number[]) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: quantile(times, 1) })
  const megabytes = Math.round(residentBytes / 1e6)
  figure(name, {
    rooms,
    seats,
    commands: rooms * form.roomCommands,
    told: ms(all.told),
    seen: ms(all.seen),
    givenUp,
    megabytes,
  })
}

it('one large room', () => measure('one large room', 1, form.roomSeats, 0), 600_000)

it(
  'many ordinary rooms, a hundred of them with a command each in thirty seconds',
  () => measure('many rooms', form.rooms, form.seatsEach, form.rooms * 300),
  900_000,
)
