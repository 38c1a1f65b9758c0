// Another county's ids in every place an id can be put, of every command and read about bodies, terms and the register:
// nobody learns that they exist, and nothing changes there or here.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deputies } from '@/db/schema/terms'
import { registerPlaces } from '@/db/schema/register'
import type { PersonActor } from '@/server/access'
import { addMembership } from '@/server/bodies/add-membership'
import { changeMembership, endMembership } from '@/server/bodies/change-membership'
import { createUnit } from '@/server/bodies/create-unit'
import { editBody, setBodyRules, writeCharter } from '@/server/bodies/edit-body'
import { renameUnit, setLeadUnit, takeOutUnit } from '@/server/bodies/edit-unit'
import { endDeputy, nameDeputy } from '@/server/bodies/name-deputy'
import { listBodies, listBodiesOfUnit, listUnits, readBody } from '@/server/bodies/read'
import { readRules } from '@/server/bodies/read-rules'
import { listEndingTerms, readMembership } from '@/server/bodies/read-terms'
import { setCounty } from '@/server/counties/set-county'
import type { AppError } from '@/server/errors'
import { DeputyId, PlaceId, type CountyId, type MembershipId, type SeriesId } from '@/server/ids'
import { findPeople } from '@/server/people/find-people'
import { addPlace, changePlace, startRegister } from '@/server/register/change-place'
import { listBodiesForRegister, readPlace, readRegister } from '@/server/register/read'
import { nameProxy, withdrawProxy } from '@/server/rooms/name-proxy'
import { readProxies } from '@/server/rooms/read-proxies'
import { settleTerm } from '@/server/rooms/settle-term'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'

let test: Awaited<ReturnType<typeof createTestDatabase>>
type Place = TestRoom & {
  membershipId: MembershipId
  deputyId: DeputyId
  placeId: PlaceId
  proxyId: Awaited<ReturnType<typeof nameProxy>>['proxyId']
  seatId: Awaited<ReturnType<TestRoom['enter']>>['seatId']
}
let [here, there]: Place[] = []
/** Whoever may do most in their own county. */
let me: PersonActor

async function makePlace(): Promise<Place> {
  const room = await makeTestRoom(test.db)
  const { db } = test
  const [{ id: membershipId }] = (await db.execute(
    sql`select id from memberships where person_id = ${room.member.personId}`,
  )) as unknown as [{ id: MembershipId }]
  const seat = await room.enter(room.convenor)
  const deputy = { membershipId, personId: room.stranger.personId, fromOn: '2026-01-01', untilOn: null }
  const deputyId = await nameDeputy(db, room.secretary, room.countyId, deputy, at)
  const proxy = { meetingId: room.meetingId, membershipId, proxy: { name: '代会人' } }
  const { proxyId } = await nameProxy(db, room.secretary, proxy, at)
  const form = {
    kind: 'township',
    name: '某镇',
    code: '330109101',
    parentId: null,
    isNoted: false,
    bodyId: null,
  } as const
  const facts = { establishedOn: null, evidence: '', evidenceNumber: null }
  const placeId = await addPlace(db, room.secretary, room.countyId, { ...form, ...facts }, at)
  return { ...room, membershipId, deputyId, placeId, proxyId, seatId: seat.seatId }
}

beforeAll(async () => {
  test = await createTestDatabase()
  here = await makePlace()
  there = await makePlace()
  me = { ...here.secretary, adminRoles: ['system', 'security', 'audit'] }
})
afterAll(() => test.drop())

/** What is stored, but for refusals in the trail, which belong there. */
const everything = async () => {
  const tables = [
    ...['counties', 'bodies', 'units', 'body_units', 'memberships', 'deputies', 'proxies', 'seats', 'seat_links'],
    ...['charter_versions', 'body_quorums', 'series', 'register_places', 'meetings', 'people'],
  ]
  const rows = await Promise.all(
    tables.map((table) => test.db.execute(sql`select to_jsonb(t) as row from ${sql.identifier(table)} t`)),
  )
  return rows.map((each) => each.map(({ row }) => JSON.stringify(row)).sort())
}

const term = { office: 'member', fromOn: '2026-01-01', untilOn: null } as const
const facts = { name: '改名', level: 'county', establishedOn: null, evidence: '', evidenceNumber: null } as const
const rules = { conveningOffice: null, conveningUnitId: null, proposers: [], quorums: [], series: [] }
const charter = { after: 0, text: '章程', inForceFrom: '2026-01-01', why: '试' }
const place = { kind: 'school', name: '某校', code: null, parentId: null, isNoted: false, bodyId: null } as const
const undated = { establishedOn: null, evidence: '', evidenceNumber: null }
const county = { level: 'county', division: null, timeZone: 'Asia/Shanghai', locale: 'en' } as const
const locales = ['en' as const]
const quiet = { quietFrom: '20:00', quietUntil: '08:00' }

type Ids = { mine: Place; theirs: Place; countyId: CountyId }
type Attempt = (ids: Ids) => Promise<unknown>

/** Each writes or reads one thing by an id of theirs. `countyId` is mine in one round, theirs in the other. */
const attempts: Record<string, Attempt> = {
  'addMembership: body': ({ mine, theirs, countyId }) =>
    addMembership(
      test.db,
      me,
      countyId,
      { ...term, bodyId: theirs.bodyId, unitId: mine.unit.school, personId: mine.stranger.personId },
      at,
    ),
  'addMembership: unit': ({ mine, theirs, countyId }) =>
    addMembership(
      test.db,
      me,
      countyId,
      { ...term, bodyId: mine.bodyId, unitId: theirs.unit.school, personId: mine.stranger.personId },
      at,
    ),
  'addMembership: person': ({ mine, theirs, countyId }) =>
    addMembership(
      test.db,
      me,
      countyId,
      { ...term, bodyId: mine.bodyId, unitId: mine.unit.school, personId: theirs.stranger.personId },
      at,
    ),
  'changeMembership: membership': ({ mine, theirs, countyId }) =>
    changeMembership(
      test.db,
      me,
      countyId,
      { ...term, membershipId: theirs.membershipId, version: 1, unitId: mine.unit.school },
      at,
    ),
  'changeMembership: unit': ({ mine, theirs, countyId }) =>
    changeMembership(
      test.db,
      me,
      countyId,
      { ...term, membershipId: mine.membershipId, version: 1, unitId: theirs.unit.family },
      at,
    ),
  'endMembership: membership': ({ theirs, countyId }) =>
    endMembership(test.db, me, countyId, { membershipId: theirs.membershipId, version: 1, reason: '试' }, at),
  'nameDeputy: membership': ({ mine, theirs, countyId }) =>
    nameDeputy(
      test.db,
      me,
      countyId,
      { membershipId: theirs.membershipId, personId: mine.observer.personId, fromOn: '2026-01-01', untilOn: null },
      at,
    ),
  'nameDeputy: person': ({ mine, theirs, countyId }) =>
    nameDeputy(
      test.db,
      me,
      countyId,
      { membershipId: mine.membershipId, personId: theirs.observer.personId, fromOn: '2026-01-01', untilOn: null },
      at,
    ),
  'endDeputy: deputy': ({ theirs, countyId }) => endDeputy(test.db, me, countyId, theirs.deputyId, at),
  'createUnit: body': ({ theirs, countyId }) =>
    createUnit(test.db, me, { countyId, bodyId: theirs.bodyId }, { name: '新单位', kind: 'society' }, at),
  'renameUnit: body': ({ mine, theirs, countyId }) =>
    renameUnit(test.db, me, countyId, { bodyId: theirs.bodyId, unitId: mine.unit.school, name: '改名' }, at),
  'renameUnit: unit': ({ mine, theirs, countyId }) =>
    renameUnit(test.db, me, countyId, { bodyId: mine.bodyId, unitId: theirs.unit.school, name: '改名' }, at),
  'takeOutUnit: unit': ({ mine, theirs, countyId }) =>
    takeOutUnit(test.db, me, countyId, { bodyId: mine.bodyId, unitId: theirs.unit.family }, at),
  'takeOutUnit: body': ({ mine, theirs, countyId }) =>
    takeOutUnit(test.db, me, countyId, { bodyId: theirs.bodyId, unitId: mine.unit.family }, at),
  'setLeadUnit: unit': ({ mine, theirs, countyId }) =>
    setLeadUnit(test.db, me, countyId, { bodyId: mine.bodyId, unitId: theirs.unit.family }, at),
  'setLeadUnit: body': ({ mine, theirs, countyId }) =>
    setLeadUnit(test.db, me, countyId, { bodyId: theirs.bodyId, unitId: mine.unit.family }, at),
  'editBody: body': ({ theirs, countyId }) =>
    editBody(test.db, me, countyId, { ...facts, bodyId: theirs.bodyId, version: 1 }, at),
  'setBodyRules: body': ({ theirs, countyId }) =>
    setBodyRules(test.db, me, countyId, { ...rules, bodyId: theirs.bodyId, version: 1 }, at),
  'setBodyRules: unit': ({ mine, theirs, countyId }) =>
    setBodyRules(
      test.db,
      me,
      countyId,
      { ...rules, bodyId: mine.bodyId, version: 1, conveningUnitId: theirs.unit.school },
      at,
    ),
  'setBodyRules: series': ({ mine, theirs, countyId }) =>
    setBodyRules(
      test.db,
      me,
      countyId,
      {
        ...rules,
        bodyId: mine.bodyId,
        version: 1,
        series: [{ id: theirs.seriesId as SeriesId, every: 1, unit: 'month' }],
      },
      at,
    ),
  'writeCharter: body': ({ theirs, countyId }) =>
    writeCharter(test.db, me, countyId, { ...charter, bodyId: theirs.bodyId }, at),
  'nameProxy: meeting': ({ mine, theirs }) =>
    nameProxy(test.db, me, { meetingId: theirs.meetingId, membershipId: mine.membershipId, proxy: { name: '某' } }, at),
  'nameProxy: membership': ({ mine, theirs }) =>
    nameProxy(test.db, me, { meetingId: mine.meetingId, membershipId: theirs.membershipId, proxy: { name: '某' } }, at),
  'nameProxy: person': ({ mine, theirs }) =>
    nameProxy(
      test.db,
      me,
      { meetingId: mine.meetingId, membershipId: mine.membershipId, proxy: { personId: theirs.stranger.personId } },
      at,
    ),
  'withdrawProxy: proxy': ({ mine, theirs }) =>
    withdrawProxy(test.db, me, { meetingId: mine.meetingId, proxyId: theirs.proxyId }, at),
  'withdrawProxy: meeting': ({ mine, theirs }) =>
    withdrawProxy(test.db, me, { meetingId: theirs.meetingId, proxyId: mine.proxyId }, at),
  'settleTerm: seat': ({ mine, theirs }) =>
    settleTerm(test.db, me, { meetingId: mine.meetingId, seatId: theirs.seatId, as: 'observer' }, at),
  'settleTerm: meeting': ({ mine, theirs }) =>
    settleTerm(test.db, me, { meetingId: theirs.meetingId, seatId: mine.seatId, as: 'observer' }, at),
  'addPlace: parent': ({ theirs, countyId }) =>
    addPlace(test.db, me, countyId, { ...place, ...undated, parentId: theirs.placeId }, at),
  'addPlace: body': ({ theirs, countyId }) =>
    addPlace(test.db, me, countyId, { ...place, ...undated, bodyId: theirs.bodyId }, at),
  'changePlace: place': ({ theirs, countyId }) =>
    changePlace(test.db, me, countyId, { placeId: theirs.placeId, version: 1 }, { ...place, ...undated }, at),
  'changePlace: parent': ({ mine, theirs, countyId }) =>
    changePlace(
      test.db,
      me,
      countyId,
      { placeId: mine.placeId, version: 1 },
      { ...place, ...undated, parentId: theirs.placeId },
      at,
    ),
  'changePlace: body': ({ mine, theirs, countyId }) =>
    changePlace(
      test.db,
      me,
      countyId,
      { placeId: mine.placeId, version: 1 },
      { ...place, ...undated, bodyId: theirs.bodyId },
      at,
    ),
  'setCounty: county': ({ theirs }) =>
    setCounty(test.db, me, theirs.countyId, { ...county, locales, ...quiet, name: '改名' }, at),
  'startRegister: county': ({ theirs }) => startRegister(test.db, me, theirs.countyId, at),
  'readBody: body': ({ theirs }) => readBody(test.db, me, theirs.bodyId),
  'readRules: body': ({ theirs }) => readRules(test.db, me, theirs.bodyId),
  'readMembership: membership': ({ mine, theirs }) => readMembership(test.db, me, mine.bodyId, theirs.membershipId),
  'readProxies: meeting': ({ theirs }) => readProxies(test.db, me, theirs.meetingId),
  'readPlace: place': ({ theirs }) => readPlace(test.db, me, theirs.placeId),
}

it.each(Object.entries(attempts))('%s', async (_, attempt) => {
  const before = await everything()
  for (const countyId of [here!.countyId, there!.countyId]) {
    const code = await attempt({ mine: here!, theirs: there!, countyId }).then(
      () => 'done',
      (error: AppError) => error.code ?? String(error),
    )
    expect(['not_found', 'not_allowed', 'invalid_input']).toContain(code)
  }
  expect(await everything()).toEqual(before)
})

it('finds nothing of theirs in any list', async () => {
  const lists = await Promise.all([
    listBodies(test.db, me),
    listBodiesOfUnit(test.db, me, there!.unit.school),
    listUnits(test.db, me, there!.bodyId),
    listEndingTerms(test.db, me, '2026-09-16'),
    findPeople(test.db, me, '校长'),
    readRegister(test.db, me),
    listBodiesForRegister(test.db, me),
  ])
  const text = JSON.stringify(lists)
  const ids = [there!.bodyId, there!.placeId, there!.member.personId, ...Object.values(there!.unit)]
  for (const id of ids) expect(text).not.toContain(id)
  // And does find what is here, so that the test can fail.
  expect(text).toContain(here!.bodyId)
  expect(text).toContain(here!.placeId)
  expect(text).toContain(here!.member.personId)
})

it.each([
  [
    'a deputy of theirs for a membership of mine',
    () => [deputies, { membershipId: here!.membershipId, personId: there!.observer.personId }],
  ],
  ['a place of mine within theirs', () => [registerPlaces, { parentId: there!.placeId }]],
])('the database itself refuses %s', async (_, what) => {
  const [table, ids] = what() as [typeof deputies, Record<string, string>]
  const common = { countyId: here!.countyId, createdAt: at, fromOn: '2026-01-01', kind: 'school', name: '某校' }
  const id = table === deputies ? DeputyId.parse(crypto.randomUUID()) : PlaceId.parse(crypto.randomUUID())
  const insert = test.db.insert(table).values({ ...common, ...ids, id } as never)
  await expect(insert.then(() => 'stored')).rejects.toMatchObject({ cause: { code: '23503' } })
})
