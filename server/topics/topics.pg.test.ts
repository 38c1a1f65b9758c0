import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notifications } from '@/db/schema/notifications'
import { topicChanges } from '@/db/schema/topic-changes'
import { topicDoors, topics } from '@/db/schema/topics'
import { AppError } from '@/server/errors'
import type { TopicId } from '@/server/ids'
import { hashSecret, makeSecret } from '@/server/secrets'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { readOwnProposal } from './door/read'
import { editTopic } from './edit-topic'
import { mergeTopics } from './merge-topics'
import { forgetAuthor, proposePublicly } from './propose-publicly'
import { proposeTopic } from './propose-topic'
import { listTopics, readTopic } from './read'
import { setTopicDoor } from './set-door'
import { setTopicState } from './set-topic-state'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let other: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  other = await makeTestRoom(test.db)
})

const code = (error: unknown) => (error instanceof AppError ? error.code : String(error))
const refusal = (work: Promise<unknown>) => work.then(() => 'done', code)
const words = { problem: '堵车', facts: '', wish: '' }
const propose = (title: string, who = room.member, where = room) =>
  proposeTopic(
    test.db,
    who,
    where.countyId,
    { bodyId: where.bodyId, proposedByUnitId: null, title, ...words, tags: ['police'] },
    at,
  )
const rowOf = async (id: TopicId) => (await test.db.select().from(topics).where(eq(topics.id, id)))[0]!
const kindsOf = async (id: TopicId) =>
  (await test.db.select().from(topicChanges).where(eq(topicChanges.topicId, id)).orderBy(asc(topicChanges.at))).map(
    (change) => change.kind,
  )

describe('the words of a topic', () => {
  it('are the proposer’s until it is taken up, and every wording stays', async () => {
    const id = await propose('校门口堵车')
    const edit = (version: number, title: string, who = room.member) =>
      editTopic(test.db, who, { id, version, title, ...words, tags: ['police', 'community'], keep: false }, later(1))
    await edit(1, '放学时校门口堵车')
    expect(await rowOf(id)).toMatchObject({ title: '放学时校门口堵车', tags: ['police', 'community'], version: 2 })
    const { changes } = await readTopic(test.db, room.secretary, id)
    expect(changes[0]).toMatchObject({ kind: 'edited', before: { title: '校门口堵车', tags: ['police'] } })
    expect(await refusal(edit(1, '另一个窗口'))).toBe('conflict')
    expect(await refusal(edit(2, '列席的人', room.observer))).toBe('not_allowed')
    await setTopicState(
      test.db,
      room.secretary,
      room.countyId,
      id,
      { from: 'proposed', to: 'accepted', reason: '' },
      at,
    )
    expect(await refusal(edit(2, '接收以后'))).toBe('not_allowed')
    await edit(2, '秘书理顺', room.secretary)
    expect((await rowOf(id)).title).toBe('秘书理顺')
  })

  it('of two who edit one version one wins', async () => {
    const id = await propose('校门口堵车')
    const edit = (title: string) =>
      refusal(editTopic(test.db, room.secretary, { id, version: 1, title, ...words, tags: [], keep: false }, later(1)))
    const told = await Promise.all([edit('一'), edit('二'), edit('三')])
    expect(told.sort()).toEqual(['conflict', 'conflict', 'done'])
    expect(await kindsOf(id)).toEqual(['proposed', 'edited'])
  })

  it('filters by state, tag and unit', async () => {
    await propose('甲')
    const b = await propose('乙')
    await setTopicState(test.db, room.secretary, room.countyId, b, { from: 'proposed', to: 'accepted', reason: '' }, at)
    const titles = async (query: Parameters<typeof listTopics>[2]) =>
      (await listTopics(test.db, room.member, query)).map((topic) => topic.title)
    expect(await titles({ state: 'accepted' })).toEqual(['乙'])
    expect((await titles({ tag: 'police' })).sort()).toEqual(['乙', '甲'])
    expect(await titles({ tag: 'sport' })).toEqual([])
    expect(await titles({ unit: room.unit.school })).toEqual([])
  })
})

it('tells its proposer what became of it', async () => {
  const id = await propose('甲')
  const change = { from: 'proposed', to: 'parked', reason: '等方案' } as const
  await setTopicState(test.db, room.secretary, room.countyId, id, change, later(3))
  const told = await test.db.select().from(notifications).where(eq(notifications.thingId, id))
  expect(told).toMatchObject([{ personId: room.member.personId, kind: 'topic.answered', detail: { text: '等方案' } }])
})

describe('merging', () => {
  const merge = (id: TopicId, into: TopicId, who = room.secretary) =>
    refusal(mergeTopics(test.db, who, { id, into, reason: '同一件事' }, later(2)))

  it('keeps a pointer, never to itself, never across bodies or counties', async () => {
    const [a, b, c] = [await propose('甲'), await propose('乙'), await propose('丙')]
    const abroad = await propose('外县', other.member, other)
    expect(await merge(a, a)).toBe('invalid_input')
    expect(await merge(a, abroad)).toBe('not_found')
    expect(await merge(abroad, a)).toBe('not_found')
    expect(await merge(a, b, room.member)).toBe('not_allowed')
    expect(await merge(a, b)).toBe('done')
    expect(await rowOf(a)).toMatchObject({ state: 'merged', mergedIntoId: b })
    expect(await merge(a, c)).toBe('conflict')
    // a → b → c, and no way back to a.
    expect(await merge(b, c)).toBe('done')
    expect(await merge(c, a)).toBe('conflict')
    expect(await kindsOf(b)).toEqual(['proposed', 'took-in', 'merged'])
    const { mergedInto, tookIn } = await readTopic(test.db, room.member, b)
    expect([mergedInto?.id, tookIn.map((each) => each.id)]).toEqual([c, [a]])
    await setTopicState(test.db, room.secretary, room.countyId, a, { from: 'merged', to: 'accepted', reason: '' }, at)
    expect(await rowOf(a)).toMatchObject({ state: 'accepted', mergedIntoId: null })
  })

  it('of two into each other, and of three in a ring, never all: fifteen rounds', async () => {
    for (let round = 0; round < 15; round++) {
      const ring = [await propose('甲'), await propose('乙'), ...(round % 2 ? [await propose('丙')] : [])]
      const told = await Promise.all(ring.map((id, n) => merge(id, ring[(n + 1) % ring.length]!)))
      expect(told.filter((word) => word === 'conflict').length).toBeGreaterThan(0)
      expect(told.every((word) => word === 'done' || word === 'conflict')).toBe(true)
      const rows = await Promise.all(ring.map(rowOf))
      expect(rows.filter((row) => row.mergedIntoId === null).length).toBe(
        told.filter((word) => word === 'conflict').length,
      )
    }
  })

  it('is refused to itself by the database too', async () => {
    const id = await propose('甲')
    await expect(
      test.db
        .update(topics)
        .set({ state: 'merged', mergedIntoId: id })
        .where(and(eq(topics.countyId, room.countyId), eq(topics.id, id))),
    ).rejects.toThrow()
  })
})

describe('the public link', () => {
  const input = { title: '校门口太挤', ...words, tags: [], name: '二年级家长' }
  const openDoor = async () => {
    await setTopicDoor(test.db, room.secretary, room.countyId, { bodyId: room.bodyId, isOpen: true }, at)
    const [door] = await test.db.select().from(topicDoors).where(eq(topicDoors.bodyId, room.bodyId))
    return door!.code
  }
  const send = (code: string, secret: string, more: Partial<typeof input> = {}, ip = '192.0.2.7') =>
    proposePublicly(test.db, { code, secret, ip, input: { ...input, ...more } }, at)

  it('brings one topic however often it is sent, and its author reads the answer and takes their name off', async () => {
    const [code, secret] = [await openDoor(), makeSecret()]
    await Promise.all([send(code, secret), send(code, secret), send(code, secret)])
    const mine = await test.db
      .select()
      .from(topics)
      .where(eq(topics.authorSecretHash, hashSecret(secret)))
    expect(mine).toHaveLength(1)
    const change = { from: 'proposed', to: 'parked', reason: '等交警方案' } as const
    await setTopicState(test.db, room.secretary, room.countyId, mine[0]!.id, change, later(5))
    const read = await readOwnProposal(test.db, secret)
    expect(read).toMatchObject({ state: 'parked', name: '二年级家长' })
    expect(read.answers.map(({ kind, word }) => [kind, word])).toEqual([['parked', '等交警方案']])
    await forgetAuthor(test.db, secret, later(6))
    expect((await readOwnProposal(test.db, secret)).name).toBe('')
    expect(await refusal(readOwnProposal(test.db, makeSecret()))).toBe('link_unknown')
  })

  it('is shut when the body shuts it, takes no child’s name, and not a flood', async () => {
    const code = await openDoor()
    expect(await refusal(send(code, makeSecret(), { problem: '学生姓名：张小明 被撞' }))).toBe('invalid_input')
    for (let n = 0; n < 20; n++) await send(code, makeSecret(), {}, '192.0.2.9')
    expect(await refusal(send(code, makeSecret(), {}, '192.0.2.9'))).toBe('too_many_tries')
    await setTopicDoor(test.db, room.secretary, room.countyId, { bodyId: room.bodyId, isOpen: false }, at)
    expect(await refusal(send(code, makeSecret()))).toBe('link_revoked')
    expect(await refusal(send('aaaaaaaaaa', makeSecret()))).toBe('link_unknown')
    const member = { bodyId: room.bodyId, isOpen: true }
    expect(await refusal(setTopicDoor(test.db, room.member, room.countyId, member, at))).toBe('not_allowed')
  })
})
