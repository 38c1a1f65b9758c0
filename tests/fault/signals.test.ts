// How soon everybody in a room sees what the chair did: real sockets, real Postgres, the pages' own room-link, no media; the
// signals in a process of their own, all pages in this one.
import { loadavg } from 'node:os'
import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RoomLink, type SignalSocket } from '@/components/rooms/room-link'
import { clock } from '@/server/clock'
import { admit } from '@/server/rooms/admit'
import type { RoomSnapshot } from '@/server/rooms/contract'
import { readRoom } from '@/server/rooms/read-room'
import { until } from '@/tests/support/app'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { asGuest, dialRoom, ourOrigin, roomsAt, signIn } from '@/tests/support/room-sockets'
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

/** One page: its line to the room as in the browser, and when it had which sequence. */
class Page {
  seen = { seq: 0, at: 0 }
  readonly link: RoomLink
  /** Readings of the whole room. */
  reads = 0

  constructor(
    readonly socket: Socket,
    initial: RoomSnapshot,
  ) {
    const counted: SignalSocket = {
      get connected() {
        return socket.connected
      },
      get active() {
        return socket.active
      },
      on: (event, listener) => socket.on(event, listener as () => void),
      connect: () => socket.connect(),
      disconnect: () => socket.disconnect(),
      timeout: (ms) => ({
        emitWithAck: (event, payload) => {
          if (event === 'room:read') this.reads++
          return socket.timeout(ms).emitWithAck(event, payload) as Promise<unknown>
        },
      }),
    }
    this.link = new RoomLink({ initial, socket: counted })
    this.link.subscribe(() => {
      const { seq } = this.link.getState().snapshot
      if (seq > this.seen.seq) this.seen = { seq, at: performance.now() }
    })
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
  const initial = await readRoom(test.db, chair, clock.now())
  const cookies = [headers, ...guests.map(({ secret }) => asGuest(secret))]
  const pages = cookies.map((cookie) => {
    const socket = dialRoom(roomsAt(node.port), room.meetingId, cookie, { autoConnect: false })
    return new Page(socket, { ...initial, seq: 0 })
  })
  // Thirty at a time, as people come.
  for (let n = 0; n < pages.length; n += 30) {
    const some = pages.slice(n, n + 30)
    for (const { link } of some) link.start()
    await until('pages to have the room', () => Promise.resolve(some.every(({ seen }) => seen.seq > 0)))
  }
  return { pages, seatIds, chair: pages[0]!.link, last: 0 }
}

type Live = Awaited<ReturnType<typeof openRoom>>

/** The chair gives the floor to somebody else; milliseconds until each page shows it. */
async function giveFloor(room: Live, pick: () => number) {
  const { pages, seatIds, chair } = room
  room.last = (room.last + 1 + Math.floor(pick() * (seatIds.length - 1))) % seatIds.length
  const seatId = seatIds[room.last]!
  const at = performance.now()
  const answer = await chair.send('floor:give', { seatId })
  if (!answer.ok) throw new Error(`refused: ${answer.code}`)
  const acked = performance.now() - at
  await until('everybody to see it', () => Promise.resolve(pages.every(({ seen }) => seen.seq >= answer.seq)), 30_000)
  expect(new Set(pages.map(({ link }) => link.getState().snapshot.meeting.floor?.seatId))).toEqual(new Set([seatId]))
  return { acked, seen: pages.map(({ seen }) => seen.at - at) }
}

const quantile = (all: number[], q: number) => Math.round(all.sort((a, b) => a - b)[Math.floor((all.length - 1) * q)]!)

/** @param everyMs between two rounds, in which each room has one command, spread over it */
async function measure(name: string, rooms: number, seats: number, everyMs: number) {
  const pick = random(form.seed)
  const live: Live[] = []
  for (let i = 0; i < rooms; i++) live.push(await openRoom(seats))
  const pages = live.flatMap((room) => room.pages)
  for (const page of pages) page.reads = 0
  const { cpuMs: before } = await node.stats()
  const [began, own] = [performance.now(), process.cpuUsage()]
  const all = { acked: [] as number[], seen: [] as number[], everybody: [] as number[] }
  for (let round = 0; round < form.roomCommands; round++)
    await Promise.all(
      live.map(async (room, i) => {
        await pause(rooms === 1 ? everyMs : (everyMs / rooms) * i)
        const { acked, seen } = await giveFloor(room, pick)
        all.acked.push(acked)
        all.seen.push(...seen)
        all.everybody.push(Math.max(...seen))
      }),
    )
  const seconds = Math.round((performance.now() - began) / 1000)
  const { residentBytes, cpuMs } = await node.stats()
  const { user, system } = process.cpuUsage(own)
  for (const { link } of pages) link.stop()
  expect(all.seen).toHaveLength(rooms * seats * form.roomCommands)
  const ms = (times: number[]) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: quantile(times, 1) })
  figure(name, {
    rooms,
    seats,
    commands: rooms * form.roomCommands,
    seconds,
    acked: ms(all.acked),
    /** Of each page, and of the last page of each command. */
    seen: ms(all.seen),
    everybody: ms(all.everybody),
    reads: pages.reduce((sum, page) => sum + page.reads, 0),
    megabytes: Math.round(residentBytes / 1e6),
    /** Of the server's process, and of the one with all the pages. */
    cpuMs: Math.round(cpuMs - before),
    pagesCpuMs: Math.round((user + system) / 1_000),
    load: loadavg().map((each) => Math.round(each * 10) / 10),
  })
}

it('one large room', () => measure('one large room', 1, form.roomSeats, 300), 600_000)

it(
  'many ordinary rooms, a hundred of them with a command each in thirty seconds',
  () => measure('many rooms', form.rooms, form.seatsEach, form.rooms * 300),
  // In the long form ten minutes of commands, after three thousand people have come in.
  1_800_000,
)
