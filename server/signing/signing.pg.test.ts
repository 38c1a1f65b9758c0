// Circulate, answer, sign, take back, amend, against a real Postgres and without a socket.
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memberships } from '@/db/schema/bodies'
import { actionItems } from '@/db/schema/action-items'
import { documents } from '@/db/schema/minutes'
import { minutesProceedings, minutesRecords, minutesTextItems } from '@/db/schema/signing'
import type { PersonActor } from '@/server/access'
import { AccessTokenId } from '@/server/ids'
import { endMeeting } from '@/server/meetings/end-meeting'
import { recordsRoot } from '@/server/minutes/contract'
import { createTestDatabase } from '@/tests/support/postgres'
import { later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { writeParagraph } from '@/tests/support/write-paragraph'
import { proposeAmendment, signAmendment } from './amend'
import { confirmMinutes, objectTo } from './answer'
import { answerObjection } from './answer-objection'
import { recordKey } from './chain'
import { circulate, readToCirculate } from './circulate'
import { readMinutesView } from './read'
import { reopenMinutes } from './reopen'
import { signMinutes } from './sign'
import { verifyRecords } from './verify'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let liaison: PersonActor
let deputy: PersonActor
const at = later(7000)
const dueOn = '2026-09-20'

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  room = await makeTestRoom(database.db)
  liaison = await room.person('孙联络员', 'liaison', room.unit.family)
  deputy = await room.person('钱副局长', 'deputy-convenor', room.unit.department)
  await write('会议听取了落实情况汇报。', true)
  await endMeeting(database.db, room.convenor, { meetingId: room.meetingId }, later(6000))
})

const write = (text: string, withItem = false) =>
  writeParagraph(database.db, room, room.meetingId, text, (fragment, doc) => {
    if (!withItem) return
    const atom = new Y.XmlElement('actionItem')
    atom.setAttribute('recordId', 'recordrecordrecord01')
    fragment.push([atom])
    const fields = { title: '划定接送区', leadUnitId: room.unit.school, dueOn: '2026-10-01' }
    doc.getMap(recordsRoot).set('recordrecordrecord01', new Y.Map(Object.entries(fields)))
  })

const idOf = () => room.meetingId
const view = (who = room.secretary) => readMinutesView(database.db, who, idOf(), at)
async function send(by = room.secretary, when = at) {
  const { seq, rootSha256 } = await readToCirculate(database.db, by, idOf(), when)
  const unitIds = [room.unit.school, room.unit.family]
  const round = await circulate(database.db, by, { meetingId: idOf(), seq, rootSha256, unitIds, dueOn }, when)
  return { round, rootSha256 }
}
const confirm = (who: PersonActor, unitId: TestRoom['unit']['school'], round = 1) =>
  confirmMinutes(database.db, who, { meetingId: idOf(), round, unitId, word: '' }, at)
const sign = (who: PersonActor, rootSha256: string, reason = '', when = at) =>
  signMinutes(database.db, who, { meetingId: idOf(), rootSha256, reason }, when)
const takeBack = (reason = '修改第一段', round = 1) =>
  reopenMinutes(database.db, room.secretary, { meetingId: idOf(), round, reason }, at)
async function object(who = liaison, word = '“汇报”应为“通报”') {
  const { round, text } = await view(who)
  const item = text.items[0]!
  const { index: paragraph, sha256: paragraphSha256 } = item.paragraphs[0]!
  const input = {
    meetingId: idOf(),
    round,
    unitId: room.unit.family,
    agendaItemId: item.id,
    paragraph,
    paragraphSha256,
    word,
    proposes: '',
  }
  return objectTo(database.db, who, input, at)
}
const verified = () => verifyRecords(database.db, room.countyId, [recordKey()])

test('from circulating to the signature, seen by unit', async () => {
  const { rootSha256 } = await send()
  const told = await database.sql`select kind, person_id as who from notifications where county_id = ${room.countyId}`
  expect(told.map(({ kind, who }) => `${kind} ${who}`).sort()).toEqual(
    [
      `minutes.circulated ${room.member.personId}`,
      `minutes.circulated ${liaison.personId}`,
      `minutes.to-sign ${room.convenor.personId}`,
    ].sort(),
  )
  expect((await view()).unitStates.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  expect(await write('又加一句。')).toBe(false)
  await confirm(room.member, room.unit.school)
  await expect(confirm(room.member, room.unit.family)).rejects.toThrow('not_allowed')
  await expect(confirm(room.observer, room.unit.school)).rejects.toThrow('not_allowed')
  const answerId = await object()
  const now = await view()
  const stateOf = (unitId: string) => now.unitStates.find(({ unit }) => unit.id === unitId)?.state
  expect([stateOf(room.unit.school), stateOf(room.unit.family)]).toEqual(['confirmed', 'objected'])
  await expect(sign(room.convenor, rootSha256)).rejects.toThrow('objections_open')
  await answerObjection(
    database.db,
    room.secretary,
    { meetingId: idOf(), answerId, kind: 'declined', reason: '原文无误' },
    at,
  )
  await expect(
    answerObjection(database.db, room.secretary, { meetingId: idOf(), answerId, kind: 'accepted', reason: '' }, at),
  ).rejects.toThrow('conflict')
  await expect(sign(room.convenor, '0'.repeat(64))).rejects.toThrow('text_changed')
  await expect(sign(room.secretary, rootSha256)).rejects.toThrow('not_allowed')
  await expect(
    sign({ ...room.convenor, tokenId: AccessTokenId.parse(crypto.randomUUID()) }, rootSha256),
  ).rejects.toThrow('not_allowed')
  const record = await sign(room.convenor, rootSha256)
  expect(record).toMatchObject({ number: 1, kind: 'signed', sha256: rootSha256, office: 'convenor' })
  await expect(sign(room.convenor, rootSha256)).rejects.toThrow('conflict')
  await expect(confirm(room.member, room.unit.school)).rejects.toThrow('conflict')
  const after = await view()
  expect(after.state).toBe('signed')
  const [attendance, ...written] = after.text.items[0]!.paragraphs
  expect(attendance!.block).toMatchObject({ kind: 'record', name: 'attendance' })
  expect(written.map(({ plain }) => plain)).toEqual(['会议听取了落实情况汇报。', '划定接送区'])
  expect(after.steps.map(({ kind }) => kind)).toEqual(['circulated', 'signed'])
  expect((await verified()).faults).toEqual([])
})

test('an accepted objection goes back into editing, and the next round is another text', async () => {
  const first = await send()
  const answerId = await object()
  await answerObjection(database.db, room.secretary, { meetingId: idOf(), answerId, kind: 'accepted', reason: '' }, at)
  await expect(sign(room.convenor, first.rootSha256)).rejects.toThrow('objections_open')
  await expect(reopenMinutes(database.db, liaison, { meetingId: idOf(), round: 1, reason: '改' }, at)).rejects.toThrow(
    'not_allowed',
  )
  await takeBack()
  await expect(takeBack()).rejects.toThrow('conflict')
  await expect(confirm(room.member, room.unit.school)).rejects.toThrow('conflict')
  const [document] = await database.db.select().from(documents).where(eq(documents.id, room.documentId))
  expect(document).toMatchObject({ frozenAt: null, frozenSha256: null, epoch: 3 })
  expect(await write('更正为通报。')).toBe(true)
  await expect(
    circulate(
      database.db,
      room.secretary,
      { meetingId: idOf(), seq: 2, rootSha256: first.rootSha256, unitIds: [room.unit.school], dueOn },
      at,
    ),
  ).rejects.toThrow('text_changed')
  const second = await send()
  expect(second.round).toBe(2)
  expect(second.rootSha256).not.toBe(first.rootSha256)
  await expect(sign(room.convenor, first.rootSha256)).rejects.toThrow('text_changed')
  await confirm(room.member, room.unit.school, 2)
  await expect(sign(deputy, second.rootSha256)).rejects.toThrow('invalid_input')
  expect(await sign(deputy, second.rootSha256, '召集人出差')).toMatchObject({ office: 'deputy-convenor' })
  // Signed and not issued yet: taken back, and the chain says so.
  await takeBack('日期有误', 2)
  expect((await view()).records.own.map(({ kind, number }) => [kind, number])).toEqual([
    ['signed', 1],
    ['withdrawn', 2],
  ])
  const third = await send()
  await sign(room.convenor, third.rootSha256)
  expect((await verified()).faults).toEqual([])
})

test('suggested words that are accepted are in the text when it is opened again, and nothing else changes', async () => {
  await send()
  const { text } = await view()
  const item = text.items.find(({ paragraphs }) => paragraphs.some(({ isText }) => isText))!
  const paragraph = item.paragraphs.find(({ isText }) => isText)!
  const suggest = async (
    who: PersonActor,
    unitId: TestRoom['unit']['school'],
    proposes: string,
    kind: 'accepted' | 'declined',
    when: Date,
  ) => {
    const about = { agendaItemId: item.id, paragraph: paragraph.index, paragraphSha256: paragraph.sha256 }
    const answerId = await objectTo(
      database.db,
      who,
      { meetingId: idOf(), round: 1, unitId, word: '措辞', proposes, ...about },
      at,
    )
    await answerObjection(database.db, room.secretary, { meetingId: idOf(), answerId, kind, reason: '另有依据' }, when)
  }
  const later2 = (ms: number) => new Date(at.getTime() + ms)
  await suggest(liaison, room.unit.family, '会议听取了落实情况通报，并讨论。', 'accepted', later2(2))
  await suggest(liaison, room.unit.family, '会议听取了落实情况通报。', 'accepted', later2(3))
  await suggest(room.member, room.unit.school, '会议没有听取汇报。', 'declined', later2(4))
  await suggest(room.member, room.unit.school, paragraph.plain, 'accepted', later2(5))
  await takeBack()
  const [step] =
    await database.sql`select detail from events where verb = 'minutes.reopen' and county_id = ${room.countyId}`
  expect(step!.detail).toMatchObject({ round: 1, reworded: 1 })
  const now = (await view()).text.items.flatMap(({ paragraphs }) => paragraphs.map(({ plain }) => plain))
  const before = text.items.flatMap(({ paragraphs }) => paragraphs.map(({ plain }) => plain))
  expect(now).toEqual(before.map((plain) => (plain === paragraph.plain ? '会议听取了落实情况通报。' : plain)))
})

test('of a table or a record no words are suggested', async () => {
  await send()
  const { text } = await view()
  const item = text.items.find(({ paragraphs }) => paragraphs.some(({ isText }) => !isText))!
  const { index, sha256 } = item.paragraphs.find(({ isText }) => !isText)!
  const about = { agendaItemId: item.id, paragraph: index, paragraphSha256: sha256 }
  const input = { meetingId: idOf(), round: 1, unitId: room.unit.family, word: '改', proposes: '别的字', ...about }
  await expect(objectTo(database.db, liaison, input, at)).rejects.toThrow('invalid_input')
})

test('a signature by somebody whose term ended a minute ago does not exist', async () => {
  const { rootSha256 } = await send()
  await database.db
    .update(memberships)
    .set({ endedAt: new Date(at.getTime() - 60_000), endReason: '调离' })
    .where(and(eq(memberships.countyId, room.countyId), eq(memberships.personId, room.convenor.personId)))
  // As the page read them, before.
  expect(room.convenor.memberships).toHaveLength(1)
  await expect(sign(room.convenor, rootSha256)).rejects.toThrow('not_allowed')
  expect((await view()).records.own).toEqual([])
  // And one whose last day was yesterday, by the county's clock.
  const old = await room.person('老召集人', 'convenor', room.unit.department)
  await database.db
    .update(memberships)
    .set({ untilOn: '2026-09-15' })
    .where(and(eq(memberships.countyId, room.countyId), eq(memberships.personId, old.personId)))
  await expect(sign(old, rootSha256)).rejects.toThrow('not_allowed')
})

test('of two who sign at once one wins; so of two who circulate', async () => {
  const seen = await readToCirculate(database.db, room.secretary, idOf(), at)
  const input = { meetingId: idOf(), ...seen, unitIds: [room.unit.school], dueOn }
  const sent = await Promise.allSettled([1, 2, 3].map(() => circulate(database.db, room.secretary, input, at)))
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const signed = await Promise.allSettled([
    sign(room.convenor, seen.rootSha256),
    sign(deputy, seen.rootSha256, '召集人出差'),
    sign(room.convenor, seen.rootSha256),
  ])
  expect(signed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(
    await database.db.select().from(minutesRecords).where(eq(minutesRecords.countyId, room.countyId)),
  ).toHaveLength(1)
  expect((await verified()).faults).toEqual([])
})

test('an amendment after issue is a signed record of its own, and the ledger follows', async () => {
  const { rootSha256 } = await send()
  await sign(room.convenor, rootSha256)
  const [item] = await database.db.select().from(actionItems).where(eq(actionItems.documentId, room.documentId))
  const words = {
    meetingId: idOf(),
    actionItemId: item!.id,
    field: 'dueOn' as const,
    becomes: '2026-11-01',
    reason: '笔误',
  }
  await expect(proposeAmendment(database.db, room.secretary, words, at)).rejects.toThrow('conflict')
  await database.db
    .update(minutesProceedings)
    .set({ state: 'issued' })
    .where(eq(minutesProceedings.countyId, room.countyId))
  await expect(proposeAmendment(database.db, liaison, words, at)).rejects.toThrow('not_allowed')
  const bad = { ...words, becomes: '2026-13-01' }
  await expect(proposeAmendment(database.db, room.secretary, bad, at)).rejects.toThrow('invalid_input')
  const number = await proposeAmendment(database.db, room.secretary, words, at)
  const dueNow = async () =>
    (await database.db.select().from(actionItems).where(eq(actionItems.id, item!.id)))[0]!.dueOn
  expect(await dueNow()).toBe('2026-10-01')
  const { sha256 } = (await database.sql`select sha256 from minutes_amendments where county_id = ${room.countyId}`)[0]!
  const input = { meetingId: idOf(), number, sha256: String(sha256) }
  await expect(signAmendment(database.db, room.secretary, input, at)).rejects.toThrow('not_allowed')
  await signAmendment(database.db, room.convenor, input, at)
  await expect(signAmendment(database.db, room.convenor, input, at)).rejects.toThrow('conflict')
  expect(await dueNow()).toBe('2026-11-01')
  expect((await view()).records.own.map(({ kind }) => kind)).toEqual(['signed', 'amended'])
  expect((await verified()).faults.filter((what) => !what.includes('no signature'))).toEqual([])
})

test('one changed byte anywhere in what was signed is found', async () => {
  const { rootSha256 } = await send()
  await sign(room.convenor, rootSha256)
  expect((await verified()).faults).toEqual([])
  const changes: [string, RegExp][] = [
    [
      `update minutes_text_items set text = replace(text, '落实', '洛实') where county_id = $1`,
      /is not what was hashed/,
    ],
    [`update minutes_texts set head = replace(head, '三楼', '四楼') where county_id = $1`, /the head is not/],
    [`update minutes_texts set text_sha256 = repeat('0', 64) where county_id = $1`, /the items are not those/],
    [`update minutes_records set sha256 = repeat('0', 64) where county_id = $1`, /record 1 is not what was signed/],
    [
      `update minutes_records set at = at + interval '1 millisecond' where county_id = $1`,
      /record 1 is not what was signed/,
    ],
    [`update minutes_records set office = 'secretary' where county_id = $1`, /record 1 is not what was signed/],
    [`delete from minutes_records where county_id = $1`, /the head says 1 records/],
    [`delete from minutes_heads where county_id = $1`, /the head of its chain is missing/],
    [`update minutes_heads set number = 0 where county_id = $1`, /does not fit its seal/],
  ]
  for (const [statement, what] of changes) {
    await database.db
      .transaction(async (tx) => {
        await tx.execute(statement.replace('$1', `'${room.countyId}'`))
        expect((await verifyRecords(tx, room.countyId, [recordKey()])).faults.join('\n'), statement).toMatch(what)
        throw new Error('undo')
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error
      })
  }
  expect(
    await database.db.select().from(minutesTextItems).where(eq(minutesTextItems.countyId, room.countyId)),
  ).toHaveLength(2)
})
