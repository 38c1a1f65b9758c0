import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documentUpdates } from '@/db/schema/minutes'
import { topics } from '@/db/schema/topics'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { AgendaItemId, type TopicId } from '@/server/ids'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { appendUpdate } from '@/server/minutes/settle'
import { readRoom } from '@/server/rooms/read-room'
import { goToAgendaItem } from '@/server/rooms/go-to-agenda-item'
import { proposeTopic } from '@/server/topics/propose-topic'
import { setTopicState } from '@/server/topics/set-topic-state'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { SetAgenda } from './contract'
import { createMeeting } from './create-meeting'
import { scheduleTopic, setAgenda } from './set-agenda'
import * as Y from 'yjs'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) =>
      error instanceof AppError ? `${error.code} ${Object.values(error.fields).join()}`.trim() : String(error),
  )
const itemsOf = (meetingId = room.meetingId) =>
  test.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(asc(agendaItems.position))
const titles = async () => (await itemsOf()).map((item) => item.title)
const asRow = (item: typeof agendaItems.$inferSelect) => ({
  kind: 'item',
  id: item.id,
  topicId: item.topicId,
  title: item.title,
  presenterUnitId: item.presenterUnitId,
  minutesPlanned: String(item.minutesPlanned),
  isFollowUp: item.isFollowUp,
})
const set = (version: number, agenda: readonly object[], who = room.secretary, meetingId = room.meetingId) =>
  setAgenda(test.db, who, parseInput(SetAgenda, { meetingId, version, agenda }), later(1))
const fresh = (title: string, more: object = {}) => ({ kind: 'item', title, minutesPlanned: '10', ...more })
const acceptedTopic = async (title: string, where = room): Promise<TopicId> => {
  const words = { title, problem: '堵', facts: '', wish: '' }
  const input = { bodyId: where.bodyId, proposedByUnitId: null, ...words }
  const id = await proposeTopic(test.db, where.member, where.countyId, input, at)
  const change = { from: 'proposed', to: 'accepted', reason: '' } as const
  await setTopicState(test.db, where.secretary, where.countyId, id, change, at)
  return id
}
const stateOf = async (id: TopicId) => (await test.db.select().from(topics).where(eq(topics.id, id)))[0]!.state

describe('the agenda as a whole', () => {
  it('moves, adds, takes off, and says under which heading an item stands', async () => {
    const [a, b] = (await itemsOf()).map(asRow)
    await set(1, [{ kind: 'section', title: '审议' }, b!, fresh('新的一项'), { kind: 'section', title: '' }, a!])
    const now = await itemsOf()
    expect(now.map(({ position, title, section }) => [position, title, section])).toEqual([
      [1, b!.title, '审议'],
      [2, '新的一项', '审议'],
      [3, a!.title, ''],
    ])
    expect(now[0]!.id).toBe(b!.id)
    await set(2, [asRow(now[1]!)])
    expect(await titles()).toEqual(['新的一项'])
  })

  it('of two secretaries who reorder at once one wins, the positions are whole: twenty rounds', async () => {
    const other = await room.person('孙秘书', 'secretary', room.unit.school)
    await set(
      1,
      ['甲', '乙', '丙', '丁'].map((title) => fresh(title)),
    )
    for (let version = 2; version < 22; version++) {
      const rows = (await itemsOf()).map(asRow)
      const told = await Promise.all([
        refusal(set(version, [...rows].reverse())),
        refusal(set(version, [rows[1]!, rows[0]!, ...rows.slice(2)], other)),
      ])
      expect(told.sort()).toEqual(['conflict', 'done'])
      expect((await itemsOf()).map((item) => item.position)).toEqual([1, 2, 3, 4])
    }
  })

  it('takes five hundred items and not one more', async () => {
    const many = Array.from({ length: 500 }, (_, n) => fresh(`第${n + 1}项`))
    await set(1, many)
    expect(await titles()).toHaveLength(500)
    expect(await refusal(Promise.resolve().then(() => set(2, [...many, fresh('多的')])))).toBe('invalid_input tooMany')
    expect(await refusal(Promise.resolve().then(() => set(2, [fresh('长'.repeat(300))])))).toBe('invalid_input tooLong')
    expect(await refusal(Promise.resolve().then(() => set(2, [])))).toContain('invalid_input')
  }, 60_000)

  it('is for who manages the sitting, before it is over, and knows no strangers', async () => {
    const other = await makeTestRoom(test.db)
    expect(await refusal(set(1, [fresh('甲')], room.member))).toBe('not_allowed')
    expect(await refusal(set(1, [fresh('甲')], other.secretary))).toBe('not_found')
    expect(await refusal(set(1, [fresh('甲', { presenterUnitId: other.unit.school })]))).toBe('invalid_input unknown')
    const topicId = await acceptedTopic('外县', other)
    expect(await refusal(set(1, [fresh('甲', { topicId })]))).toBe('invalid_input unknown')
    const [theirs] = await itemsOf(other.meetingId)
    await set(1, [{ ...asRow(theirs!), presenterUnitId: null }, ...(await itemsOf()).map(asRow)])
    expect((await itemsOf(other.meetingId)).map((item) => item.id)).toContain(theirs!.id)
    await test.db.update(meetings).set({ state: 'ended' }).where(eq(meetings.id, room.meetingId))
    expect(await refusal(set(2, [fresh('甲')]))).toBe('meeting_over')
  })
})

describe('the minutes of a live sitting', () => {
  it('have a place for a new item at once, and rooms read the new order', async () => {
    const seat = await room.enter(room.secretary)
    const before = await readRoom(test.db, seat, at)
    await set(1, [...(await itemsOf()).map(asRow), fresh('临时加的')])
    const item = (await itemsOf())[2]!
    const stored = await loadBytes(test.db, room.documentId)
    const { doc } = await buildDocInTurns(stored!)
    expect(doc.getXmlFragment(fragmentOfItem(item.id)).toString()).toBe('<paragraph></paragraph>')
    const after = await readRoom(test.db, seat, at)
    expect(after.seq).toBeGreaterThan(before.seq)
    expect(after.agenda.map((each) => each.title)).toEqual([...before.agenda.map((each) => each.title), '临时加的'])
  })

  it('keep an item that has words or has begun', async () => {
    const [a, b] = await itemsOf()
    const doc = new Y.Doc()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('已议')])
    doc.getXmlFragment(fragmentOfItem(b!.id)).insert(0, [paragraph])
    const update = Y.encodeStateAsUpdate(doc)
    await test.db.transaction((tx) => appendUpdate(tx, { documentId: room.documentId, update, senderId: null }, at))
    expect(await refusal(set(1, [asRow(a!)]))).toBe('invalid_input inUse')
    await goToAgendaItem(test.db, room.secretary, { meetingId: room.meetingId, agendaItemId: a!.id }, at)
    expect(await refusal(set(1, [asRow(b!)]))).toBe('invalid_input inUse')
    const rows = await test.db.select().from(documentUpdates).where(eq(documentUpdates.documentId, room.documentId))
    expect(rows).toHaveLength(2)
  })

  it('leave a restricted item as it is: it moves, and stays', async () => {
    const { meetingId } = await createMeeting(
      test.db,
      room.secretary,
      {
        bodyId: room.bodyId,
        seriesId: room.seriesId,
        title: '限名单的会',
        place: '',
        startsAt: at,
        endsAt: later(600),
        agenda: [
          { title: '公开', topicId: null, presenterUnitId: null, minutesPlanned: 5 },
          {
            title: '个案',
            topicId: null,
            presenterUnitId: null,
            minutesPlanned: 5,
            restrictedTo: [room.secretary.personId],
          },
        ],
      },
      at,
    )
    const [open, closed] = await itemsOf(meetingId)
    await set(1, [{ ...asRow(closed!), title: '改名' }, asRow(open!)], room.secretary, meetingId)
    const now = await itemsOf(meetingId)
    expect(now.map((item) => item.title)).toEqual([closed!.title, '公开'])
    expect(await refusal(set(2, [asRow(open!)], room.secretary, meetingId))).toBe('invalid_input inUse')
  })
})

it('a standing point that was given a topic or a list of readers is planned as that, not as the standing point', async () => {
  const topicId = await acceptedTopic('校门口堵车')
  const point = { title: '上次议定事项', presenterUnitId: null, minutesPlanned: 5, isFollowUp: true }
  const { meetingId } = await createMeeting(
    test.db,
    room.secretary,
    {
      ...{ bodyId: room.bodyId, seriesId: room.seriesId, title: '第四次', place: '', startsAt: at, endsAt: later(600) },
      agenda: [
        { ...point, topicId },
        { ...point, topicId: null, restrictedTo: [room.secretary.personId] },
        { ...point, topicId: null },
      ],
    },
    at,
  )
  expect((await itemsOf(meetingId)).map(({ isFollowUp }) => isFollowUp)).toEqual([false, false, true])
})

describe('topics', () => {
  it('are scheduled by an agenda, once, and wait again when they are taken off', async () => {
    const id = await acceptedTopic('校门口堵车')
    await scheduleTopic(test.db, room.secretary, { id, meetingId: room.meetingId }, at)
    expect([await stateOf(id), (await titles()).at(-1)]).toEqual(['scheduled', '校门口堵车'])
    expect(await refusal(scheduleTopic(test.db, room.secretary, { id, meetingId: room.meetingId }, at))).toBe(
      'conflict',
    )
    const rows = (await itemsOf()).map(asRow)
    expect(await refusal(set(2, [...rows, fresh('', { topicId: id })]))).toBe('invalid_input taken')
    await set(2, rows.slice(0, 2))
    expect(await stateOf(id)).toBe('accepted')
  })

  it('of ten who put one topic on one agenda, one does', async () => {
    const id = await acceptedTopic('校门口堵车')
    const told = await Promise.all(
      Array.from({ length: 10 }, () =>
        refusal(scheduleTopic(test.db, room.secretary, { id, meetingId: room.meetingId }, at)),
      ),
    )
    expect(told.filter((word) => word === 'done')).toHaveLength(1)
  })

  it('not taken up may not stand on one', async () => {
    const words = { title: '新', problem: '新', facts: '', wish: '' }
    const input = { bodyId: room.bodyId, proposedByUnitId: null, ...words }
    const id = await proposeTopic(test.db, room.member, room.countyId, input, at)
    expect(await refusal(scheduleTopic(test.db, room.secretary, { id, meetingId: room.meetingId }, at))).toBe(
      'invalid_input invalid',
    )
  })
})

it('an unknown item of a form becomes a new one', async () => {
  await set(1, [fresh('甲', { id: AgendaItemId.parse(crypto.randomUUID()) })])
  expect(await titles()).toEqual(['甲'])
})
