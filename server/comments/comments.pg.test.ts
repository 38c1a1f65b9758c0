import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { agendaItems } from '@/db/schema/meetings'
import { documents, minutesComments } from '@/db/schema/minutes'
import type { PersonActor, SeatActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { CommentId, type AgendaItemId, type PersonId } from '@/server/ids'
import { readDocumentOfMeeting } from '@/server/minutes/read'
import { admit } from '@/server/rooms/admit'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeMeeting } from '@/tests/support/doors/place'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { actOnComments } from './act'
import { CommentCommand, limits, type CommentInput } from './contract'
import { countOpenComments, readComments } from './read'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let itemId: AgendaItemId

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  room = await makeTestRoom(test.db)
  itemId = await firstItem(room.meetingId)
})

const firstItem = async (meetingId: TestRoom['meetingId']) => {
  const [item] = await test.db
    .select({ id: agendaItems.id })
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, meetingId))
    .orderBy(agendaItems.position)
  return item!.id
}
const newId = () => CommentId.parse(crypto.randomUUID())
type Who = PersonActor | SeatActor
const act = (who: Who, command: CommentInput, when = at, documentId = room.documentId) =>
  actOnComments(test.db, [who], documentId, CommentCommand.parse(command), when)
const word = (text: string, change: Partial<Extract<CommentInput, { do: 'add' }>> = {}) => ({
  do: 'add' as const,
  id: newId(),
  agendaItemId: itemId,
  anchor: null,
  quote: '',
  text,
  ...change,
})
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const read = (who: Who) => readComments(test.db, [who], room.documentId)

describe('a word in the margin', () => {
  it('stands with its author, unit, place and answers, and is told apart from one’s own', async () => {
    const anchor = { from: Buffer.from([1, 2, 3]).toString('base64'), to: Buffer.from([4]).toString('base64') }
    const said = word('日期寫錯了', { anchor, quote: '10月8日' })
    await act(room.member, said)
    await act(room.secretary, { do: 'answer', id: newId(), answersId: said.id, text: '已改' }, later(5))
    const { comments, mayComment, maySettle } = await read(room.member)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toMatchObject({
      text: '日期寫錯了',
      quote: '10月8日',
      anchor,
      name: '赵校长',
      unit: { name: '实验小学', kind: 'school' },
      isMine: true,
      settled: null,
      answers: [{ text: '已改', name: '李秘书', isMine: false }],
    })
    expect([mayComment, maySettle]).toEqual([true, false])
    expect((await read(room.secretary)).maySettle).toBe(true)
  })

  it('is said once however often it is sent, and its id is nobody else’s', async () => {
    const said = word('請補上地點')
    await Promise.all(Array.from({ length: 8 }, () => act(room.member, said)))
    expect((await read(room.member)).comments).toHaveLength(1)
    const rows = await test.db
      .select()
      .from(events)
      .where(and(eq(events.countyId, room.countyId), eq(events.verb, 'comment.add')))
    expect(rows).toHaveLength(1)
    expect(await code(act(room.secretary, { ...word('別人的'), id: said.id }))).toBe('conflict')
  })

  it('comes from a guest who was let in, by their seat, until the sitting ends', async () => {
    const { seat } = await room.knock('王家長')
    expect(await code(act(seat, word('聽不清')))).not.toBe('done')
    const secretary = await room.enter(room.secretary)
    await admit(test.db, secretary, { meetingId: room.meetingId, seatIds: [seat.seatId] }, at)
    const inside = await room.seat(seat.seatId)
    await act(inside, word('放學時間是四點半'))
    const { comments } = await read(inside)
    expect(comments[0]).toMatchObject({ name: '王家長', isMine: true, unit: { kind: 'family' } })
    expect(await code(act({ ...inside, meetingState: 'ended' }, word('再說一句')))).toBe('meeting_over')
  })

  it('is refused to observers, programs and strangers, and to everybody once the text is frozen', async () => {
    expect(await code(act(room.observer, word('看看')))).toBe('not_allowed')
    expect(await code(act(room.stranger, word('看看')))).toBe('not_allowed')
    const program = { ...room.secretary, tokenId: crypto.randomUUID() as NonNullable<PersonActor['tokenId']> }
    expect(await code(act(program, word('看看')))).toBe('not_allowed')
    await test.db.update(documents).set({ frozenAt: at }).where(eq(documents.id, room.documentId))
    expect(await code(act(room.secretary, word('晚了')))).toBe('document_frozen')
    expect((await read(room.secretary)).mayComment).toBe(false)
  })

  it('is settled by whoever writes the text or said it, and opened again', async () => {
    const mine = word('我的')
    const theirs = word('秘書的')
    await act(room.member, mine)
    await act(room.secretary, theirs, later(1))
    expect(await code(act(room.member, { do: 'settle', id: theirs.id, isSettled: true }))).toBe('not_allowed')
    await act(room.member, { do: 'settle', id: mine.id, isSettled: true }, later(60))
    await act(room.secretary, { do: 'settle', id: theirs.id, isSettled: true }, later(61))
    expect(await countOpenComments(test.db, room.countyId, room.documentId)).toBe(0)
    const { comments } = await read(room.member)
    expect(comments.map(({ settled }) => settled)).toEqual([
      { at: later(60).toISOString(), by: '赵校长' },
      { at: later(61).toISOString(), by: '李秘书' },
    ])
    await act(room.secretary, { do: 'settle', id: mine.id, isSettled: false }, later(62))
    expect(await countOpenComments(test.db, room.countyId, room.documentId)).toBe(1)
  })

  it('is taken back by its author alone; what was answered stands without its words', async () => {
    const [alone, answered] = [word('撤回我'), word('有人答')]
    await act(room.member, alone)
    await act(room.member, answered, later(1))
    await act(room.secretary, { do: 'answer', id: newId(), answersId: answered.id, text: '好' })
    expect(await code(act(room.secretary, { do: 'take-back', id: alone.id }))).toBe('not_allowed')
    await act(room.member, { do: 'take-back', id: alone.id })
    await act(room.member, { do: 'take-back', id: answered.id })
    const { comments } = await read(room.secretary)
    expect(comments.map(({ id, text, quote }) => [id, text, quote])).toEqual([[answered.id, '', '']])
  })

  it('has bounds: twenty a minute, and no identity number', async () => {
    expect(await code(act(room.member, word('證號 11010519491231002X')))).toBe('id_number')
    const twentyFive = await Promise.all(Array.from({ length: 25 }, () => code(act(room.member, word('刷屏')))))
    expect(twentyFive.filter((each) => each === 'done')).toHaveLength(limits.perMinute)
    expect(new Set(twentyFive)).toEqual(new Set(['done', 'too_many_tries']))
    expect(await code(act(room.member, word('一分鐘以後'), later(61)))).toBe('done')
  })

  it('belongs to an item of its own sitting', async () => {
    const other = await makeTestRoom(test.db)
    const foreign = await firstItem(other.meetingId)
    expect(await code(act(room.member, word('放錯', { agendaItemId: foreign })))).toBe('invalid_input')
    expect(await code(act(room.member, { do: 'answer', id: newId(), answersId: newId(), text: '答誰' }))).toBe(
      'not_found',
    )
    expect(await code(readComments(test.db, [other.secretary], room.documentId))).toBe('not_found')
  })

  it('of a restricted item is for its list alone', async () => {
    const meetingId = await makeMeeting(test.db, room, true, [room.member.personId as PersonId])
    const item = await firstItem(meetingId)
    const [{ documentId } = { documentId: null }] = await test.sql<{ documentId: typeof room.documentId }[]>`
      select document_id as "documentId" from restricted_items where agenda_item_id = ${item}`
    const said = word('只給名單看', { agendaItemId: item })
    await act(room.member, said, at, documentId!)
    expect(await code(readComments(test.db, [room.convenor], documentId!))).toBe('not_found')
    expect(await code(act(room.convenor, word('偷看', { agendaItemId: item }), at, documentId!))).toBe('not_found')
    // Nor does a word to it get into the sitting's own minutes.
    expect(
      await code(
        act(
          room.member,
          word('放錯', { agendaItemId: item }),
          at,
          (await readDocumentOfMeeting(test.db, room.countyId, meetingId))!,
        ),
      ),
    ).toBe('invalid_input')
  })
})

it('what is not ours is refused before anything is asked', () => {
  const good = word('好')
  for (const bad of [
    { ...good, text: '  \n ' },
    { ...good, text: 'x'.repeat(limits.text + 1) },
    { ...good, anchor: { from: 'not base64!', to: '' } },
    { ...good, anchor: { from: 'A'.repeat(400), to: 'AA==' } },
    { ...good, agendaItemId: '1; drop table' },
    { do: 'settle', id: good.id, isSettled: 'yes' },
    { do: 'else' },
  ])
    expect(CommentCommand.safeParse(bad).success).toBe(false)
  expect(CommentCommand.parse({ ...good, quote: '長'.repeat(900) })).toMatchObject({ quote: '長'.repeat(limits.quote) })
})

it('of a comment and a freeze at once, one comes first', async () => {
  for (let round = 0; round < 10; round++) {
    const here = await makeTestRoom(test.db)
    const item = await firstItem(here.meetingId)
    const say = actOnComments(
      test.db,
      [here.member],
      here.documentId,
      CommentCommand.parse(word('趕上', { agendaItemId: item })),
      at,
    )
    const freeze = test.db.transaction(async (tx) => {
      await tx.select().from(documents).where(eq(documents.id, here.documentId)).for('update')
      const seen = await countOpenComments(tx, here.countyId, here.documentId)
      await tx.update(documents).set({ frozenAt: at }).where(eq(documents.id, here.documentId))
      return seen
    })
    const [outcome, seen] = await Promise.all([code(say), freeze])
    const stored = await test.db.$count(minutesComments, eq(minutesComments.documentId, here.documentId))
    expect(stored).toBe(seen)
    expect(outcome).toBe(seen === 1 ? 'done' : 'document_frozen')
  }
})
