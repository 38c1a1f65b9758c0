// Asking many at once gives the same answer as asking each.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { people, sessions } from '@/db/schema/people'
import { seatDevices } from '@/db/schema/rooms'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { holdOf, readCredentials, whoStillHolds } from '@/server/credentials'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { asGuest, seated, type Headers } from '@/tests/support/room-sockets'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

async function holderOf(headers: Headers) {
  const credentials = await readCredentials(test.db, headers, room.meetingId, false, clock.now())
  return { headers, seat: credentials.seat!, hold: holdOf(credentials, headers, false) }
}
const member = async (who: PersonActor) => holderOf((await seated(test, room, who)).headers)
const guest = async (name: string) => holderOf(asGuest((await room.knock(name)).secret))

const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000)
type Holder = Awaited<ReturnType<typeof holderOf>>
const ofPerson = ({ seat }: Holder) => eq(sessions.personId, seat.personId!)

const ends: Record<string, (holders: { person: Holder; device: Holder }) => Promise<unknown>> = {
  nothing: () => Promise.resolve(),
  'its session ended': ({ person }) => test.db.update(sessions).set({ endedAt: clock.now() }).where(ofPerson(person)),
  'its session is past': ({ person }) =>
    test.db
      .update(sessions)
      .set({ expiresAt: ago(1) })
      .where(ofPerson(person)),
  'its session waits for a code': ({ person }) =>
    test.db.update(sessions).set({ awaits: 'code' }).where(ofPerson(person)),
  'nobody used it for a week': ({ person }) =>
    test.db
      .update(sessions)
      .set({ lastSeenAt: ago(7 * 1440) })
      .where(ofPerson(person)),
  'it began before the county’s time': ({ person }) =>
    test.db
      .update(sessions)
      .set({ createdAt: ago(8 * 1440) })
      .where(ofPerson(person)),
  'its account was closed': ({ person }) =>
    test.db.update(people).set({ disabledAt: clock.now() }).where(eq(people.id, person.seat.personId!)),
  'its device ended': ({ device }) =>
    test.db.update(seatDevices).set({ endedAt: clock.now() }).where(eq(seatDevices.seatId, device.seat.seatId)),
  'its device took another seat': async ({ device }) => {
    const other = await room.knock('另一位')
    const [mine] = await test.db.select().from(seatDevices).where(eq(seatDevices.seatId, device.seat.seatId))
    const taken = { seatId: other.seat.seatId, deviceId: mine!.deviceId, createdAt: clock.now() }
    return test.db.insert(seatDevices).values({ countyId: room.countyId, ...taken })
  },
}

it.each(Object.keys(ends))('when %s', async (what) => {
  const holders = [
    await member(room.member),
    await guest('陈家长'),
    await member(room.secretary),
    await guest('林家长'),
  ]
  expect(holders.map(({ hold }) => hold?.by)).toEqual(['session', 'device', 'session', 'device'])
  await ends[what]!({ person: holders[0]!, device: holders[1]! })
  const one = await Promise.all(
    holders.map(async ({ headers, seat }) => {
      const now = await readCredentials(test.db, { ...headers, isUse: false }, room.meetingId, false, clock.now())
      return now.seat?.seatId === seat.seatId
    }),
  )
  const many = await whoStillHolds(test.db, holders, clock.now())
  expect(holders.map((holder) => many.has(holder))).toEqual(one)
  expect(one.filter((is) => !is)).toHaveLength(what === 'nothing' ? 0 : 1)
})

it('asks a program, and a device that also has a session, one by one', async () => {
  const { headers } = await seated(test, room, room.member)
  const { secret } = await room.knock('家长')
  const stranger = await seated(test, room, room.secretary)
  expect((await holderOf(headers)).hold?.by).toBe('session')
  expect((await holderOf({ cookie: `${asGuest(secret).cookie}; lianxi-session=none` })).hold).toBeNull()
  const credentials = await readCredentials(test.db, stranger.headers, room.meetingId, false, clock.now())
  expect(holdOf(credentials, { authorization: 'Bearer x' }, false)).toBeNull()
})
