// What only a real LiveKit can show: a ban against a token that is still good, a term that ends in the middle of a sentence, a
// restricted item that really silences.
import { dispose } from '@livekit/rtc-node'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { memberships } from '@/db/schema/bodies'
import { agendaItems } from '@/db/schema/meetings'
import type { SeatActor } from '@/server/access'
import { endMembership } from '@/server/bodies/change-membership'
import { clock } from '@/server/clock'
import { AgendaItemId } from '@/server/ids'
import { readAgenda } from '@/server/meetings/read'
import { createRestrictedDocument } from '@/server/minutes/create-document'
import { admit } from '@/server/rooms/admit'
import { giveFloor } from '@/server/rooms/give-floor'
import { goToAgendaItem } from '@/server/rooms/go-to-agenda-item'
import { readRoom } from '@/server/rooms/read-room'
import { removeSeat } from '@/server/rooms/remove-seat'
import { settleTerm } from '@/server/rooms/settle-term'
import { sendChat } from '@/server/rooms/send-chat'
import { MessageId } from '@/server/ids'
import { until } from '@/tests/support/app'
import { createTestDatabase } from '@/tests/support/postgres'
import { joinBot, openMediaHouse, tokenOf, type MediaHouse } from '@/tests/support/room-bots'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let house: MediaHouse
beforeAll(async () => {
  test = await createTestDatabase()
  house = await openMediaHouse(test)
}, 120_000)
afterAll(async () => {
  await house.close()
  await dispose()
  await test.drop()
})

const guestIn = async (room: TestRoom, chair: SeatActor, name: string) => {
  const { seat } = await room.knock(name)
  await admit(test.db, chair, { meetingId: room.meetingId, seatIds: [seat.seatId] }, clock.now())
  return room.seat(seat.seatId)
}
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => false,
    () => true,
  )

it('a banned seat loses the line and comes back by no token it kept', async () => {
  const room = await makeTestRoom(test.db)
  const chair = await room.enter(room.convenor)
  const guest = await guestIn(room, chair, '陈家长')
  const kept = await tokenOf(guest)
  const bot = await joinBot(house.url, kept)
  await removeSeat(test.db, chair, { meetingId: room.meetingId, seatId: guest.seatId }, clock.now())
  await until('the end of the line', () => Promise.resolve(!bot.room.isConnected), 20_000)
  expect(await refused(joinBot(house.url, kept))).toBe(true)
  await bot.leave()
})

it('an office that ends takes its holder’s voice within a second, until the chair decides', async () => {
  const room = await makeTestRoom(test.db)
  const { meetingId } = room
  const [chair, member] = [await room.enter(room.convenor), await room.enter(room.member)]
  await giveFloor(test.db, chair, { meetingId, seatId: member.seatId }, clock.now())
  const kept = await tokenOf(await room.seat(member.seatId))
  const listening = await joinBot(house.url, await tokenOf(chair))
  const speaking = await joinBot(house.url, kept)
  await speaking.speak()
  await until('the member’s voice', () => Promise.resolve(listening.heard.frames > 20))

  const [office] = await test.db.select().from(memberships).where(eq(memberships.personId, room.member.personId))
  const { id: membershipId, version } = office!
  const end = { membershipId, version, reason: '调离' }
  await endMembership(test.db, room.secretary, room.countyId, end, clock.now())
  await until('silence', () => Promise.resolve(listening.heard.tracks === 0), 1_000)
  // Still in the room and still hearing, with a token that was once good for a voice.
  expect(speaking.room.isConnected).toBe(true)
  expect(await refused(speaking.speak())).toBe(true)
  await speaking.leave()
  expect(await refused(joinBot(house.url, kept))).toBe(true)

  const settle = { meetingId, seatId: member.seatId, as: 'speaker' as const }
  await settleTerm(test.db, await room.seat(chair.seatId), settle, clock.now())
  const again = await joinBot(house.url, await tokenOf(await room.seat(member.seatId)))
  await again.speak()
  await until('the voice again', () => Promise.resolve(listening.heard.tracks === 1), 10_000)
  for (const bot of [listening, again]) await bot.leave()
}, 90_000)

it('a restricted item silences who is not on its list, until the next', async () => {
  const room = await makeTestRoom(test.db)
  const { meetingId, countyId } = room
  const [chair, listed] = [await room.enter(room.convenor), await room.enter(room.member)]
  const guest = await guestIn(room, chair, '陈家长')
  const items = await readAgenda(test.db, countyId, meetingId)
  const [open, closed] = items.map(({ id }) => AgendaItemId.parse(id))
  const readers = [room.convenor.personId, room.member.personId]
  const item = { id: closed!, mask: '限名单事项', title: '个案', readers }
  await test.db.transaction((tx) => createRestrictedDocument(tx, room.secretary, countyId, item, at))
  await test.db.update(agendaItems).set({ isRestricted: true }).where(eq(agendaItems.id, closed!))
  const go = (agendaItemId: AgendaItemId) => goToAgendaItem(test.db, chair, { meetingId, agendaItemId }, clock.now())
  await go(open!)

  const kept = await tokenOf(guest)
  const speaker = await joinBot(house.url, await tokenOf(chair))
  const inside = await joinBot(house.url, await tokenOf(listed))
  const outside = await joinBot(house.url, kept)
  await speaker.speak()
  const grows = async (bot: typeof inside) => {
    const before = bot.heard.frames
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    return bot.heard.frames > before
  }
  await until('sound for both', () => Promise.resolve(inside.heard.frames > 20 && outside.heard.frames > 20))

  await go(closed!)
  await until('silence outside', async () => !(await grows(outside)), 10_000)
  expect([await grows(outside), await grows(inside)]).toEqual([false, true])
  // The token from before would be sent everything: our proxy does not let it in.
  expect(await refused(joinBot(house.url, kept))).toBe(true)
  const say = { meetingId, id: MessageId.parse(crypto.randomUUID()), text: '名单内的话' }
  await sendChat(test.db, await room.seat(listed.seatId), say, clock.now())
  const aside = await room.seat(guest.seatId)
  await expect(
    sendChat(test.db, aside, { ...say, id: MessageId.parse(crypto.randomUUID()) }, clock.now()),
  ).rejects.toMatchObject({
    code: 'not_allowed',
  })
  const seen = await readRoom(test.db, aside, clock.now())
  expect(seen).toMatchObject({ me: { isSetAside: true, mayHear: false, mayPublish: false }, chat: [] })
  expect(seen.seats.map(({ id }) => id)).toEqual([guest.seatId])

  await go(open!)
  await until('sound again', () => grows(outside), 15_000)
  const after = await readRoom(test.db, await room.seat(guest.seatId), clock.now())
  expect(JSON.stringify(after)).not.toContain('名单内的话')
  expect(JSON.stringify(await readRoom(test.db, await room.seat(listed.seatId), clock.now()))).toContain('名单内的话')
  for (const bot of [speaker, inside, outside]) await bot.leave()
}, 90_000)
