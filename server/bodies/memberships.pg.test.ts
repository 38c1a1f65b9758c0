// Memberships on a real Postgres: two administrators at once, terms by the county's own clock, deputies and proxies.
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bodyUnits, memberships } from '@/db/schema/bodies'
import { events } from '@/db/schema/events'
import { seats } from '@/db/schema/rooms'
import type { PersonActor } from '@/server/access'
import { addMembership } from '@/server/bodies/add-membership'
import { changeMembership, endMembership } from '@/server/bodies/change-membership'
import { takeOutUnit, setLeadUnit } from '@/server/bodies/edit-unit'
import { endDeputy, nameDeputy } from '@/server/bodies/name-deputy'
import { listEndingTerms } from '@/server/bodies/read-terms'
import type { AppError } from '@/server/errors'
import type { PersonId } from '@/server/ids'
import { readPerson } from '@/server/people/read-person'
import { findPeople } from '@/server/people/find-people'
import { nameProxy, withdrawProxy } from '@/server/rooms/name-proxy'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const placeOf = async ({ personId }: PersonActor) =>
  (await test.db.select().from(memberships).where(eq(memberships.personId, personId)))[0]!
const now = (personId: PersonId, when = at) =>
  readPerson(test.db, room.countyId, personId, { sessionId: null, tokenId: null }, when)
const officesOf = async (who: PersonActor, when = at) =>
  (await now(who.personId, when))!.memberships.map((m) => m.office)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: AppError) => error.code,
  )
const fieldsOf = (work: Promise<unknown>) =>
  work.then(
    () => ({}),
    (error: AppError) => error.fields,
  )
const verbs = async () =>
  (await test.db.select().from(events).where(eq(events.countyId, room.countyId)).orderBy(events.seq)).map((e) => e.verb)

it('lets one of two administrators change a membership, and tells the other', async () => {
  const place = await placeOf(room.member)
  const change = { membershipId: place.id, version: place.version, unitId: place.unitId, fromOn: place.fromOn }
  const outcomes = await Promise.all([
    codeOf(
      changeMembership(test.db, room.secretary, room.countyId, { ...change, office: 'liaison', untilOn: null }, at),
    ),
    codeOf(
      changeMembership(
        test.db,
        room.convenor,
        room.countyId,
        { ...change, office: 'member', untilOn: '2027-01-31' },
        at,
      ),
    ),
    codeOf(endMembership(test.db, room.convenor, room.countyId, { ...change, reason: '调离' }, at)),
  ])
  expect(outcomes.sort()).toEqual(['conflict', 'conflict', 'done'])
  const after = await placeOf(room.member)
  expect(after.version).toBe(2)
  expect(
    (await verbs()).filter((verb) => verb.startsWith('membership.c') || verb.startsWith('membership.e')),
  ).toHaveLength(1)
  // With what stands now, the second may decide again.
  if (after.endedAt === null) {
    const again = { ...change, version: after.version, office: 'observer' as const, untilOn: null }
    expect(await codeOf(changeMembership(test.db, room.convenor, room.countyId, again, at))).toBe('done')
  }
})

it('counts the last day whole, by the clock of the county', async () => {
  const { id, version, unitId, fromOn, office } = await placeOf(room.member)
  const change = { membershipId: id, version, unitId, fromOn, office, untilOn: '2026-09-16' }
  await changeMembership(test.db, room.secretary, room.countyId, change, at)
  // Shanghai: the 16th ends at 16:00 UTC.
  expect(await officesOf(room.member, new Date('2026-09-16T15:59:59Z'))).toEqual(['member'])
  expect(await officesOf(room.member, new Date('2026-09-16T16:00:00Z'))).toEqual([])
  expect(await listEndingTerms(test.db, room.secretary, '2026-09-16')).toMatchObject([{ name: '赵校长' }])
  expect(await listEndingTerms(test.db, room.secretary, '2026-08-17')).toHaveLength(1)
  expect(await listEndingTerms(test.db, room.secretary, '2026-08-16')).toHaveLength(0)
  expect(await listEndingTerms(test.db, room.member, '2026-09-16')).toEqual([])
})

it('ends a membership at once, with the reason kept out of the trail', async () => {
  const { id, version } = await placeOf(room.member)
  await endMembership(test.db, room.secretary, room.countyId, { membershipId: id, version, reason: '调离本县' }, at)
  expect(await officesOf(room.member)).toEqual([])
  expect(await placeOf(room.member)).toMatchObject({ untilOn: '2026-09-16', endReason: '调离本县', endedAt: at })
  const [line] = await test.db.select().from(events).where(eq(events.verb, 'membership.end')).limit(1)
  expect(JSON.stringify(line!.detail)).not.toContain('调离')
  const again = { membershipId: id, version: version + 1, reason: '再次' }
  expect(await codeOf(endMembership(test.db, room.secretary, room.countyId, again, at))).toBe('conflict')
})

it('gives a deputy the office for a while, never longer than the member has it', async () => {
  const place = await placeOf(room.convenor)
  const deputy = {
    membershipId: place.id,
    personId: room.stranger.personId,
    fromOn: '2026-09-16',
    untilOn: '2026-09-20',
  }
  const name = () => nameDeputy(test.db, room.secretary, room.countyId, deputy, at)
  const outcomes = await Promise.all([name(), name()].map(codeOf))
  expect(outcomes.sort()).toEqual(['done', 'invalid_input'])
  expect(await officesOf(room.stranger)).toEqual(['convenor'])
  expect(await officesOf(room.stranger, new Date('2026-09-20T16:00:00Z'))).toEqual([])
  const seat = await room.enter((await now(room.stranger.personId))!)
  expect(seat.role).toBe('chair')
  // The member's end is the deputy's too, also in the room.
  const ended = { membershipId: place.id, version: place.version, reason: '换届' }
  await endMembership(test.db, room.secretary, room.countyId, ended, later(5))
  expect(await officesOf(room.stranger, later(6))).toEqual([])
  expect(await room.seat(seat.seatId)).toMatchObject({ role: 'observer', mayWrite: false })
  const self = { membershipId: place.id, personId: room.convenor.personId, fromOn: '2026-09-16', untilOn: null }
  expect(await fieldsOf(nameDeputy(test.db, room.secretary, room.countyId, self, at))).toEqual({ personId: 'isMember' })
})

it('ends a deputy at once, and once', async () => {
  const place = await placeOf(room.member)
  const input = { membershipId: place.id, personId: room.stranger.personId, fromOn: '2026-09-16', untilOn: null }
  const id = await nameDeputy(test.db, room.secretary, room.countyId, input, at)
  const outcomes = await Promise.all(
    [1, 2].map(() => codeOf(endDeputy(test.db, room.secretary, room.countyId, id, at))),
  )
  expect(outcomes.sort()).toEqual(['conflict', 'done'])
  expect(await officesOf(room.stranger)).toEqual([])
})

it('lets a proxy hold the place for this sitting only, and the member be an observer meanwhile', async () => {
  const place = await placeOf(room.member)
  const member = await room.enter(room.member)
  const proxy = { personId: room.stranger.personId }
  const name = () =>
    nameProxy(test.db, room.secretary, { meetingId: room.meetingId, membershipId: place.id, proxy }, at)
  const [first, second] = await Promise.allSettled([name(), name()])
  const made = [first, second].find((each) => each.status === 'fulfilled') as PromiseFulfilledResult<
    Awaited<ReturnType<typeof name>>
  >
  const refused = [first, second].find((each) => each.status === 'rejected') as PromiseRejectedResult
  expect((refused.reason as AppError).fields).toEqual({ membershipId: 'hasProxy' })
  expect(await room.seat(made.value.seatId)).toMatchObject({ role: 'speaker', admission: 'admitted', mayWrite: true })
  expect(await room.seat(member.seatId)).toMatchObject({ role: 'observer', mayWrite: false })
  // Outside this room the proxy has no office.
  expect(await officesOf(room.stranger)).toEqual([])

  await withdrawProxy(test.db, room.secretary, { meetingId: room.meetingId, proxyId: made.value.proxyId }, later(1))
  expect(await room.seat(made.value.seatId)).toMatchObject({ role: 'observer', admission: 'refused' })
  expect(await room.seat(member.seatId)).toMatchObject({ role: 'speaker', mayWrite: true })
  // And once more, with the seat of before.
  const again = await name()
  expect(again.seatId).toBe(made.value.seatId)
  expect(await room.seat(again.seatId)).toMatchObject({ role: 'speaker', admission: 'admitted' })
})

it('never lets somebody who comes by a link alone run the room', async () => {
  const place = await placeOf(room.convenor)
  const input = { meetingId: room.meetingId, membershipId: place.id, proxy: { name: '钱科长' } }
  const { seatId, path } = await nameProxy(test.db, room.secretary, input, at)
  expect(await room.seat(seatId)).toMatchObject({ role: 'speaker', mayWrite: false, personId: null })
  expect(path).toMatch(/^\/l\/[A-Za-z0-9_-]{32}$/)
})

it('refuses a proxy where the term does not cover the day of the sitting', async () => {
  const { id, version, unitId, fromOn, office } = await placeOf(room.member)
  const change = { membershipId: id, version, unitId, fromOn, office, untilOn: '2026-09-15' }
  await changeMembership(test.db, room.secretary, room.countyId, change, at)
  const input = { meetingId: room.meetingId, membershipId: id, proxy: { name: '某人' } }
  expect(await fieldsOf(nameProxy(test.db, room.secretary, input, at))).toEqual({ membershipId: 'unknown' })
})

it('takes a unit out only when nobody holds an office for it, also while one is being given', async () => {
  const unit = { bodyId: room.bodyId, unitId: room.unit.family }
  const appoint = () =>
    addMembership(
      test.db,
      room.secretary,
      room.countyId,
      { ...unit, personId: room.stranger.personId, office: 'member', fromOn: '2026-09-16', untilOn: null },
      at,
    )
  const outcomes = await Promise.all([
    codeOf(appoint()),
    codeOf(takeOutUnit(test.db, room.convenor, room.countyId, unit, at)),
  ])
  expect(outcomes.filter((code) => code === 'done')).toHaveLength(1)
  const [row] = await test.db
    .select()
    .from(bodyUnits)
    .where(and(eq(bodyUnits.countyId, room.countyId), eq(bodyUnits.unitId, unit.unitId)))
  const isOut = row!.takenOutAt !== null
  expect((await officesOf(room.stranger)).length).toBe(isOut ? 0 : 1)
  const lead = { bodyId: room.bodyId, unitId: room.unit.department }
  expect(await fieldsOf(takeOutUnit(test.db, room.convenor, room.countyId, lead, at))).toEqual({ unitId: 'unitIsLead' })
})

it('changes the lead in one step, and two at once leave exactly one', async () => {
  await Promise.all(
    [room.unit.school, room.unit.family].map((unitId) =>
      setLeadUnit(test.db, room.secretary, room.countyId, { bodyId: room.bodyId, unitId }, at),
    ),
  )
  const rows = await test.db
    .select()
    .from(bodyUnits)
    .where(and(eq(bodyUnits.countyId, room.countyId), eq(bodyUnits.isLead, true)))
  expect(rows).toHaveLength(1)
  expect(rows[0]!.unitId).not.toBe(room.unit.department)
})

it('raises a seat when a weightier office is given in the middle of a sitting', async () => {
  const seat = await room.enter(room.member)
  const office = { bodyId: room.bodyId, unitId: room.unit.school, office: 'deputy-convenor' as const }
  const term = { fromOn: '2026-09-16', untilOn: null }
  await addMembership(
    test.db,
    room.secretary,
    room.countyId,
    { ...office, ...term, personId: room.member.personId },
    at,
  )
  expect(await room.seat(seat.seatId)).toMatchObject({ role: 'chair' })
  const [row] = await test.db.select().from(seats).where(eq(seats.id, seat.seatId))
  expect(row!.termEnd).toBeNull()
})

it('finds people by part of a name, as it was typed', async () => {
  const found = (query: string) => findPeople(test.db, room.secretary, query)
  expect((await found('校')).map(({ name }) => name)).toEqual(['赵校长'])
  expect(await found('')).toEqual([])
  expect(await found('%')).toEqual([])
  expect((await found('赵'))[0]!.units).toEqual(['实验小学'])
})
