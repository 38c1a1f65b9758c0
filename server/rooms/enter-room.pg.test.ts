import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endMeeting } from '@/server/meetings/end-meeting'
import { MeetingId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { admit } from './admit'
import { enterRoom } from './enter-room'
import { deviceCookieName } from './read-seat'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const asGuest = (secret: string, meetingId: MeetingId) =>
  enterRoom(test.db, { cookie: `${deviceCookieName(false)}=${secret}` }, meetingId, false, at)
const elsewhere = () => MeetingId.parse(crypto.randomUUID())

describe('who opens the page of a room', () => {
  it('is asked to sign in without any seat', async () => {
    expect(await enterRoom(test.db, {}, room.meetingId, false, at)).toEqual({ kind: 'signIn' })
    expect(await asGuest('x'.repeat(43), room.meetingId)).toEqual({ kind: 'signIn' })
  })

  it('waits at the door as a guest, and is in once admitted', async () => {
    const { seat, secret } = await room.knock('王女士')
    expect(await asGuest(secret, room.meetingId)).toMatchObject({ kind: 'door' })
    await admit(test.db, await room.enter(room.secretary), { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
    expect(await asGuest(secret, room.meetingId)).toMatchObject({ kind: 'in', countyId: room.countyId })
  })

  it('is told that the seat is for another meeting, as long as that one is not over', async () => {
    const { secret } = await room.knock('王女士')
    expect(await asGuest(secret, elsewhere())).toEqual({ kind: 'refused', code: 'wrong_meeting' })
    await endMeeting(test.db, room.convenor, { meetingId: room.meetingId }, at)
    expect(await asGuest(secret, elsewhere())).toEqual({ kind: 'signIn' })
  })
})
