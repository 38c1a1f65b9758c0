import { and, count, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { chatMessages, seatDevices, seats } from '@/db/schema/rooms'
import { events } from '@/db/schema/events'
import { AppError } from '@/server/errors'
import { MessageId, SeatId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { readMeeting, listMeetings } from '@/server/meetings/read'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { admit } from './admit'
import { giveFloor } from './give-floor'
import { goToAgendaItem } from './go-to-agenda-item'
import { grantWriting } from './grant-writing'
import { setMeetingLock } from './lock-meeting'
import { lowerHand } from './lower-hand'
import { makeSeatLink } from './make-seat-link'
import { raiseHand } from './raise-hand'
import { readRoom } from './read-room'
import { readSeatOfDevice } from './read-seat'
import { refuse } from './refuse'
import { removeSeat } from './remove-seat'
import { requestEntry } from './request-entry'
import { revokeSeatLinks } from './revoke-seat-link'
import { sendChat } from './send-chat'
import { takeBackFloor } from './take-back-floor'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
const anonymous = { kind: 'anonymous' } as const

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const byLink = (secret: string, deviceSecret: string | null = null) =>
  requestEntry(test.db, anonymous, { entrance: 'link', secret, deviceSecret }, at)
const lastEvent = async (verb: string) => {
  const rows = await test.db
    .select()
    .from(events)
    .where(and(eq(events.countyId, room.countyId), eq(events.verb, verb)))
  return rows.at(-1)
}

describe('entry', () => {
  it('seats members by their office and lets them in at once', async () => {
    expect(await room.enter(room.convenor)).toMatchObject({ role: 'chair', admission: 'admitted', mayWrite: true })
    expect(await room.enter(room.secretary)).toMatchObject({ role: 'secretary', admission: 'admitted' })
    expect(await room.enter(room.member)).toMatchObject({ role: 'speaker', mayWrite: true, unitId: room.unit.school })
    expect(await room.enter(room.observer)).toMatchObject({ role: 'observer', mayWrite: false })
    const input = { entrance: 'member', meetingId: room.meetingId } as const
    expect(await code(requestEntry(test.db, room.stranger, input, at))).toBe('not_allowed')
    expect(await code(requestEntry(test.db, anonymous, input, at))).toBe('not_signed_in')
  })

  it('gives two devices of one person at once the same seat', async () => {
    const entries = await Promise.all(Array.from({ length: 8 }, () => room.enter(room.member)))
    expect(new Set(entries.map((seat) => seat.seatId)).size).toBe(1)
  })

  it('makes who comes by the code wait, without rights, and finds them again by their device', async () => {
    const { seat, secret } = await room.knock('张小朋的妈妈')
    expect(seat).toMatchObject({ admission: 'waiting', role: 'speaker', mayWrite: false, personId: null })
    const again = await room.knock('张小朋的母亲', secret)
    expect(again.seat).toMatchObject({ seatId: seat.seatId, name: '张小朋的母亲' })
    expect(await code(readRoom(test.db, seat, at))).toBe('seat_waiting')
  })

  it('refuses a unit of another body, a wrong code, a closed or locked meeting', async () => {
    const other = await makeTestRoom(test.db)
    const input = {
      entrance: 'code',
      code: room.joinCode,
      name: '甲',
      unitId: other.unit.family,
      deviceSecret: null,
    } as const
    expect(await code(requestEntry(test.db, anonymous, input, at))).toBe('invalid_input')
    expect(await code(requestEntry(test.db, anonymous, { ...input, code: 'nosuchcode' }, at))).toBe('link_unknown')
    const { secret } = await room.knock('先来的')
    await setMeetingLock(test.db, room.convenor, { meetingId: room.meetingId, isLocked: true }, at)
    expect(await code(room.knock('后来的'))).toBe('meeting_locked')
    expect(await code(room.knock('先来的', secret))).toBe('done')
    await endMeeting(test.db, room.convenor, { meetingId: room.meetingId }, at)
    expect(await code(room.knock('先来的', secret))).toBe('meeting_over')
    const left = await test.db.select({ n: count() }).from(seats).where(eq(seats.meetingId, room.meetingId))
    expect(left[0]!.n).toBe(1)
  })

  it('opens a personal link many times, waits or not as the secretary chose, until revoked or expired', async () => {
    const { meetingId } = room
    const seat = { name: '家长代表（三年级）', unitId: room.unit.family, role: 'listener' } as const
    const waits = await makeSeatLink(test.db, room.secretary, { meetingId, seat }, at)
    const walks = await makeSeatLink(test.db, room.secretary, { meetingId, seat, isAdmitted: true }, at)
    const brief = await makeSeatLink(test.db, room.secretary, { meetingId, seat, expiresAt: later(60) }, at)
    expect(await byLink(waits.secret)).toMatchObject({ admission: 'waiting', seatId: waits.seatId })
    expect(await byLink(walks.secret)).toMatchObject({ admission: 'admitted', seatId: walks.seatId })
    expect(await byLink(walks.secret)).toMatchObject({ admission: 'admitted', seatId: walks.seatId })
    expect(await code(byLink('x'.repeat(32)))).toBe('link_unknown')
    const late = { entrance: 'link', secret: brief.secret, deviceSecret: null } as const
    expect(await code(requestEntry(test.db, anonymous, late, later(61)))).toBe('link_expired')
    const { deviceSecret } = await byLink(walks.secret)
    await revokeSeatLinks(test.db, room.secretary, { meetingId, seatId: walks.seatId }, at)
    expect(await code(byLink(walks.secret))).toBe('link_revoked')
    expect(await readSeatOfDevice(test.db, deviceSecret!, meetingId)).toBeNull()
    expect(await code(makeSeatLink(test.db, room.member, { meetingId, seat }, at))).toBe('not_allowed')
  })

  it('tells who runs the room which of those at the door were expected', async () => {
    const { meetingId } = room
    const seat = { name: '约好的家长', unitId: null, role: 'speaker' } as const
    const link = await makeSeatLink(test.db, room.secretary, { meetingId, seat }, at)
    await byLink(link.secret)
    await room.knock('路过的')
    const { seats: shown } = await readRoom(test.db, await room.enter(room.secretary), at)
    const waiting = shown.filter((each) => each.admission === 'waiting')
    expect(Object.fromEntries(waiting.map((each) => [each.name, each.isExpected]))).toEqual({
      约好的家长: true,
      路过的: false,
    })
    // All expected at one press; the others go on waiting.
    const expected = waiting.filter((each) => each.isExpected).map(({ id }) => id)
    await admit(test.db, room.secretary, { meetingId, seatIds: expected }, at)
    const { seats: after } = await readRoom(test.db, await room.enter(room.secretary), at)
    expect(after.filter((each) => each.admission === 'waiting').map(({ name }) => name)).toEqual(['路过的'])
  })

  it('keeps three live devices a seat, also when fourths come at once, and ends the earliest', async () => {
    const seat = { name: '家长', unitId: null, role: 'speaker' } as const
    const link = await makeSeatLink(test.db, room.secretary, { meetingId: room.meetingId, seat, isAdmitted: true }, at)
    const first = await byLink(link.secret)
    for (const seconds of [1, 2]) {
      await requestEntry(
        test.db,
        anonymous,
        { entrance: 'link', secret: link.secret, deviceSecret: null },
        later(seconds),
      )
    }
    await Promise.all(
      [3, 4].map((seconds) =>
        requestEntry(test.db, anonymous, { entrance: 'link', secret: link.secret, deviceSecret: null }, later(seconds)),
      ),
    )
    const live = await test.db
      .select({ n: count() })
      .from(seatDevices)
      .where(and(eq(seatDevices.seatId, link.seatId), isNull(seatDevices.endedAt)))
    expect(live[0]!.n).toBe(3)
    expect(await readSeatOfDevice(test.db, first.deviceSecret!, room.meetingId)).toBeNull()
  })
})

describe('the lobby', () => {
  it('admits many, is calm about repeats, refuses with a word, and lets the refused knock again', async () => {
    const secretary = await room.enter(room.secretary)
    const [a, b] = [await room.knock('甲'), await room.knock('乙')]
    const { meetingId } = room
    const seatIds = [a.seat.seatId, b.seat.seatId]
    expect((await admit(test.db, secretary, { meetingId, seatIds }, at)).result).toHaveLength(2)
    expect((await admit(test.db, secretary, { meetingId, seatIds }, at)).result).toBeNull()
    expect(await code(refuse(test.db, secretary, { meetingId, seatId: seatIds[0]!, word: '' }, at))).toBe('conflict')
    const c = await room.knock('丙')
    await refuse(test.db, secretary, { meetingId, seatId: c.seat.seatId, word: '请先联系班主任' }, at)
    expect(await room.seat(c.seat.seatId)).toMatchObject({ admission: 'refused' })
    expect(await code(admit(test.db, secretary, { meetingId, seatIds: [c.seat.seatId] }, at))).toBe('conflict')
    await room.knock('丙', c.secret)
    expect(await room.seat(c.seat.seatId)).toMatchObject({ admission: 'waiting' })
    expect(await lastEvent('seat.refuse')).toMatchObject({ result: 'done', thingId: c.seat.seatId })
  })

  it('lets one of admit and refuse win when both come at once', async () => {
    const secretary = await room.enter(room.secretary)
    const chair = await room.enter(room.convenor)
    const { meetingId } = room
    for (let round = 0; round < 6; round++) {
      const { seat } = await room.knock(`客${round}`)
      const { seatId } = seat
      const outcomes = await Promise.all([
        code(admit(test.db, secretary, { meetingId, seatIds: [seatId] }, at)),
        code(refuse(test.db, chair, { meetingId, seatId, word: '' }, at)),
      ])
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
      expect(outcomes).toContain('conflict')
      const { admission } = await room.seat(seatId)
      expect(admission).toBe(outcomes[0] === 'done' ? 'admitted' : 'refused')
    }
  })

  it('is not for members, guests or people of another county', async () => {
    const { seat } = await room.knock('甲')
    const { meetingId } = room
    const member = await room.enter(room.member)
    const seatIds = [seat.seatId]
    expect(await code(admit(test.db, member, { meetingId, seatIds }, at))).toBe('not_allowed')
    expect(await code(admit(test.db, seat, { meetingId, seatIds }, at))).toBe('seat_waiting')
    const other = await makeTestRoom(test.db)
    expect(await code(admit(test.db, other.convenor, { meetingId, seatIds }, at))).toBe('not_found')
    expect(await lastEvent('room.run')).toMatchObject({ result: 'refused', actorId: member.seatId })
    const foreign = await other.knock('别处的')
    const chair = await room.enter(room.convenor)
    expect(await code(admit(test.db, chair, { meetingId, seatIds: [foreign.seat.seatId] }, at))).toBe('conflict')
  })
})

describe('the floor', () => {
  it('orders hands by server time, gives and takes the floor, and opens a listener’s right with it', async () => {
    const { meetingId } = room
    const chair = await room.enter(room.convenor)
    const link = await makeSeatLink(
      test.db,
      chair,
      { meetingId, seat: { name: '家长', unitId: room.unit.family, role: 'listener' }, isAdmitted: true },
      at,
    )
    await byLink(link.secret)
    const parent = await room.seat(link.seatId)
    await raiseHand(test.db, parent, { meetingId }, later(1))
    expect((await raiseHand(test.db, parent, { meetingId }, later(9))).result).toBeNull()
    const before = await readRoom(test.db, parent, at)
    expect(before.seats.find((seat) => seat.id === parent.seatId)?.handRaisedAt).toBe(later(1).toISOString())
    expect(before.me.mayPublish).toBe(false)

    await giveFloor(test.db, chair, { meetingId, seatId: parent.seatId }, later(10))
    const during = await readRoom(test.db, await room.seat(parent.seatId), at)
    expect(during.me.mayPublish).toBe(true)
    expect(during.meeting.floor).toMatchObject({ seatId: parent.seatId, since: later(10).toISOString() })
    expect(during.seats.find((seat) => seat.id === parent.seatId)?.handRaisedAt).toBeNull()

    await takeBackFloor(test.db, await room.seat(parent.seatId), { meetingId }, later(20))
    expect((await readRoom(test.db, await room.seat(parent.seatId), at)).me.mayPublish).toBe(false)
  })

  it('is the chair’s: members raise and lower their own hand only, observers none', async () => {
    const { meetingId } = room
    const chair = await room.enter(room.convenor)
    const member = await room.enter(room.member)
    const observer = await room.enter(room.observer)
    expect(await code(giveFloor(test.db, member, { meetingId, seatId: member.seatId }, at))).toBe('not_allowed')
    expect(await code(raiseHand(test.db, observer, { meetingId }, at))).toBe('not_allowed')
    expect(await code(giveFloor(test.db, chair, { meetingId, seatId: observer.seatId }, at))).toBe('conflict')
    await giveFloor(test.db, chair, { meetingId, seatId: chair.seatId }, at)
    expect(await code(takeBackFloor(test.db, member, { meetingId }, at))).toBe('not_allowed')
    await raiseHand(test.db, member, { meetingId }, at)
    expect(await code(lowerHand(test.db, observer, { meetingId, seatId: member.seatId }, at))).toBe('not_allowed')
    expect((await lowerHand(test.db, chair, { meetingId, seatId: member.seatId }, at)).result).toBe(member.seatId)
    const { seat } = await room.knock('还在门口')
    expect(await code(giveFloor(test.db, chair, { meetingId, seatId: seat.seatId }, at))).toBe('conflict')
    const nobody = SeatId.parse(crypto.randomUUID())
    expect(await code(giveFloor(test.db, chair, { meetingId, seatId: nobody }, at))).toBe('not_found')
  })
})

describe('rights', () => {
  it('grants writing to a guest and takes it back', async () => {
    const { meetingId } = room
    const secretary = await room.enter(room.secretary)
    const { seat } = await room.knock('家长')
    expect(await code(grantWriting(test.db, secretary, { meetingId, seatId: seat.seatId, mayWrite: true }, at))).toBe(
      'conflict',
    )
    await admit(test.db, secretary, { meetingId, seatIds: [seat.seatId] }, at)
    await grantWriting(test.db, secretary, { meetingId, seatId: seat.seatId, mayWrite: true }, at)
    expect((await readRoom(test.db, await room.seat(seat.seatId), at)).me.mayWrite).toBe(true)
    await grantWriting(test.db, secretary, { meetingId, seatId: seat.seatId, mayWrite: false }, at)
    expect((await readRoom(test.db, await room.seat(seat.seatId), at)).me.mayWrite).toBe(false)
    const guest = await room.seat(seat.seatId)
    expect(await code(grantWriting(test.db, guest, { meetingId, seatId: seat.seatId, mayWrite: true }, at))).toBe(
      'not_allowed',
    )
  })

  it('bans a seat at every entrance and at once, even for a command already on its way', async () => {
    const { meetingId } = room
    const chair = await room.enter(room.convenor)
    const secretary = await room.enter(room.secretary)
    const { seat, secret } = await room.knock('吵闹的人')
    await admit(test.db, chair, { meetingId, seatIds: [seat.seatId] }, at)
    const stale = await room.seat(seat.seatId)
    await giveFloor(test.db, chair, { meetingId, seatId: seat.seatId }, at)
    await removeSeat(test.db, chair, { meetingId, seatId: seat.seatId }, at)
    // The actor was read while still allowed; the command reads it again under the lock.
    const id = MessageId.parse(crypto.randomUUID())
    expect(await code(sendChat(test.db, stale, { meetingId, id, text: '喂' }, at))).toBe('seat_banned')
    expect(await code(room.knock('吵闹的人', secret))).toBe('seat_banned')
    const [meeting] = await test.db.select().from(meetings).where(eq(meetings.id, meetingId))
    expect(meeting!.floorSeatId).toBeNull()
    expect(await code(removeSeat(test.db, secretary, { meetingId, seatId: chair.seatId }, at))).toBe('not_allowed')
    expect(await code(removeSeat(test.db, chair, { meetingId, seatId: chair.seatId }, at))).toBe('not_allowed')
    expect((await readRoom(test.db, chair, at)).seats.map((each) => each.id)).not.toContain(seat.seatId)
  })
})

describe('the sitting', () => {
  it('moves along the agenda with times', async () => {
    const { meetingId } = room
    const secretary = await room.enter(room.secretary)
    const items = await test.db
      .select()
      .from(agendaItems)
      .where(eq(agendaItems.meetingId, meetingId))
      .orderBy(agendaItems.position)
    await goToAgendaItem(test.db, secretary, { meetingId, agendaItemId: items[0]!.id }, later(10))
    await goToAgendaItem(test.db, secretary, { meetingId, agendaItemId: items[1]!.id }, later(60))
    const snapshot = await readRoom(test.db, secretary, at)
    expect(snapshot.meeting.currentAgendaItemId).toBe(items[1]!.id)
    expect(snapshot.agenda[0]).toMatchObject({ startedAt: later(10).toISOString(), endedAt: later(60).toISOString() })
    const other = await makeTestRoom(test.db)
    const [foreign] = await test.db.select().from(agendaItems).where(eq(agendaItems.meetingId, other.meetingId))
    expect(await code(goToAgendaItem(test.db, secretary, { meetingId, agendaItemId: foreign!.id }, at))).toBe(
      'not_found',
    )
    const member = await room.enter(room.member)
    expect(await code(goToAgendaItem(test.db, member, { meetingId, agendaItemId: items[0]!.id }, at))).toBe(
      'not_allowed',
    )
  })

  it('opens and ends once, by who convenes, and lets nobody act after the end', async () => {
    const planned = await makeTestRoom(test.db, { isOpen: false })
    const { meetingId } = planned
    const member = await planned.enter(planned.member)
    expect(await code(readRoom(test.db, member, at))).toBe('meeting_not_open')
    expect(await code(openMeeting(test.db, planned.member, { meetingId }, at))).toBe('not_allowed')
    expect(await code(endMeeting(test.db, planned.convenor, { meetingId }, at))).toBe('meeting_not_open')
    await openMeeting(test.db, planned.secretary, { meetingId }, at)
    expect((await openMeeting(test.db, planned.secretary, { meetingId }, at)).result).toBeNull()
    expect(await code(endMeeting(test.db, await planned.seat(member.seatId), { meetingId }, at))).toBe('not_allowed')
    await endMeeting(test.db, planned.convenor, { meetingId }, later(100))
    expect(await code(openMeeting(test.db, planned.convenor, { meetingId }, at))).toBe('meeting_over')
    expect(await code(raiseHand(test.db, await planned.seat(member.seatId), { meetingId }, at))).toBe('meeting_over')
  })

  it('numbers sittings of a series without gap or double, also when planned at once', async () => {
    const { createMeeting } = await import('@/server/meetings/create-meeting')
    const plan = () =>
      createMeeting(
        test.db,
        room.secretary,
        {
          bodyId: room.bodyId,
          seriesId: room.seriesId,
          title: '同时召集',
          place: '',
          startsAt: at,
          endsAt: later(60),
          agenda: [{ title: '一', topicId: null, presenterUnitId: null, minutesPlanned: 5 }],
        },
        at,
      )
    const made = await Promise.all([plan(), plan(), plan(), plan()])
    expect(made.map((meeting) => meeting.issueNumber).sort()).toEqual([2, 3, 4, 5])
  })

  it('stores chat once however often it is sent, and keeps a foreign id', async () => {
    const { meetingId } = room
    const member = await room.enter(room.member)
    const chair = await room.enter(room.convenor)
    const id = MessageId.parse(crypto.randomUUID())
    const first = await sendChat(test.db, member, { meetingId, id, text: '<b>收到</b>' }, at)
    const again = await sendChat(test.db, member, { meetingId, id, text: '<b>收到</b>' }, later(1))
    expect(again.seq).toBe(first.seq)
    expect(await test.db.select().from(chatMessages).where(eq(chatMessages.id, id))).toHaveLength(1)
    expect(await code(sendChat(test.db, chair, { meetingId, id, text: '别的' }, at))).toBe('conflict')
    expect((await readRoom(test.db, chair, at)).chat.at(-1)).toMatchObject({ text: '<b>收到</b>', unitKind: 'school' })
    const observer = await room.enter(room.observer)
    const other = MessageId.parse(crypto.randomUUID())
    expect(await code(sendChat(test.db, observer, { meetingId, id: other, text: '喂' }, at))).toBe('not_allowed')
  })

  it('gives a dense sequence under a crowd, and a snapshot that hides the door from guests', async () => {
    const { meetingId } = room
    const chair = await room.enter(room.convenor)
    const before = (await readRoom(test.db, chair, at)).seq
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        sendChat(test.db, chair, { meetingId, id: MessageId.parse(crypto.randomUUID()), text: `第${i}句` }, later(i)),
      ),
    )
    expect((await readRoom(test.db, chair, at)).seq).toBe(before + 20)
    await room.knock('门口的人')
    const member = await room.enter(room.member)
    const seen = await readRoom(test.db, member, at)
    expect(seen.seats.map((seat) => seat.name)).not.toContain('门口的人')
    expect(seen.meeting.joinCode).toBeNull()
    const run = await readRoom(test.db, chair, at)
    expect(run.seats.map((seat) => seat.name)).toContain('门口的人')
    expect(run.meeting.joinCode).toBe(room.joinCode)
  })

  it('is read by members of the body only', async () => {
    const detail = await readMeeting(test.db, room.member, room.meetingId)
    expect(detail).toMatchObject({ documentId: room.documentId, joinCode: null, mayManage: false })
    expect(detail.agenda).toHaveLength(2)
    expect((await readMeeting(test.db, room.secretary, room.meetingId)).joinCode).toBe(room.joinCode)
    expect(await code(readMeeting(test.db, room.stranger, room.meetingId))).toBe('not_allowed')
    const other = await makeTestRoom(test.db)
    expect(await code(readMeeting(test.db, other.member, room.meetingId))).toBe('not_found')
    expect(await listMeetings(test.db, room.stranger)).toEqual([])
    expect(await listMeetings(test.db, room.member)).toHaveLength(1)
  })
})
