// access.md at the sockets: every command of the room by every kind of seat, and every kind of text by every kind of asker,
// through real sockets. A command that is not named here does not compile; one that answers otherwise than the table fails.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { floorTurns } from '@/db/schema/floor'
import { memberships } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { votePlaces } from '@/db/schema/votes'
import type { Office, PersonActor, SeatActor, SeatRole } from '@/server/access'
import { AgendaItemId, MembershipId, QuestionId, TurnId, VoteId, type DocumentId } from '@/server/ids'
import { createRestrictedDocument } from '@/server/minutes/create-document'
import { askInWriting } from '@/server/rooms/ask-in-writing'
import { roomCommands, type RoomCommand } from '@/server/rooms/contract'
import { actorNames, answerFor } from '@/tests/support/access-table'
import { newFreeDocument, RawClient, startCollab, tokenFor, type CollabServer } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { cancelVote } from '@/server/votes/close-vote'
import { createVote } from '@/server/votes/create-vote'
import { openVote } from '@/server/votes/open-vote'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import {
  connected,
  dialRoom,
  outcome,
  send,
  signIn,
  startSignals,
  type SignalsNode,
} from '@/tests/support/room-sockets'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let node: SignalsNode
let collab: CollabServer

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startSignals(database)
  collab = await startCollab(database.url)
})
afterAll(async () => {
  await node.stop()
  await collab.stop()
  await database.drop()
})

type Seated = { role: SeatRole; mayWrite?: boolean; hasFloor?: boolean }
const places: Record<string, Seated> = {
  chair: { role: 'chair' },
  scribe: { role: 'secretary' },
  speaker: { role: 'speaker' },
  listener: { role: 'listener' },
  watcher: { role: 'observer' },
  'with floor': { role: 'listener', hasFloor: true },
  'may write': { role: 'listener', mayWrite: true },
}
const offices: Record<string, Office> = {
  convenor: 'convenor',
  deputy: 'deputy-convenor',
  member: 'member',
  liaison: 'liaison',
  secretary: 'secretary',
  observer: 'observer',
}
const administrators = ['system', 'security', 'audit'] as const

/** A person whose only standing is this seat: no office that would open doors by itself. */
async function sit(room: TestRoom, { role, mayWrite = false, hasFloor = false }: Seated) {
  const who = await room.person('某人', 'observer', room.unit.school)
  const seat = await room.enter(who)
  await database.db.update(seats).set({ role, mayWrite, admission: 'admitted' }).where(eq(seats.id, seat.seatId))
  if (hasFloor) {
    const floor = { floorSeatId: seat.seatId, floorSince: at }
    await database.db.update(meetings).set(floor).where(eq(meetings.id, room.meetingId))
  }
  return { who, seat: await room.seat(seat.seatId) }
}

type Target = {
  seat: SeatActor
  waiting: SeatActor
  officer: SeatActor
  agendaItemId: string
  questionId: string
  votes: { draft: string; open: string; placeId: string }
}
/** Another seat of the room, one that waits, an agenda item, votes: what a command may be about. */
async function targetOf(room: TestRoom): Promise<Target> {
  const { seat } = await sit(room, { role: 'speaker' })
  await database.db.update(seats).set({ termEnd: 'undecided' }).where(eq(seats.id, seat.seatId))
  const { seat: waiting } = await room.knock('门外的家长')
  const [item] = await database.sql<{ id: string }[]>`
    select id from agenda_items where meeting_id = ${room.meetingId} order by position limit 1`
  // Somebody speaks, so that a turn can be made longer.
  const turn = { countyId: room.countyId, meetingId: room.meetingId, seatId: seat.seatId, kind: 'turn' } as const
  await database.db
    .insert(floorTurns)
    .values({ ...turn, id: TurnId.parse(crypto.randomUUID()), startedAt: at })
    .onConflictDoNothing()
  const officer = await room.enter(room.member)
  const questionId = QuestionId.parse(crypto.randomUUID())
  await askInWriting(
    database.db,
    officer,
    { meetingId: room.meetingId, id: questionId, text: '问', isUnnamed: false },
    at,
  )
  const votes = await votesOf(room, AgendaItemId.parse(item!.id))
  return { seat, waiting, officer, agendaItemId: item!.id, questionId, votes }
}

/** One that is prepared, one that is open, and the school's place in it. */
async function votesOf(room: TestRoom, agendaItemId: AgendaItemId) {
  const { db } = database
  const [draft, open] = [VoteId.parse(crypto.randomUUID()), VoteId.parse(crypto.randomUUID())]
  const rules = { per: 'unit', base: 'present', threshold: 'simple', eachKind: false, choices: [] } as const
  for (const id of [draft, open]) {
    const vote = { id, agendaItemId, question: '同意吗', kind: 'open', mayChange: true, withGuests: false } as const
    await createVote(db, room.secretary, { meetingId: room.meetingId, ...vote, ...rules, choices: [] }, at)
  }
  await openVote(db, room.secretary, { meetingId: room.meetingId, voteId: open }, at)
  const places = await db.select().from(votePlaces).where(eq(votePlaces.voteId, open))
  return { draft, open, placeId: places.find(({ unitId }) => unitId === room.unit.school)!.id }
}

/** A vote is a unit's: who gives it holds an office there. */
async function giveOffice(room: TestRoom, { personId, countyId }: PersonActor) {
  const place = {
    bodyId: room.bodyId,
    unitId: room.unit.school,
    personId,
    office: 'member',
    fromOn: '2026-01-01',
  } as const
  const id = MembershipId.parse(crypto.randomUUID())
  await database.db.insert(memberships).values({ countyId, id, ...place })
}

/** The row of access.md that each command follows. Whoever has the floor may give it back, as who asks for it. */
type Asked = {
  row: string
  say?: (target: Target) => object
  also?: readonly string[]
  not?: readonly string[]
  isAlone?: boolean
}
const commands: Record<RoomCommand, Asked> = {
  'room:read': { row: 'room.enter' },
  'media:token': { row: 'room.enter' },
  'media:test-line': { row: 'room.enter' },
  'chat:send': { row: 'room.chat', say: () => ({ id: crypto.randomUUID(), text: '同意' }) },
  'reaction:show': { row: 'room.chat', say: () => ({ kind: 'applause' }) },
  'hand:raise': { row: 'room.ask-floor' },
  'hand:lower': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId }) },
  'floor:give': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId }) },
  'floor:extend': { row: 'room.run', say: () => ({ seconds: 60 }) },
  'question:ask': { row: 'room.ask-floor', say: () => ({ id: crypto.randomUUID(), text: '几点放学？' }) },
  'question:answered': { row: 'room.run', say: ({ questionId }) => ({ id: questionId }) },
  'seat:mute-all': { row: 'room.run' },
  // Only a chair makes a co-chair: of the two who run the room the secretary does not.
  'seat:co-chair': {
    row: 'room.run',
    say: ({ officer }) => ({ seatId: officer.seatId, isCoChair: true }),
    not: ['scribe'],
  },
  'seat:share-device': { row: 'room.enter', say: ({ seat }) => ({ withSeatId: seat.seatId }) },
  'share:stop': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId }) },
  'meeting:set-speaking': { row: 'room.run', say: () => ({ seconds: { family: 300 } }) },
  'meeting:set-reactions': { row: 'room.run', say: () => ({ isOn: false }) },
  'floor:take-back': { row: 'room.run', also: ['with floor'] },
  'lobby:admit': { row: 'room.run', say: ({ waiting }) => ({ seatIds: [waiting.seatId] }) },
  'lobby:refuse': { row: 'room.run', say: ({ waiting }) => ({ seatId: waiting.seatId }) },
  'seat:grant-writing': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId, mayWrite: true }) },
  'seat:mute': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId }) },
  'seat:remove': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId }) },
  'seat:settle-term': { row: 'room.run', say: ({ seat }) => ({ seatId: seat.seatId, as: 'speaker' }) },
  'agenda:go': { row: 'room.run', say: ({ agendaItemId }) => ({ agendaItemId }) },
  'meeting:lock': { row: 'room.run', say: () => ({ isLocked: true }) },
  'minutes:fill-record': { row: 'room.run' },
  'meeting:end': { row: 'room.run', isAlone: true },
  'vote:create': {
    row: 'vote.run',
    say: ({ agendaItemId }) => ({ id: crypto.randomUUID(), agendaItemId, question: '同意吗', kind: 'secret' }),
  },
  'vote:open': { row: 'vote.run', say: ({ votes }) => ({ voteId: votes.draft }) },
  'vote:cast': { row: 'vote.cast', say: ({ votes }) => ({ voteId: votes.open, placeId: votes.placeId, choice: 0 }) },
  'vote:record-hands': {
    row: 'vote.run',
    say: ({ votes }) => ({ voteId: votes.open, hands: [{ placeId: votes.placeId, choice: 0 }] }),
  },
  'vote:close': { row: 'vote.run', say: ({ votes }) => ({ voteId: votes.open }) },
  'vote:cancel': { row: 'vote.run', say: ({ votes }) => ({ voteId: votes.draft }) },
}

test.each(Object.keys(roomCommands) as RoomCommand[])('%s', { timeout: 30_000 }, async (command) => {
  const { row, say = () => ({}), also = [], not = [], isAlone = false } = commands[command]
  let room = await makeTestRoom(database.db)
  const elsewhere = await targetOf(await makeTestRoom(database.db))
  for (const [name, place] of Object.entries(places)) {
    const isMeant = (answerFor(row, name) !== '' || also.includes(name)) && !not.includes(name)
    const target = await targetOf(room)
    // A sitting does not end over an open vote.
    if (isAlone)
      await cancelVote(
        database.db,
        room.secretary,
        { meetingId: room.meetingId, voteId: VoteId.parse(target.votes.open) },
        at,
      )
    const { who, seat } = await sit(room, place)
    if (command === 'vote:cast') await giveOffice(room, who)
    const { headers } = await signIn(database, who)
    const socket = await connected(dialRoom(node.url, room.meetingId, headers))
    // Ids of another county first: they must do nothing, whoever sends them.
    const payload = say(target)
    if (Object.keys(payload).some((key) => /^(seatIds?|withSeatId|agendaItemId|voteId)$/.test(key))) {
      const { ok, code } = await send(socket, command, say(elsewhere))
      // Of a list of seats those that are not there are passed over; then nobody is left to be let in.
      const nothing = command === 'lobby:admit' ? 'conflict' : 'not_found'
      expect([ok, code], `${name}, ids from elsewhere`).toEqual([false, isMeant ? nothing : 'not_allowed'])
    }
    const { ok, code } = await send(socket, command, payload)
    expect([ok, code], name).toEqual(isMeant ? [true, undefined] : [false, 'not_allowed'])
    socket.disconnect()
    // What it did must not stand in the way of the next.
    if (isMeant) room = await makeTestRoom(database.db)
    else if (place.hasFloor)
      await database.db.update(meetings).set({ floorSeatId: null }).where(eq(meetings.id, seat.meetingId))
  }
})

test('a room is entered by its own seats alone, and only while they are in', async () => {
  const [room, other] = [await makeTestRoom(database.db), await makeTestRoom(database.db)]
  const { who, seat } = await sit(room, { role: 'chair' })
  const { headers } = await signIn(database, who)
  expect(await outcome(dialRoom(node.url, other.meetingId, headers))).toBe('not_allowed')
  expect(await outcome(dialRoom(node.url, room.meetingId, {}))).toBe('not_signed_in')
  for (const name of actorNames.filter((each) => !(each in places))) {
    const person = await personNamed(room, name)
    const { headers: theirs } = await signIn(database, person)
    expect(await outcome(dialRoom(node.url, room.meetingId, theirs)), `${name}, without a seat`).toBe('not_allowed')
  }
  for (const [change, code] of [
    [{ admission: 'waiting' }, 'seat_waiting'],
    [{ admission: 'refused' }, 'seat_refused'],
    [{ admission: 'admitted', bannedAt: at }, 'seat_banned'],
  ] as const) {
    await database.db.update(seats).set(change).where(eq(seats.id, seat.seatId))
    expect(await outcome(dialRoom(node.url, room.meetingId, headers))).toBe(code)
  }
})

async function personNamed(room: TestRoom, name: string): Promise<PersonActor> {
  const who = await room.person(name, offices[name] ?? null, room.unit.school)
  if (!(administrators as readonly string[]).includes(name)) return who
  const adminRoles = [name as (typeof administrators)[number]]
  await database.db.update(people).set({ adminRoles }).where(eq(people.id, who.personId))
  return { ...who, adminRoles }
}

/** 'write', 'read', or why not: what the text says to who comes with this. */
async function opened(documentId: DocumentId, by: { token?: string; cookie?: string } = {}): Promise<string> {
  const { token = null, ...rest } = by
  const client = new RawClient(collab.url, documentId, token, { ext: true, ...rest })
  const isHello = () => client.messages().some(({ type }) => type === 'hello')
  await client.until(() => client.closed !== null || isHello(), 'a word')
  const hello = isHello() ? Buffer.from(client.frames[0]!).toString() : ''
  const told = /"role":"(write|read)"/.exec(hello)?.[1] ?? String(client.closed?.code)
  client.close()
  return told
}

const texts = [
  '',
  'frozen',
  'restricted, not on the list',
  'restricted, on the list',
  'restricted, by a program',
  'of no meeting',
] as const

test.each(texts)('the text on its socket: %s', { timeout: 60_000 }, async (variant) => {
  const room = await makeTestRoom(database.db)
  const askers = []
  for (const name of actorNames) {
    const { who, seat } = name in places ? await sit(room, places[name]!) : { who: await personNamed(room, name) }
    // Where there is no sitting a seat stands for itself; the person who holds it may have rights of their own.
    const holder = seat && variant === 'of no meeting' ? { countyId: seat.countyId, seatId: seat.seatId } : who
    const hasToken = holder !== who || variant === 'restricted, by a program'
    const by = hasToken ? { token: await tokenFor(database.db, holder) } : (await signIn(database, who)).headers
    askers.push({ name, who, by })
  }
  const documentId = await textOf(
    room,
    variant,
    askers.map(({ who }) => who.personId),
  )
  for (const { name, by } of askers) {
    const row = (verb: string) => (variant === '' ? verb : `${verb}: ${variant}`)
    const [write, read] = [answerFor(row('minutes.write'), name), answerFor(row('minutes.read'), name)]
    const meant = write !== '' ? 'write' : read !== '' ? 'read' : variant.startsWith('restricted') ? '4404' : '4403'
    expect(await opened(documentId, by), name).toBe(meant)
  }
  const stranger = await makeTestRoom(database.db)
  expect(await opened(documentId, (await signIn(database, stranger.secretary)).headers)).toBe('4404')
  expect(await opened(documentId)).toBe('4401')
})

async function textOf(room: TestRoom, variant: (typeof texts)[number], everybody: readonly PersonActor['personId'][]) {
  if (variant === 'of no meeting') return newFreeDocument(database.db, room.secretary)
  if (variant === 'frozen')
    await database.db.update(documents).set({ frozenAt: at }).where(eq(documents.id, room.documentId))
  if (!variant.startsWith('restricted')) return room.documentId
  const { agendaItemId } = await targetOf(room)
  const readers = variant === 'restricted, not on the list' ? [room.stranger.personId] : everybody
  return database.db.transaction((tx) =>
    createRestrictedDocument(
      tx,
      room.secretary,
      room.countyId,
      { id: AgendaItemId.parse(agendaItemId), mask: '限名单事项', title: '个案', readers },
      at,
    ),
  )
}
