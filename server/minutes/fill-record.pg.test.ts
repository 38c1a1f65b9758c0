// Attendance and speakers come into the text by themselves, once, and nothing of a restricted item with them.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documents } from '@/db/schema/minutes'
import type { MeetingId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { endMeeting } from '@/server/meetings/end-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { blocksOfItem, type MinutesBlock } from '@/server/minutes/blocks'
import { fillRecord } from '@/server/minutes/fill-record'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf, readDocumentOfMeeting } from '@/server/minutes/read'
import { giveFloor } from '@/server/rooms/give-floor'
import { goToAgendaItem } from '@/server/rooms/go-to-agenda-item'
import { readSeat } from '@/server/rooms/read-seat'
import { requestEntry } from '@/server/rooms/request-entry'
import { takeBackFloor } from '@/server/rooms/take-back-floor'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  database = await createTestDatabase()
  room = await makeTestRoom(database.db)
})
afterAll(() => database.drop())

async function read(meetingId: MeetingId, countyId = room.countyId) {
  const { db } = database
  const documentId = (await readDocumentOfMeeting(db, countyId, meetingId))!
  const { doc } = buildDoc((await loadBytes(db, documentId))!)
  const agenda = await readAgendaOf(db, countyId, meetingId)
  return { documentId, items: agenda.map(({ id }) => blocksOfItem(doc, id)), text: JSON.stringify(doc.toJSON()) }
}
const record = (blocks: readonly MinutesBlock[], name: string) =>
  blocks.flatMap((block) => (block.kind === 'record' && block.name === name ? block.lines : []))

test('who was there and who spoke is written once, and anew when it has changed', async () => {
  const { db } = database
  const { meetingId, convenor, secretary, member } = room
  const seat = await room.enter(member)
  const [first, second] = await readAgendaOf(db, room.countyId, meetingId)
  await goToAgendaItem(db, convenor, { meetingId, agendaItemId: first!.id }, later(60))
  await giveFloor(db, convenor, { meetingId, seatId: seat.seatId }, later(120))
  await takeBackFloor(db, convenor, { meetingId }, later(300))
  await goToAgendaItem(db, convenor, { meetingId, agendaItemId: second!.id }, later(600))
  await expect(fillRecord(db, member, { meetingId }, later(700))).rejects.toMatchObject({ code: 'not_allowed' })
  expect((await fillRecord(db, secretary, { meetingId }, later(700))).result).not.toBeNull()
  const once = await read(meetingId)
  expect(record(once.items[0]!, 'attendance').map(({ label }) => label)).toContain('缺席')
  expect(record(once.items[0]!, 'speakers')).toEqual([
    { label: '时间', text: '14:31–14:40' },
    { label: '发言', text: '赵校长（实验小学） 14:32–14:35' },
  ])
  expect(record(once.items[1]!, 'speakers')).toEqual([{ label: '时间', text: '14:40–' }])
  expect((await fillRecord(db, secretary, { meetingId }, later(700))).result).toBeNull()
  await giveFloor(db, convenor, { meetingId, seatId: seat.seatId }, later(720))
  // The end of the sitting writes it by itself.
  await endMeeting(db, convenor, { meetingId }, later(900))
  const ended = await read(meetingId)
  expect(record(ended.items[1]!, 'speakers')).toEqual([
    { label: '时间', text: '14:40–14:45' },
    { label: '发言', text: '赵校长（实验小学） 14:42–14:45' },
  ])
  expect(ended.items.flat().filter(({ kind }) => kind === 'record')).toHaveLength(3)
})

test('two at once write it once; a frozen text keeps what it says', async () => {
  const { db } = database
  const own = await makeTestRoom(db)
  const filled = await Promise.all(
    [own.convenor, own.secretary].map((who) => fillRecord(db, who, { meetingId: own.meetingId }, later(60))),
  )
  expect(filled.filter(({ result }) => result !== null)).toHaveLength(1)
  const { documentId, items, text } = await read(own.meetingId, own.countyId)
  expect(items.flat().filter(({ kind }) => kind === 'record')).toHaveLength(1)
  await db.update(documents).set({ frozenAt: at }).where(eq(documents.id, documentId))
  const seat = await own.enter(own.member)
  const [item] = await readAgendaOf(db, own.countyId, own.meetingId)
  await goToAgendaItem(db, own.convenor, { meetingId: own.meetingId, agendaItemId: item!.id }, later(90))
  await giveFloor(db, own.convenor, { meetingId: own.meetingId, seatId: seat.seatId }, later(100))
  await expect(fillRecord(db, own.secretary, { meetingId: own.meetingId }, later(120))).rejects.toMatchObject({
    code: 'document_frozen',
  })
  await endMeeting(db, own.convenor, { meetingId: own.meetingId }, later(200))
  expect((await read(own.meetingId, own.countyId)).text).toBe(text)
})
test('nothing of a restricted item is in the text of everybody', async () => {
  const { db } = database
  const { bodyId, seriesId, convenor, secretary, member } = room
  const { meetingId } = await createMeeting(
    db,
    secretary,
    {
      bodyId,
      seriesId,
      title: '专题会',
      place: '',
      startsAt: later(10_000),
      endsAt: later(20_000),
      agenda: [
        { title: '一般议题', topicId: null, presenterUnitId: null, minutesPlanned: 5 },
        {
          title: '个案',
          topicId: null,
          presenterUnitId: null,
          minutesPlanned: 5,
          restrictedTo: [member.personId, convenor.personId],
        },
      ],
    },
    at,
  )
  await openMeeting(db, convenor, { meetingId }, later(10_000))
  const { seatId } = await requestEntry(db, member, { entrance: 'member', meetingId }, later(10_001))
  expect(await readSeat(db, room.countyId, seatId)).not.toBeNull()
  const agenda = await readAgendaOf(db, room.countyId, meetingId)
  await goToAgendaItem(db, convenor, { meetingId, agendaItemId: agenda[1]!.id }, later(10_100))
  await giveFloor(db, convenor, { meetingId, seatId }, later(10_200))
  await takeBackFloor(db, convenor, { meetingId }, later(10_300))
  await fillRecord(db, secretary, { meetingId }, later(10_400))
  const { items } = await read(meetingId)
  expect(items.flatMap((blocks) => record(blocks, 'speakers'))).toEqual([])
  expect(record(items[0]!, 'attendance')).not.toEqual([])
})
