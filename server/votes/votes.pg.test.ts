// Votes on a real Postgres: who has one, what is counted when everybody sends at once, and what is left of a secret vote.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { bodyUnits, units } from '@/db/schema/bodies'
import { bodyQuorums } from '@/db/schema/body-rules'
import { agendaItems } from '@/db/schema/meetings'
import { seats } from '@/db/schema/rooms'
import { voteBallots, votePlaces, votes } from '@/db/schema/votes'
import type { PersonActor, SeatActor } from '@/server/access'
import { toAppError } from '@/server/errors'
import { type AgendaItemId, UnitId, VoteId, type VotePlaceId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { blocksOfItem } from '@/server/minutes/blocks'
import { createRestrictedDocument } from '@/server/minutes/create-document'
import { fragmentOfItem } from '@/server/minutes/contract'
import { freeze, readTextAt } from '@/server/minutes/freeze'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { verifyFrozen } from '@/server/minutes/verify'
import { nameProxy } from '@/server/rooms/name-proxy'
import { readRoom } from '@/server/rooms/read-room'
import { removeSeat } from '@/server/rooms/remove-seat'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { castBallot } from './cast-ballot'
import { cancelVote, closeVote } from './close-vote'
import { NewVote, VoteResult } from './contract'
import { createVote } from './create-vote'
import { openVote } from './open-vote'
import { readVotesOfMeeting } from './read'
import { recordHands } from './record-hands'
import { lookAtBox } from './secret-box'
import { writeIntoMinutes } from './write-into-minutes'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
const db = () => database.db
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  room = await makeTestRoom(db())
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toAppError(error).code,
  )

async function itemOf({ countyId, meetingId }: TestRoom, position = 2): Promise<AgendaItemId> {
  const [item] = await db()
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(
      and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId), eq(agendaItems.position, position)),
    )
  return item!.id
}

type Asked = Partial<typeof NewVote._zod.input>
async function prepare(change: Asked = {}, by: PersonActor = room.secretary) {
  const id = VoteId.parse(crypto.randomUUID())
  const input = NewVote.parse({
    id,
    agendaItemId: await itemOf(room),
    question: '同意错峰放学吗',
    kind: 'open',
    ...change,
  })
  await createVote(db(), by, { meetingId: room.meetingId, ...input }, at)
  return { meetingId: room.meetingId, voteId: id }
}
type Target = Awaited<ReturnType<typeof prepare>>
async function open(change: Asked = {}): Promise<Target> {
  const target = await prepare(change)
  await openVote(db(), room.secretary, target, at)
  return target
}
const placesOfVote = ({ voteId }: Target) =>
  db().select().from(votePlaces).where(eq(votePlaces.voteId, voteId)).orderBy(asc(votePlaces.name), asc(votePlaces.id))
const placeOfUnit = async (target: Target, unitId: UnitId) =>
  (await placesOfVote(target)).find((place) => place.unitId === unitId)!.id
const rowOf = async ({ voteId }: Target) => (await db().select().from(votes).where(eq(votes.id, voteId)))[0]!
const resultOf = async (target: Target) => VoteResult.parse((await rowOf(target)).result)
const cast = (seat: SeatActor, { voteId }: Target, placeId: VotePlaceId, choice: number) =>
  castBallot(db(), seat, { voteId, placeId, choice }, later(60))
const close = (target: Target) => closeVote(db(), room.secretary, target, later(120))

/** So many schools, each with a member who is in the room. */
async function manySchools(count: number) {
  const made: { seat: SeatActor; unitId: UnitId }[] = []
  for (let n = 0; n < count; n++) {
    const unitId = UnitId.parse(crypto.randomUUID())
    const { countyId, bodyId } = room
    await db()
      .insert(units)
      .values({ countyId, id: unitId, name: `第${n + 1}小学`, kind: 'school', createdAt: at })
    await db().insert(bodyUnits).values({ countyId, bodyId, unitId })
    made.push({ unitId, seat: await room.enter(await room.person(`校长${n + 1}`, 'member', unitId)) })
  }
  return made
}

describe('who has a vote', () => {
  test('every unit of the body has one, whether it is here or not; of two from one unit the first counts', async () => {
    const [chair, scribe] = [await room.enter(room.convenor), await room.enter(room.secretary)]
    const target = await open({ mayChange: false })
    const places = await placesOfVote(target)
    expect(places.map(({ name, isPresent }) => [name, isPresent])).toEqual([
      ['县教育局', true],
      ['实验小学', false],
      ['实验小学家长委员会', false],
    ])
    const placeId = await placeOfUnit(target, room.unit.department)
    await cast(chair, target, placeId, 0)
    expect(await codeOf(cast(scribe, target, placeId, 1))).toBe('vote_cast')
    await close(target)
    expect(await resultOf(target)).toMatchObject({ counts: [1, 0, 0], cast: 1, present: 1, entitled: 3 })
  })

  test('a proxy gives the vote of whom they stand for, and the member none meanwhile', async () => {
    const member = await room.enter(room.member)
    const input = { membershipId: room.member.memberships[0]! as never, meetingId: room.meetingId }
    const [membership] = await database.sql<{ id: string }[]>`
      select id from memberships where person_id = ${room.member.personId}`
    const { result } = {
      result: await nameProxy(
        db(),
        room.secretary,
        { ...input, membershipId: membership!.id as never, proxy: { name: '钱副校长' } },
        at,
      ),
    }
    const target = await open({ kind: 'named' })
    const placeId = await placeOfUnit(target, room.unit.school)
    expect(await codeOf(cast(await room.seat(member.seatId), target, placeId, 1))).toBe('not_allowed')
    await cast(await room.seat(result.seatId), target, placeId, 0)
    await close(target)
    const { votes: list } = await readVotesOfMeeting(db(), room.secretary, room.meetingId)
    expect(list[0]!.voters).toEqual([
      { name: '实验小学', unitKind: 'school', choice: 0, by: '钱副校长', isByHand: false },
    ])
  })

  test('one vote a person: the people of the record, not watchers; guests only where the vote says so', async () => {
    const { seat: guest } = await room.knock('陈家长')
    await db().update(seats).set({ admission: 'admitted' }).where(eq(seats.id, guest.seatId))
    const without = await placesOfVote(await open({ per: 'person' }))
    expect(without.map(({ name }) => name).sort()).toEqual(['李秘书', '王局长', '赵校长'].sort())
    const target = await open({ per: 'person', withGuests: true })
    const mine = (await placesOfVote(target)).find(({ seatId }) => seatId === guest.seatId)!
    await cast(await room.seat(guest.seatId), target, mine.id, 2)
    await close(target)
    expect((await resultOf(target)).counts).toEqual([0, 0, 1])
  })

  test('a guest gives the vote of a unit that nobody holds in the record, and of no other', async () => {
    const { seat } = await room.knock('陈家长')
    await db().update(seats).set({ admission: 'admitted' }).where(eq(seats.id, seat.seatId))
    const guest = await room.seat(seat.seatId)
    const target = await open()
    await cast(guest, target, await placeOfUnit(target, room.unit.family), 0)
    await db().update(seats).set({ unitId: room.unit.school }).where(eq(seats.id, seat.seatId))
    expect(
      await codeOf(cast(await room.seat(seat.seatId), target, await placeOfUnit(target, room.unit.school), 0)),
    ).toBe('not_allowed')
  })

  test('the electorate is that of the opening: a unit that joins later has no vote', async () => {
    const target = await open()
    const [school] = await manySchools(1)
    expect((await placesOfVote(target)).some(({ unitId }) => unitId === school!.unitId)).toBe(false)
    const somebodyElses = await placeOfUnit(target, room.unit.family)
    expect(await codeOf(cast(school!.seat, target, somebodyElses, 0))).toBe('not_allowed')
  })
})

describe('the quorum', () => {
  const ask = (count: number) =>
    db().insert(bodyQuorums).values({ countyId: room.countyId, bodyId: room.bodyId, kind: 'school', count })
  test('missed at opening makes it an opinion, for good; met, a decision', async () => {
    await ask(1)
    const chair = await room.enter(room.convenor)
    const first = await open()
    await room.enter(room.member)
    await cast(chair, first, await placeOfUnit(first, room.unit.department), 0)
    await close(first)
    expect(await rowOf(first)).toMatchObject({ isOpinion: true, quorum: { state: 'missed' } })
    expect((await resultOf(first)).outcome).toBe('opinion')
    const second = await open()
    await cast(chair, second, await placeOfUnit(second, room.unit.department), 0)
    await close(second)
    expect(await rowOf(second)).toMatchObject({ isOpinion: false, quorum: { state: 'met', present: 2 } })
  })
})

test('200 ballots at once, with duplicates, replays, changes of mind, revoked seats and late ones: counted once, and right', async () => {
  const schools = await manySchools(40)
  const revoked = schools.slice(0, 5)
  const target = await open({ kind: 'named', base: 'cast' })
  const late = await open({ kind: 'named' })
  for (const { seat } of revoked)
    await removeSeat(db(), room.secretary, { meetingId: room.meetingId, seatId: seat.seatId }, at)
  const places = new Map((await placesOfVote(target)).map(({ id, unitId }) => [unitId, id]))
  const ballots = schools.flatMap(({ seat, unitId }, n) =>
    // The same five times: a device that tries again, and a second device of the same seat.
    Array.from({ length: 5 }, () => codeOf(cast(seat, target, places.get(unitId)!, n % 3))),
  )
  expect(ballots).toHaveLength(200)
  const codes = await Promise.all(ballots)
  // Their right ended before they sent.
  expect(codes.slice(0, 25)).toEqual(Array(25).fill('seat_banned'))
  expect(new Set(codes.slice(25))).toEqual(new Set(['done']))
  const rows = await db().select().from(voteBallots).where(eq(voteBallots.voteId, target.voteId))
  expect(rows).toHaveLength(35)
  // Somebody closes while the others still send: each is in the count or was refused.
  const lateOf = new Map((await placesOfVote(late)).map(({ id, unitId }) => [unitId, id]))
  const racing = schools.slice(5).map(({ seat, unitId }) => codeOf(cast(seat, late, lateOf.get(unitId)!, 0)))
  const [told] = await Promise.all([Promise.all(racing), close(late), close(late)])
  const counted = (await resultOf(late)).cast
  expect(told.filter((code) => code === 'done')).toHaveLength(counted)
  expect(told.filter((code) => code === 'vote_closed')).toHaveLength(35 - counted)
  await close(target)
  const expected = [0, 1, 2].map((choice) => schools.slice(5).filter((_, n) => (n + 5) % 3 === choice).length)
  expect(await resultOf(target)).toMatchObject({ counts: expected, cast: 35 })
  expect(await codeOf(cast(schools[9]!.seat, target, places.get(schools[9]!.unitId)!, 0))).toBe('vote_closed')
}, 60_000)

test('secret ballots at once: one a place, whatever is sent again, and nothing said of what was in it', async () => {
  const schools = await manySchools(40)
  const target = await open({ kind: 'secret', base: 'cast' })
  const places = new Map((await placesOfVote(target)).map(({ id, unitId }) => [unitId, id]))
  const all = schools.flatMap(({ seat, unitId }, n) =>
    [n % 2, n % 2, 1 - (n % 2), 2, n % 2].map((choice) => [seat, places.get(unitId)!, choice] as const),
  )
  const codes = await Promise.all(all.map(([seat, placeId, choice]) => codeOf(cast(seat, target, placeId, choice))))
  expect(codes.filter((code) => code === 'done')).toHaveLength(40)
  expect(codes.filter((code) => code === 'vote_cast')).toHaveLength(160)
  // The same ballot again and another one are refused alike: the answer must not tell which it was.
  const [first] = schools
  const again = await Promise.all(
    [0, 1, 2].map((c) => codeOf(cast(first!.seat, target, places.get(first!.unitId)!, c))),
  )
  expect(again).toEqual(['vote_cast', 'vote_cast', 'vote_cast'])
  const seen = await readRoom(db(), first!.seat, later(61))
  expect(seen.votes[0]).toMatchObject({
    cast: 40,
    result: null,
    voters: [],
    waiting: [],
    mine: [{ hasVoted: true, choice: null }],
  })
  await close(target)
  expect((await resultOf(target)).cast).toBe(40)
}, 60_000)

describe('an open vote', () => {
  test('may be changed until it is closed, where the vote allows it', async () => {
    const chair = await room.enter(room.convenor)
    const target = await open()
    const placeId = await placeOfUnit(target, room.unit.department)
    await cast(chair, target, placeId, 0)
    await cast(chair, target, placeId, 1)
    await close(target)
    expect((await resultOf(target)).counts).toEqual([0, 1, 0])
  })

  test('hands in the hall: counted once, anew, and never over a device', async () => {
    const chair = await room.enter(room.convenor)
    const target = await open({ kind: 'named' })
    const [own, school, family] = [
      await placeOfUnit(target, room.unit.department),
      await placeOfUnit(target, room.unit.school),
      await placeOfUnit(target, room.unit.family),
    ]
    await cast(chair, target, own, 0)
    const hands = (entries: [VotePlaceId, number][]) =>
      recordHands(
        db(),
        room.secretary,
        { ...target, hands: entries.map(([placeId, choice]) => ({ placeId, choice })) },
        at,
      )
    expect(
      await codeOf(
        hands([
          [school, 1],
          [own, 1],
        ]),
      ),
    ).toBe('vote_cast')
    await hands([
      [school, 1],
      [family, 2],
    ])
    await hands([[school, 0]])
    // Counted in the hall, it is not also given by a device.
    expect(await codeOf(cast(await room.enter(room.member), target, school, 1))).toBe('vote_cast')
    await close(target)
    expect(await resultOf(target)).toMatchObject({ counts: [2, 0, 1], present: 3 })
    expect((await resultOf(target)).ballots!.filter(({ isByHand }) => isByHand)).toHaveLength(2)
    expect(await codeOf(hands([[school, 1]]))).toBe('vote_closed')
  })

  test('is not counted by hands where it is secret, and a sitting does not end over one', async () => {
    const target = await open({ kind: 'secret' })
    const hands = [{ placeId: await placeOfUnit(target, room.unit.school), choice: 0 }]
    expect(await codeOf(recordHands(db(), room.secretary, { ...target, hands }, at))).toBe('not_allowed')
    expect(await codeOf(endMeeting(db(), room.secretary, target, at))).toBe('vote_open')
    await cancelVote(db(), room.secretary, target, at)
    expect(await codeOf(endMeeting(db(), room.secretary, target, at))).toBe('done')
    expect(await lookAtBox(db(), { countyId: room.countyId, id: target.voteId })).toBeNull()
  })

  test('made twice is one; of secret and of lists no share of each kind is asked', async () => {
    const target = await prepare()
    const input = NewVote.parse({ id: target.voteId, agendaItemId: await itemOf(room), question: '别的', kind: 'open' })
    await createVote(db(), room.secretary, { meetingId: room.meetingId, ...input }, at)
    expect((await rowOf(target)).question).toBe('同意错峰放学吗')
    expect(await codeOf(prepare({ kind: 'secret', eachKind: true }))).toBe('invalid_input')
    expect(await codeOf(prepare({ choices: ['甲', '乙'], eachKind: true }))).toBe('invalid_input')
    expect(await codeOf(prepare({ choices: ['甲'] }))).toBe('invalid_input')
    expect(await codeOf(prepare({ choices: ['甲', '甲'] }))).toBe('invalid_input')
  })
})

describe('the minutes', () => {
  const blocks = async () => {
    const { doc } = buildDoc((await loadBytes(db(), room.documentId))!)
    return { doc, blocks: blocksOfItem(doc, await itemOf(room)) }
  }
  test('get the result once, at the end of its item, and what is signed has it in it', async () => {
    const target = await open()
    await Promise.all([close(target), close(target)])
    await writeIntoMinutes(db(), target.voteId, at)
    const { doc, blocks: found } = await blocks()
    expect(found).toEqual([{ kind: 'vote', voteId: target.voteId }])
    // Behind it is still where somebody writes on.
    expect(
      doc
        .getXmlFragment(fragmentOfItem(await itemOf(room)))
        .toArray()
        .map((node) => (node as Y.XmlElement).nodeName),
    ).toEqual(['vote', 'paragraph'])
    const text = await readTextAt(db(), room.secretary, room.documentId, at)
    await freeze(db(), room.secretary, { documentId: room.documentId, ...text }, at)
    const sound = await verifyFrozen(db(), room.countyId, new Map([[room.documentId, text.sha256]]), true)
    expect(sound.faults).toEqual([])
    await db()
      .update(votes)
      .set({ result: { ...(await resultOf(target)), counts: [9, 0, 0] } })
      .where(eq(votes.id, target.voteId))
    const forged = await verifyFrozen(db(), room.countyId, new Map([[room.documentId, text.sha256]]), true)
    expect(forged.faults.length).toBeGreaterThan(0)
  })

  test('are not frozen while a vote of them is open', async () => {
    await open()
    const text = await readTextAt(db(), room.secretary, room.documentId, at)
    expect(await codeOf(freeze(db(), room.secretary, { documentId: room.documentId, ...text }, at))).toBe('vote_open')
  })
})

test('a vote of a restricted item is only for its readers: to see, to give, to run, to be counted among', async () => {
  const agendaItemId = await itemOf(room)
  await db()
    .update(agendaItems)
    .set({ isRestricted: true, title: '限名单事项' })
    .where(eq(agendaItems.id, agendaItemId))
  const readers = [room.secretary.personId, room.member.personId]
  const documentId = await db().transaction((tx) =>
    createRestrictedDocument(
      tx,
      room.secretary,
      room.countyId,
      { id: agendaItemId, mask: '限名单事项', title: '个案', readers },
      at,
    ),
  )
  const [chair, member] = [await room.enter(room.convenor), await room.enter(room.member)]
  expect(await codeOf(prepare({}, room.convenor))).toBe('not_allowed')
  const target = await open({ question: '个案金丝雀' })
  expect((await placesOfVote(target)).map(({ name }) => name)).toEqual(['县教育局', '实验小学'])
  const placeId = await placeOfUnit(target, room.unit.department)
  expect(await codeOf(cast(chair, target, placeId, 0))).toBe('not_allowed')
  await cast(member, target, await placeOfUnit(target, room.unit.school), 0)
  for (const seat of [chair]) expect(JSON.stringify(await readRoom(db(), seat, at))).not.toContain('个案金丝雀')
  expect(JSON.stringify(await readRoom(db(), member, at))).toContain('个案金丝雀')
  expect(await codeOf(closeVote(db(), room.convenor, target, at))).toBe('not_allowed')
  await close(target)
  expect((await rowOf(target)).documentId).toBe(documentId)
  const { doc } = buildDoc((await loadBytes(db(), documentId))!)
  expect(blocksOfItem(doc, agendaItemId)).toHaveLength(1)
  expect((await readVotesOfMeeting(db(), room.convenor, room.meetingId)).votes).toEqual([])
  expect((await readVotesOfMeeting(db(), room.member, room.meetingId)).votes).toHaveLength(1)
})

describe('what an examiner finds of a secret vote', () => {
  /** Every row of every table as text, with all that Postgres itself keeps about it. */
  async function examine(): Promise<string[]> {
    const tables = await database.sql<{ name: string }[]>`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'secret_ballots') order by 1`
    const lines: string[] = []
    for (const { name } of tables) {
      const rows = await database.sql.unsafe(
        `select '${name}' || ' ' || ctid::text || ' x' || xmin::text || ' x' || xmax::text || ' ' || cmin::text || ' ' || t::text as line from ${name} t order by ctid`,
      )
      lines.push(...rows.map((row) => String(row.line)))
    }
    return lines
  }

  /**
   * One sitting, one secret vote, cast in the given order. What is left is told with ids and transactions named by their
   * order of appearance, so that two runs can be compared byte for byte.
   */
  async function run(
    choices: readonly number[],
    order: readonly number[],
    schools?: Awaited<ReturnType<typeof manySchools>>,
  ) {
    schools ??= await manySchools(choices.length)
    const before = new Set(await examine())
    const target = await open({ kind: 'secret', base: 'cast' })
    const places = new Map((await placesOfVote(target)).map(({ id, unitId }) => [unitId, id]))
    for (const n of order) {
      const { seat, unitId } = schools![n]!
      await cast(seat, target, places.get(unitId)!, choices[n]!)
    }
    await close(target)
    const left = (await examine()).filter((line) => !before.has(line))
    return { left, places: schools.map(({ unitId }) => places.get(unitId)!), counts: (await resultOf(target)).counts }
  }

  test('no table is left of the box, no envelope on the disk, none in the write-ahead log', async () => {
    const schools = await manySchools(6)
    const target = await open({ kind: 'secret' })
    const places = new Map((await placesOfVote(target)).map(({ id, unitId }) => [unitId, id]))
    for (const { seat, unitId } of schools) await cast(seat, target, places.get(unitId)!, 0)
    const table = `secret_ballots.v_${target.voteId.replaceAll('-', '')}`
    const envelopes = (await database.sql.unsafe(`select envelope from ${table} where length(envelope) > 0`)).map(
      (row) => row.envelope as Buffer,
    )
    expect(envelopes).toHaveLength(6)
    // All are of one length, and no two of one choice are alike.
    expect(new Set(envelopes.map((each) => each.length)).size).toBe(1)
    expect(new Set(envelopes.map((each) => each.toString('hex'))).size).toBe(6)
    await close(target)
    const gone =
      await database.sql`select count(*)::int as count from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'secret_ballots'`
    expect(gone[0]!.count).toBe(0)
    await database.sql`checkpoint`
    const [{ folder }] = (await database.sql<
      { folder: string }[]
    >`select setting as folder from pg_settings where name = 'data_directory'`) as unknown as [{ folder: string }]
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // The vote itself is found there, so the looking works.
    const has = (bytes: Buffer) =>
      files.some((file) => {
        try {
          return readFileSync(join(folder, file)).includes(bytes)
        } catch {
          return false
        }
      })
    expect(has(Buffer.from(target.voteId.replaceAll('-', ''), 'hex'))).toBe(true)
    for (const envelope of envelopes) expect(has(envelope)).toBe(false)
  }, 60_000)

  test('nothing that is kept depends on who voted what, nor on the order in which they did', async () => {
    const named = ({ left, places }: Awaited<ReturnType<typeof run>>) => {
      const names = new Map<string, string>()
      places.forEach((id, n) => names.set(id, `place${n}`))
      const nameOf = (text: string, kind: string) => {
        if (!names.has(text)) names.set(text, `${kind}${names.size}`)
        return names.get(text)!
      }
      return left
        .filter((line) => !line.startsWith('public.event') && !line.startsWith('public.meetings '))
        .map((line) =>
          line
            .replace(/ \(\d+,(\d+)\)/, '')
            .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => nameOf(id, 'id'))
            .replace(/ x\d+/g, ' x'),
        )
        .filter((line) => line.startsWith('public.vote'))
        .sort()
    }
    const one = await run([0, 0, 0, 1, 1, 2], [0, 1, 2, 3, 4, 5])
    room = await makeTestRoom(db())
    const other = await run([2, 1, 0, 0, 1, 0], [5, 2, 4, 0, 3, 1])
    expect(one.counts).toEqual(other.counts)
    expect(named(one).length).toBeGreaterThan(6)
    const strip = (lines: string[]) => lines.map((line) => line.replace(/id\d+/g, 'id')).sort()
    expect(strip(named(one))).toEqual(strip(named(other)))
  }, 60_000)

  test('guessing from places, transactions and order of rows is no better than chance, over many seeded trials', async () => {
    const random = seeded(20260916)
    let [right, all] = [0, 0]
    const schools = await manySchools(8)
    for (let trial = 0; trial < 25; trial++) {
      const choices = Array.from({ length: 8 }, (_, n) => n % 2).sort(() => random() - 0.5)
      const order = choices.map((_, n) => n).sort(() => random() - 0.5)
      const { places } = await run(choices, order, schools)
      // The best an examiner could do with a ballot box that kept its order: the rows of the electorate by what Postgres
      // knows of them, set against for, against, for, against …
      const rows = await database.sql<{ id: string }[]>`
        select id from vote_places where id in ${database.sql(places as unknown as string[])}
        order by xmin::text::bigint, cmin::text::int, ctid`
      rows.forEach(({ id }, n) => {
        all++
        if (choices[places.indexOf(id as VotePlaceId)] === n % 2) right++
      })
    }
    // 200 guesses by chance: 100 ± 4 × 7.
    expect(all).toBe(200)
    expect(right).toBeGreaterThan(72)
    expect(right).toBeLessThan(128)
  }, 120_000)

  test('every row of the electorate was written by one transaction, and no audit line tells of a ballot', async () => {
    const { places } = await run([0, 1, 0, 1, 2, 0], [3, 1, 5, 0, 2, 4])
    const rows = await database.sql<{ x: string }[]>`
      select distinct xmin::text as x from vote_places where id in ${database.sql(places as unknown as string[])}`
    expect(rows).toHaveLength(1)
    const told = await database.sql<{ verb: string }[]>`
      select verb from events where county_id = ${room.countyId} and verb like 'vote.%' order by seq`
    expect(told.map(({ verb }) => verb)).toEqual(['vote.create', 'vote.open', 'vote.close'])
  }, 30_000)
})

function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}
