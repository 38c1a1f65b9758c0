// What pages have after changes that were sent to them: the same as a reading would give each seat, whatever happens in which
// order, on two nodes; and nothing at all for whoever lost the right to it.
import { eq } from 'drizzle-orm'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { RoomLink } from '@/components/rooms/room-link'
import { connect, type Connection } from '@/db/client'
import { agendaItems } from '@/db/schema/meetings'
import { restrictedReaders } from '@/db/schema/minutes'
import { people, sessions } from '@/db/schema/people'
import { seatDevices } from '@/db/schema/rooms'
import type { SeatActor } from '@/server/access'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { AgendaItemId, MessageId, QuestionId, VoteId, type SeatId } from '@/server/ids'
import { createRestrictedDocument } from '@/server/minutes/create-document'
import type { RoomChanged, RoomSnapshot } from '@/server/rooms/contract'
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { makeSeatToken } from '@/server/rooms/make-seat-token'
import { patchRoom } from '@/server/rooms/patch/model'
import { readRoom, readRoomFor } from '@/server/rooms/read-room'
import { asLinkHolder, readSeatsOfMeeting } from '@/server/rooms/read-seat'
import { requestEntry } from '@/server/rooms/request-entry'
import { random } from '@/tests/fault/form'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { asGuest, dialRoom, seated, startSignals, type Headers, type SignalsNode } from '@/tests/support/room-sockets'
import { runCommand } from './room-commands'
import { RoomNews } from './room-news'

type Name = Parameters<typeof runCommand>[2]

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let lines: Connection[]
let nodes: SignalsNode[]
let pages: Page[]

beforeAll(async () => {
  test = await createTestDatabase()
  lines = ['one', 'two'].map((name) => connect(test.url, { max: 6, name }))
  nodes = await Promise.all(lines.map((line) => startSignals(line, { antiEntropyMs: 300 })))
})
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  await Promise.all(lines.map((line) => line.end()))
  await test.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  pages = []
})
afterEach(() => pages.forEach(({ link }) => link.stop()))

type Page = {
  name: string
  headers: Headers
  socket: Socket
  link: RoomLink
  /** Everything this socket was sent of changes, and how often it read. */
  heard: RoomChanged[]
  reads: number
}

/** As the page does it: the room by HTTP first, then the line. */
async function open(name: string, headers: Headers, node = pages.length % 2): Promise<Page> {
  const socket = dialRoom(nodes[node]!.url, room.meetingId, headers, { autoConnect: false })
  const heard: RoomChanged[] = []
  socket.on('room:changed', (message: RoomChanged) => heard.push(message))
  const page = { name, headers, socket, heard, reads: 0 } as unknown as Page
  socket.onAnyOutgoing((command: string) => command === 'room:read' && page.reads++)
  page.link = new RoomLink({ initial: await readNow(headers), socket: socket as never })
  pages.push(page)
  page.link.start()
  await expect.poll(() => page.reads).toBeGreaterThan(0)
  return page
}

async function actorOf(headers: Headers): Promise<SeatActor | null> {
  return (await readCredentials(test.db, headers, room.meetingId, false, clock.now())).seat
}
const readNow = async (headers: Headers) => readRoom(test.db, (await actorOf(headers))!, clock.now())
const timeless = ({ serverTime: _, ...rest }: RoomSnapshot) => rest

/** Every page has what a reading would give it now. */
async function expectAllAlike(of = pages) {
  for (const { name, headers, link } of of) {
    await expect
      .poll(async () => link.getState().snapshot.seq - (await readNow(headers)).seq, { timeout: 10_000, message: name })
      .toBe(0)
    expect(timeless(link.getState().snapshot), name).toEqual(timeless(await readNow(headers)))
  }
}

async function restrict(item: AgendaItemId) {
  const readers = [room.convenor.personId, room.member.personId]
  const made = { id: item, mask: '限名单事项', title: '个案金丝雀', readers }
  await test.db.transaction((tx) => createRestrictedDocument(tx, room.secretary, room.countyId, made, at))
  await test.db.update(agendaItems).set({ isRestricted: true }).where(eq(agendaItems.id, item))
}

const itemsOf = async () => (await readNow(pages[0]!.headers)).agenda.map(({ id }) => id)
const chairActor = async () => (await actorOf(pages[0]!.headers))!
const byChair = async (name: Name, payload: unknown = {}) =>
  runCommand(test.db, await chairActor(), name, payload, clock.now())

async function guest(name: string) {
  const { seat, secret } = await room.knock(name)
  await byChair('lobby:admit', { seatIds: [seat.seatId] })
  return { seatId: seat.seatId, headers: asGuest(secret) }
}

async function everybody() {
  for (const [name, who] of Object.entries({
    chair: room.convenor,
    secretary: room.secretary,
    member: room.member,
    observer: room.observer,
  }))
    await open(name, (await seated(test, room, who)).headers)
  for (const name of ['陈家长', '林家长']) await open(name, (await guest(name)).headers)
  // The member's own seat, by a link: on no list, and without the member's vote.
  const member = (await actorOf(pages[2]!.headers))!
  const { secret } = await makeSeatLink(
    test.db,
    await chairActor(),
    { meetingId: room.meetingId, seat: member.seatId },
    at,
  )
  const entry = await requestEntry(test.db, { kind: 'anonymous' }, { entrance: 'link', secret, deviceSecret: null }, at)
  await open('by link', asGuest(entry.deviceSecret!))
  const seat = { name: '程序', unitId: room.unit.school, role: 'speaker', mayWrite: false } as const
  const token = await makeSeatToken(
    test.db,
    room.secretary,
    { meetingId: room.meetingId, ...seat, ttlMs: 9e6 },
    clock.now(),
  )
  await open('program', { authorization: `Bearer ${token.token}` })
}

it('is what a reading would give each seat, after any commands in any order', async () => {
  await everybody()
  const [first, second] = (await itemsOf()).map((id) => AgendaItemId.parse(id))
  await restrict(second!)
  const pick = random(Number(process.env.FAULT_SEED ?? 20261129))
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(pick() * all.length)]!
  const uuid = () => crypto.randomUUID()
  const seatIds = async () => (await readNow(pages[0]!.headers)).seats.map(({ id }) => id)
  const votes = async () => (await readNow(pages[0]!.headers)).votes
  const ballot = async () => {
    const { headers } = oneOf(pages)
    const vote = (await readNow(headers)).votes.find(({ mine }) => mine.length > 0)
    if (!vote) return
    const input = { voteId: vote.id, placeId: vote.mine[0]!.placeId, choice: Math.floor(pick() * 3) }
    await runCommand(test.db, (await actorOf(headers))!, 'vote:cast', input, clock.now())
  }
  const say = async (name: Name, payload: unknown) =>
    runCommand(test.db, (await actorOf(oneOf(pages).headers))!, name, payload, clock.now())
  const question = { question: '同意吗？', kind: 'open', per: 'person', withGuests: true }
  const commands: (() => Promise<unknown>)[] = [
    () => say('chat:send', { id: MessageId.parse(uuid()), text: '全场' }),
    () => say('chat:send', { id: MessageId.parse(uuid()), text: '给主持人', scope: 'chairs' }),
    () => byChair('chat:send', { id: MessageId.parse(uuid()), text: '给门外', scope: 'waiting' }),
    () => say('hand:raise', { kind: oneOf(['turn', 'order']) }),
    () => say('hand:lower', {}),
    () => say('question:ask', { id: QuestionId.parse(uuid()), text: '问', isUnnamed: false }),
    async () => byChair('floor:give', { seatId: oneOf(await seatIds()) }),
    () => byChair('floor:take-back'),
    () => byChair('agenda:go', { agendaItemId: oneOf([first, second]) }),
    () => byChair('meeting:lock', { isLocked: pick() < 0.5 }),
    () => byChair('meeting:set-speaking', { seconds: { family: 60 + Math.floor(pick() * 60) } }),
    async () => byChair('seat:grant-writing', { seatId: oneOf(await seatIds()), mayWrite: pick() < 0.5 }),
    async () => byChair('seat:co-chair', { seatId: oneOf(await seatIds()), isCoChair: pick() < 0.5 }),
    () => room.knock(`门外${Math.floor(pick() * 1e6)}`),
    async () => guest(`家长${Math.floor(pick() * 1e6)}`),
    () => byChair('vote:create', { ...question, id: VoteId.parse(uuid()), agendaItemId: oneOf([first, second]) }),
    async () => byChair('vote:open', { voteId: oneOf(await votes()).id }),
    ballot,
    ballot,
    async () => byChair('vote:close', { voteId: oneOf((await votes()).filter(({ state }) => state === 'open')).id }),
  ]
  let done = 0
  for (let round = 0; round < 25; round++) {
    const some = Array.from({ length: 1 + Math.floor(pick() * 5) }, () => oneOf(commands))
    // Some at once, most refused by nobody: what is refused changes nothing.
    for (const outcome of await Promise.allSettled(some.map((command) => command())))
      if (outcome.status === 'fulfilled') done++
    await expectAllAlike()
  }
  expect(done).toBeGreaterThan(30)
  // Changes were applied as they came: otherwise nothing of this was tried.
  const patched = pages.flatMap(({ heard }) => heard.filter(({ patch }) => patch)).length
  const reads = pages.reduce((sum, page) => sum + page.reads, 0)
  expect(patched).toBeGreaterThan(pages.length * 15)
  expect(reads).toBeLessThan(pages.length * 4)
  // And what is for a list alone was sent to nobody else.
  for (const { name, heard, link } of pages) {
    const isOnList = ['chair', 'member'].includes(name)
    const all = JSON.stringify([heard, link.getState().snapshot])
    expect(all.includes('个案金丝雀'), name).toBe(isOnList)
    if (!['chair', 'secretary'].includes(name) && !heard.some(({ patch }) => patch?.me?.mayRun)) {
      expect(all.includes('给门外'), name).toBe(false)
      expect(all.includes(room.joinCode!), name).toBe(false)
    }
  }
}, 120_000)

it('is one message for those alone whose own difference it is, whatever their rights in that instant', async () => {
  await everybody()
  await Promise.all(Array.from({ length: 6 }, (_, n) => guest(`同样${n}`)))
  const [first, second] = (await itemsOf()).map((id) => AgendaItemId.parse(id))
  await restrict(second!)
  const seats = await readSeatsOfMeeting(test.db, room.countyId, room.meetingId)
  // Twice each: in person, and as somebody who came by a link to that seat, who is on no list.
  const sockets = [...seats.values()].flatMap((seat) =>
    [seat, asLinkHolder(seat)].map((each, n) => ({
      id: `${seat.seatId} ${n}`,
      seat: each,
      data: { sent: null as RoomSnapshot | null },
    })),
  )
  const said: { ids: readonly string[]; message: RoomChanged }[] = []
  const news = new RoomNews<(typeof sockets)[number]>({
    say: (ids, message) => void said.push({ ids, message }),
    socketsOf: () => sockets,
    onRefused: (socket) => {
      throw new Error(`refused: ${socket.seat.name}`)
    },
    read: (some) => readRoomFor(test.db, some, at),
  })
  await Promise.all(sockets.map((socket) => news.read(room.meetingId, socket)))
  const [chair, , member, , parent] = pages.map(({ link }) => link.getState().snapshot.me.seatId)
  let alike = 0
  for (const [name, payload] of [
    ['agenda:go', { agendaItemId: second }],
    ['chat:send', { id: MessageId.parse(crypto.randomUUID()), text: '名单内' }],
    ['agenda:go', { agendaItemId: first }],
    ['floor:give', { seatId: parent }],
    ['seat:grant-writing', { seatId: parent, mayWrite: true }],
    ['seat:co-chair', { seatId: member, isCoChair: true }],
    ['chat:send', { id: MessageId.parse(crypto.randomUUID()), text: '给主持人', scope: 'chairs' }],
    ['floor:give', { seatId: chair }],
  ] as const) {
    const before = new Map(sockets.map(({ id, data }) => [id, data.sent!]))
    said.length = 0
    const { seq } = (await byChair(name, payload)) as { seq: number }
    news.tell(room.meetingId, seq, 'meeting')
    await expect.poll(() => said.flatMap(({ ids }) => ids).length).toBe(sockets.length)
    expect(new Set(said.flatMap(({ ids }) => ids)).size).toBe(sockets.length)
    const { views } = await readRoomFor(test.db, sockets, at)
    for (const { ids, message } of said) {
      if (ids.length > 1) alike += ids.length
      for (const id of ids) {
        const told = patchRoom(before.get(id)!, message.seq, message.patch!)
        expect(told, `${name}: ${id}`).toEqual(views.get(sockets.find((socket) => socket.id === id)!))
      }
    }
  }
  // Most were told together: otherwise nothing of this was tried.
  expect(alike).toBeGreaterThan(sockets.length * 4)
})

it('is right for whoever joins in the middle of a burst', async () => {
  await everybody()
  const waiting = await Promise.all(Array.from({ length: 6 }, (_, n) => guest(`后来${n}`)))
  const talking = (async () => {
    for (let n = 0; n < 40; n++)
      await byChair('chat:send', { id: MessageId.parse(crypto.randomUUID()), text: `第${n}句` })
  })()
  for (const { headers } of waiting) await open('后来', headers)
  await talking
  await expectAllAlike()
})

it('reads again where a change was missed', async () => {
  await everybody()
  const [, , , , page] = pages
  await expectAllAlike()
  const reads = page!.reads
  // One message to this page is lost on its way.
  const listeners = page!.socket.listeners('room:changed')
  page!.socket.off('room:changed')
  await byChair('hand:raise')
  await expectAllAlike(pages.filter((each) => each !== page))
  for (const listener of listeners) page!.socket.on('room:changed', listener as never)
  await byChair('hand:lower')
  await expectAllAlike()
  expect(page!.reads).toBe(reads + 1)
})

it.each(['device', 'session', 'account', 'list'] as const)(
  'tells nothing more to whom a row took it from, though no notice said so: %s',
  async (what) => {
    await everybody()
    const isGuest = what === 'device'
    const page = pages[isGuest ? 4 : 2]!
    await expectAllAlike()
    const [, second] = (await itemsOf()).map((id) => AgendaItemId.parse(id))
    if (what === 'list') {
      await restrict(second!)
      await byChair('agenda:go', { agendaItemId: second })
      await expectAllAlike()
    }
    const { personId } = room.member
    const seatId: SeatId = page.link.getState().snapshot.me.seatId
    // Straight into the table: the bus, which tells of such things, is silent.
    if (what === 'device')
      await test.db.update(seatDevices).set({ endedAt: clock.now() }).where(eq(seatDevices.seatId, seatId))
    if (what === 'session')
      await test.db.update(sessions).set({ endedAt: clock.now() }).where(eq(sessions.personId, personId))
    if (what === 'account') await test.db.update(people).set({ disabledAt: clock.now() }).where(eq(people.id, personId))
    if (what === 'list') await test.db.delete(restrictedReaders).where(eq(restrictedReaders.personId, personId))
    const id = MessageId.parse(crypto.randomUUID())
    await byChair('chat:send', { id, text: '之后的话' })
    const others = pages.filter((each) => each !== page && (isGuest || each.name !== 'by link'))
    await expectAllAlike(others)
    if (what !== 'list') await expect.poll(() => page.socket.connected).toBe(false)
    else await expect.poll(() => page.link.getState().snapshot.me.isSetAside).toBe(true)
    expect(JSON.stringify([page.heard, page.link.getState().snapshot])).not.toContain('之后的话')
    if (what === 'list') expect(page.link.getState().snapshot.seats.map((seat) => seat.id)).toEqual([seatId])
  },
)
