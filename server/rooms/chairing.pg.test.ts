import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { floorTurns, writtenQuestions } from '@/db/schema/floor'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import type { SeatActor } from '@/server/access'
import { noteStays } from '@/server/attendance/note-stays'
import { AppError } from '@/server/errors'
import { AgendaItemId, MessageId, QuestionId, type SeatId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { readAgenda } from '@/server/meetings/read'
import { createRestrictedDocument } from '@/server/minutes/create-document'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { admit } from './admit'
import { askInWriting, markAnswered } from './ask-in-writing'
import { extendFloor } from './extend-floor'
import { followChairs } from './follow-chair'
import { giveFloor } from './give-floor'
import { goToAgendaItem } from './go-to-agenda-item'
import { publishSources } from './model'
import { raiseHand } from './raise-hand'
import { readRoom } from './read-room'
import { sendChat } from './send-chat'
import { setCoChair } from './set-co-chair'
import { setReactions } from './set-reactions'
import { setSpeaking } from './set-speaking'
import { shareDevice } from './share-device'
import { showReaction } from './show-reaction'
import { takeBackFloor } from './take-back-floor'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let chair: SeatActor
let member: SeatActor
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  chair = await room.enter(room.convenor)
  member = await room.enter(room.member)
})

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const here = () => ({ meetingId: room.meetingId })
const guestIn = async (name = '陈家长') => {
  const { seat } = await room.knock(name)
  await admit(test.db, chair, { ...here(), seatIds: [seat.seatId] }, at)
  return room.seat(seat.seatId)
}
const turns = () => test.db.select().from(floorTurns).where(eq(floorTurns.meetingId, room.meetingId))
const read = async (seat: SeatActor, when = at) => readRoom(test.db, await room.seat(seat.seatId), when)

describe('the floor as a record', () => {
  it('keeps who spoke, from when to when, to which item and of how long', async () => {
    const guest = await guestIn()
    const [item] = await readAgenda(test.db, room.countyId, room.meetingId)
    await goToAgendaItem(test.db, chair, { ...here(), agendaItemId: item!.id }, at)
    await setSpeaking(test.db, chair, { ...here(), seconds: { family: 180 } }, at)
    await giveFloor(test.db, chair, { ...here(), seatId: guest.seatId }, later(10))
    expect((await read(chair)).meeting.floor).toMatchObject({ seatId: guest.seatId, secondsAllowed: 180 })
    await extendFloor(test.db, chair, { ...here(), seconds: 60 }, later(100))
    await giveFloor(test.db, chair, { ...here(), seatId: member.seatId }, later(130))
    await endMeeting(test.db, room.convenor, here(), later(200))
    expect(await turns()).toMatchObject([
      { seatId: guest.seatId, agendaItemId: item!.id, secondsAllowed: 240, startedAt: later(10), endedAt: later(130) },
      { seatId: member.seatId, secondsAllowed: null, startedAt: later(130), endedAt: later(200) },
    ])
  })

  it('has one floor, however many give it at once', async () => {
    const guests = await Promise.all(['甲', '乙', '丙', '丁'].map(guestIn))
    await Promise.all(guests.map(({ seatId }) => giveFloor(test.db, chair, { ...here(), seatId }, later(5))))
    expect((await turns()).filter(({ endedAt }) => endedAt === null)).toHaveLength(1)
    await takeBackFloor(test.db, chair, here(), later(9))
    expect((await turns()).every(({ endedAt }) => endedAt !== null)).toBe(true)
  })

  it('puts a point of order first, keeps its place, and says who has not spoken', async () => {
    const guest = await guestIn()
    await raiseHand(test.db, member, here(), later(1))
    await raiseHand(test.db, guest, here(), later(2))
    await raiseHand(test.db, guest, { ...here(), kind: 'order' }, later(3))
    const seats = (await read(chair)).seats
    expect(seats.find(({ id }) => id === guest.seatId)).toMatchObject({
      handKind: 'order',
      handRaisedAt: later(2).toISOString(),
      hasSpoken: false,
    })
    await giveFloor(test.db, chair, { ...here(), seatId: guest.seatId }, later(4))
    await takeBackFloor(test.db, chair, here(), later(5))
    // A point of order is not a turn: it does not count as having spoken.
    expect((await turns())[0]).toMatchObject({ kind: 'order' })
    expect((await read(chair)).seats.find(({ id }) => id === guest.seatId)!.hasSpoken).toBe(false)
  })

  it('refuses who left, and a turn of nobody to extend', async () => {
    expect(await code(extendFloor(test.db, chair, { ...here(), seconds: 60 }, at))).toBe('conflict')
    const { seat } = await room.knock('还在门口')
    expect(await code(giveFloor(test.db, chair, { ...here(), seatId: seat.seatId }, at))).toBe('conflict')
  })
})

describe('a question in writing', () => {
  const ask = (seat: SeatActor, isUnnamed: boolean) =>
    askInWriting(
      test.db,
      seat,
      { ...here(), id: QuestionId.parse(crypto.randomUUID()), text: '放学几点接？', isUnnamed },
      later(61),
    )

  it('without a name holds none, in the row and in the trail, where the sitting allows it', async () => {
    const guest = await guestIn()
    expect(await code(ask(guest, true))).toBe('not_allowed')
    await test.db.update(meetings).set({ mayAskUnnamed: true }).where(eq(meetings.id, room.meetingId))
    await ask(guest, true)
    const [row] = await test.db.select().from(writtenQuestions).where(eq(writtenQuestions.meetingId, room.meetingId))
    expect(row).toMatchObject({ seatId: null, askedAt: later(60) })
    const trail = await test.db.select().from(events).where(eq(events.countyId, room.countyId))
    const line = trail.find(({ verb }) => verb === 'question.ask-unnamed')
    expect(line).toMatchObject({ actorKind: 'system', actorId: null })
    expect((await read(chair)).questions).toMatchObject([{ name: null, text: '放学几点接？' }])
    expect((await read(member)).questions).toEqual([])
  })

  it('with a name is read by who runs the room and by who asked, until it is answered', async () => {
    await ask(member, false)
    const [question] = (await read(chair)).questions
    expect(question).toMatchObject({ name: '赵校长' })
    expect((await read(member)).questions).toHaveLength(1)
    expect(await code(markAnswered(test.db, member, { ...here(), id: question!.id }, at))).toBe('not_allowed')
    await markAnswered(test.db, chair, { ...here(), id: question!.id }, at)
    expect((await read(chair)).questions).toEqual([])
  })
})

describe('who runs the room', () => {
  it('makes a co-chair by the record alone', async () => {
    const [guest, observer] = [await guestIn(), await room.enter(room.observer)]
    const set = (by: SeatActor, seatId: SeatId) =>
      code(setCoChair(test.db, by, { ...here(), seatId, isCoChair: true }, at))
    expect(await set(chair, guest.seatId)).toBe('conflict')
    expect(await set(chair, observer.seatId)).toBe('conflict')
    expect(await set(await room.enter(room.secretary), member.seatId)).toBe('not_allowed')
    expect(await set(chair, member.seatId)).toBe('done')
    expect(await room.seat(member.seatId)).toMatchObject({ role: 'chair' })
    expect((await read(member)).me.mayRun).toBe(true)
  })

  it('hands over when the chair has been gone for a minute, and back when they return', async () => {
    const secretary = await room.enter(room.secretary)
    const seen = (seat: SeatActor, from: number, until: number) =>
      noteStays(test.db, [
        {
          countyId: room.countyId,
          meetingId: room.meetingId,
          witness: 'room',
          id: `${seat.seatId} ${from}`,
          seatId: seat.seatId,
          since: later(from).getTime(),
          seenUntil: later(until).getTime(),
        },
      ])
    await seen(secretary, 0, 600)
    // Who never came has not dropped.
    await followChairs(test.db, later(400))
    expect((await room.seat(secretary.seatId)).role).toBe('secretary')
    await seen(chair, 0, 500)
    await followChairs(test.db, later(550))
    expect((await room.seat(secretary.seatId)).role).toBe('secretary')
    await Promise.all([followChairs(test.db, later(601)), followChairs(test.db, later(601))])
    expect((await room.seat(secretary.seatId)).role).toBe('chair')
    expect((await read(member)).seats.find(({ id }) => id === secretary.seatId)!.isActingChair).toBe(true)
    await seen(chair, 610, 612)
    await followChairs(test.db, later(613))
    expect((await room.seat(secretary.seatId)).role).toBe('secretary')
    const verbs = (await test.db.select().from(events).where(eq(events.countyId, room.countyId))).map(
      ({ verb }) => verb,
    )
    expect(verbs.filter((verb) => verb.startsWith('chair.'))).toEqual(['chair.hand-over', 'chair.return'])
  })
})

it('one device serves a room: no second microphone, and it may be heard while one of its room has the floor', async () => {
  const guest = await guestIn()
  await shareDevice(test.db, guest, { ...here(), withSeatId: member.seatId }, at)
  expect(publishSources(await room.seat(guest.seatId))).not.toContain('microphone')
  expect(await code(shareDevice(test.db, member, { ...here(), withSeatId: guest.seatId }, at))).toBe('conflict')
  await giveFloor(test.db, chair, { ...here(), seatId: guest.seatId }, at)
  expect(await room.seat(member.seatId)).toMatchObject({ hasFloor: true })
  await shareDevice(test.db, await room.seat(guest.seatId), { ...here(), withSeatId: null }, at)
  expect(publishSources(await room.seat(guest.seatId))).toContain('microphone')
})

it('chat to the chairs is read by them and its author; to the door only who runs the room writes', async () => {
  const guest = await guestIn()
  let said = 0
  const say = (seat: SeatActor, scope: 'chairs' | 'waiting', text: string) => {
    const id = MessageId.parse(crypto.randomUUID())
    return code(sendChat(test.db, seat, { ...here(), id, text, scope }, later(said++)))
  }
  expect(await say(guest, 'chairs', '我有点紧张')).toBe('done')
  expect(await say(guest, 'waiting', '喂')).toBe('not_allowed')
  expect(await say(chair, 'waiting', '请稍等五分钟')).toBe('done')
  const texts = async (seat: SeatActor) => (await read(seat)).chat.map(({ text }) => text)
  expect(await texts(chair)).toEqual(['我有点紧张', '请稍等五分钟'])
  expect(await texts(guest)).toEqual(['我有点紧张'])
  expect(await texts(member)).toEqual([])
})

it('a restricted item ends the turn, sets aside who is not on the list, and hides its turns for good', async () => {
  const guest = await guestIn()
  const [open, closed] = (await readAgenda(test.db, room.countyId, room.meetingId)).map(({ id }) =>
    AgendaItemId.parse(id),
  )
  const item = { id: closed!, mask: '限名单事项', title: '个案', readers: [room.convenor.personId] }
  await test.db.transaction((tx) => createRestrictedDocument(tx, room.secretary, room.countyId, item, at))
  await test.db.update(agendaItems).set({ isRestricted: true }).where(eq(agendaItems.id, closed!))
  await giveFloor(test.db, chair, { ...here(), seatId: guest.seatId }, later(1))
  await goToAgendaItem(test.db, chair, { ...here(), agendaItemId: closed! }, later(2))
  expect(await room.seat(guest.seatId)).toMatchObject({ isSetAside: true, hasFloor: false })
  expect(await room.seat(chair.seatId)).toMatchObject({ isSetAside: false })
  expect(await code(raiseHand(test.db, guest, here(), later(3)))).toBe('not_allowed')
  expect(await code(giveFloor(test.db, chair, { ...here(), seatId: guest.seatId }, later(3)))).toBe('conflict')
  await giveFloor(test.db, chair, { ...here(), seatId: chair.seatId }, later(4))
  expect((await read(guest)).meeting.floor).toBeNull()
  // On the list or not: who waits outside would see the reaction to what they must not know of.
  expect(await code(showReaction(test.db, await room.seat(chair.seatId), { kind: 'agree' }))).toBe('not_allowed')
  expect((await read(chair)).me.mayReact).toBe(false)
  await goToAgendaItem(test.db, chair, { ...here(), agendaItemId: open! }, later(9))
  const spoke = async (seat: SeatActor) => (await read(seat)).seats.find(({ id }) => id === chair.seatId)!.hasSpoken
  expect([await spoke(guest), await spoke(chair)]).toEqual([false, true])
})

describe('reactions', () => {
  const show = async (seat: SeatActor) =>
    code(showReaction(test.db, await room.seat(seat.seatId), { kind: 'applause' }))
  const mayReact = async (seat: SeatActor) => (await read(seat)).me.mayReact

  it('are shown by who is in and may write to the room, and change nothing', async () => {
    const { seq } = await read(chair)
    expect([await show(member), await mayReact(member)]).toEqual(['done', true])
    expect((await read(chair)).seq).toBe(seq)
    const { seat: waiting } = await room.knock('門口')
    expect(await show(waiting)).toBe('seat_waiting')
    await test.db.update(seats).set({ role: 'observer' }).where(eq(seats.id, member.seatId))
    expect([await show(member), await mayReact(member)]).toEqual(['not_allowed', false])
  })

  it('are off for all, the chair too, when who runs the room turns them off', async () => {
    const guest = await guestIn()
    expect(await code(setReactions(test.db, guest, { ...here(), isOn: false }, at))).toBe('not_allowed')
    expect(await show(guest)).toBe('done')
    await setReactions(test.db, chair, { ...here(), isOn: false }, at)
    expect([await show(guest), await show(chair)]).toEqual(['not_allowed', 'not_allowed'])
    expect(await read(guest)).toMatchObject({ meeting: { hasReactions: false }, me: { mayReact: false } })
    await setReactions(test.db, chair, { ...here(), isOn: true }, at)
    await setReactions(test.db, chair, { ...here(), isOn: true }, at)
    expect(await show(guest)).toBe('done')
    const told = await test.db.select().from(events).where(eq(events.verb, 'meeting.set-reactions'))
    expect(told.filter(({ thingId }) => thingId === room.meetingId).map(({ result }) => result)).toEqual([
      'done',
      'done',
    ])
  })
})
