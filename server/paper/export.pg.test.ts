// From the rows to the file: what is in it, for whom, and what never is (DECISIONS 1).
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { events } from '@/db/schema/events'
import type { PersonActor } from '@/server/access'
import { noteStays } from '@/server/attendance/note-stays'
import { appendText, localIdOf, textUpdate } from '@/server/demo/write-minutes'
import { AppError } from '@/server/errors'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { fragmentOfItem } from '@/server/minutes/contract'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readAgendaOf, readRestrictedItems } from '@/server/minutes/read'
import { requestEntry } from '@/server/rooms/request-entry'
import { SignedExport } from '@/server/signing/contract'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import type { PaperFormat } from './contract'
import { exportMinutes } from './export'
import { readPaper } from './read'

const canary = '金丝雀7f3a'
let database: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let sitting: Awaited<ReturnType<typeof createMeeting>>
let agenda: Awaited<ReturnType<typeof readAgendaOf>>

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  const { db } = database
  room = await makeTestRoom(db)
  const item = (title: string) => ({ title, topicId: null, presenterUnitId: null, minutesPlanned: 10 })
  const { bodyId, seriesId } = room
  sitting = await createMeeting(
    db,
    room.secretary,
    {
      bodyId,
      seriesId,
      title: '专题会',
      place: '三楼会议室',
      startsAt: at,
      endsAt: later(3600),
      agenda: [item('一般议题'), { ...item(canary), restrictedTo: [room.member.personId] }],
    },
    at,
  )
  const { meetingId } = sitting
  await openMeeting(db, room.convenor, { meetingId }, at)
  for (const who of [room.convenor, room.secretary]) {
    const { seatId } = await requestEntry(db, who, { entrance: 'member', meetingId }, at)
    const seen = { since: later(10).getTime(), seenUntil: later(3000).getTime() }
    const stay = {
      countyId: room.countyId,
      meetingId,
      witness: 'media' as const,
      id: crypto.randomUUID(),
      seatId,
      ...seen,
    }
    await noteStays(db, [stay])
  }
  agenda = await readAgendaOf(db, room.countyId, meetingId)
  const fields = {
    title: '绘制等候区标线',
    leadUnitId: room.unit.school,
    assistingUnitIds: [room.unit.department],
    owner: '赵校长',
    dueOn: '2026-10-20',
  }
  await appendText(
    db,
    { countyId: room.countyId, id: sitting.documentId },
    textUpdate([
      {
        agendaItemId: agenda[0]!.id,
        blocks: [
          { kind: 'text', text: '会议听取了汇报。' },
          { kind: 'record', type: 'decision', localId: localIdOf('d'), fields: { kind: 'decided', text: '错时放学' } },
          { kind: 'record', type: 'actionItem', localId: localIdOf('a'), fields },
        ],
      },
    ]),
    room.secretary.personId,
    at,
  )
  const [secret] = await readRestrictedItems(db, room.secretary, meetingId)
  await appendText(
    db,
    { countyId: room.countyId, id: secret!.documentId },
    textUpdate([{ agendaItemId: secret!.agendaItemId, blocks: [{ kind: 'text', text: `${canary}的正文` }] }]),
    room.secretary.personId,
    at,
  )
})

const take = async (who: PersonActor, format: PaperFormat) => {
  const { body, ...file } = await exportMinutes(
    database.db,
    who,
    sitting.meetingId,
    { format, style: 'official', locale: 'zh-Hans' },
    later(60),
  )
  return { ...file, text: new TextDecoder().decode(body) }
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

test('a paper has its head, its people and its records with their numbers', async () => {
  const paper = await readPaper(database.db, room.member, sitting.meetingId, later(3300))
  expect(paper).toMatchObject({
    state: 'draft',
    head: ['示范县教联体', '联席会议纪要'],
    issuingUnit: '县教育局',
    title: '专题会纪要',
    date: '2026-09-16',
    place: '三楼会议室',
    chair: '王局长',
    signOff: null,
  })
  expect(paper.attendance.present.map(({ name }) => name)).toEqual(expect.arrayContaining(['王局长', '李秘书']))
  expect(paper.distribution).toHaveLength(3)
  const [first] = paper.sections
  expect(first!.blocks).toMatchObject([
    { kind: 'paragraph', runs: [{ text: '会议听取了汇报。' }] },
    { kind: 'decision', decision: 'decided', text: '错时放学' },
    { kind: 'actionItem', lead: '实验小学', assisting: ['县教育局'], owner: '赵校长', dueOn: '2026-10-20' },
  ])
  expect(paper.actionItems).toHaveLength(1)
  expect(paper.actionItems[0]!.number).toMatch(/^\d+-01$/)
})

test('nothing of a restricted item is on any paper, also for those on its list', async () => {
  for (const who of [room.secretary, room.member, room.convenor])
    for (const format of ['md', 'html', 'json'] as const) {
      const { text } = await take(who, format)
      expect(text).not.toContain('金丝雀')
      expect(text).toContain('限名单事项')
      expect(text).toContain('错时放学')
    }
})

test('who is not of the body is told that there is nothing, and nothing is handed out', async () => {
  expect(await code(take(room.stranger, 'md'))).toBe('not_allowed')
  const other = await makeTestRoom(database.db)
  expect(await code(take(other.secretary, 'md'))).toBe('not_found')
})

test('each download leaves a line that names the form and nobody', async () => {
  await take(room.member, 'md')
  const lines = await database.db.select().from(events).where(eq(events.verb, 'minutes.export'))
  const mine = lines.filter(({ actorId }) => actorId === room.member.personId)
  expect(mine).toMatchObject([{ thingId: sitting.documentId, detail: { format: 'md', state: 'draft' } }])
})

test('the JSON verifies by its own hashes, also without one of its items', async () => {
  const hash = (value: unknown) => createHash('sha256').update(canonicalize(value)!).digest('hex')
  const { text, fileName } = await take(room.member, 'json')
  expect(fileName).toMatch(/^draft-minutes-\d+-2026-09-16\.json$/)
  const file = SignedExport.parse(JSON.parse(text))
  expect(file).toMatchObject({ state: 'draft', record: null, issue: null })
  for (const { id, content, sha256 } of file.items) expect(hash({ id, content })).toBe(sha256)
  const redacted = file.items.map((item, index) => (index === 0 ? { ...item, content: null } : item))
  expect(hash(redacted.map(({ id, sha256 }) => ({ id, sha256 })))).toBe(file.sha256)
  expect(hash({ head: hash(file.head), text: file.sha256 })).toBe(file.rootSha256)
})

test('tables, nested lists and marks of the text come through; what is unknown still gives its words', async () => {
  const { doc } = buildDoc((await loadBytes(database.db, sitting.documentId))!)
  const before = Y.encodeStateVector(doc)
  const element = (name: string, children: (Y.XmlElement | Y.XmlText)[], attributes: Record<string, string> = {}) => {
    const made = new Y.XmlElement(name)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    made.insert(0, children)
    return made
  }
  const p = (text: string) => element('paragraph', [new Y.XmlText(text)])
  doc
    .getXmlFragment(fragmentOfItem(agenda[0]!.id))
    .push([
      element('heading', [new Y.XmlText('小标题')], { level: '3' }),
      element('orderedList', [
        element('listItem', [p('一级'), element('bulletList', [element('listItem', [p('二级')])])]),
      ]),
      element('table', [
        element('tableRow', [element('tableHeader', [p('表头甲')]), element('tableHeader', [p('表头乙')])]),
        element('tableRow', [element('tableCell', [p('格一')])]),
      ]),
      element('blockquote', [p('引文')]),
    ])
  const document = { countyId: room.countyId, id: sitting.documentId }
  await appendText(database.db, document, Y.encodeStateAsUpdate(doc, before), room.secretary.personId, at)
  const { sections } = await readPaper(database.db, room.member, sitting.meetingId, later(3300))
  expect(sections[0]!.blocks.slice(3)).toMatchObject([
    { kind: 'heading', level: 1, runs: [{ text: '小标题' }] },
    {
      kind: 'list',
      isOrdered: true,
      items: [
        [
          { kind: 'paragraph', runs: [{ text: '一级' }] },
          { kind: 'list', isOrdered: false, items: [[{ kind: 'paragraph' }]] },
        ],
      ],
    },
    {
      kind: 'table',
      headRows: 1,
      rows: [
        [[{ text: '表头甲' }], [{ text: '表头乙' }]],
        [[{ text: '格一' }], []],
      ],
    },
    { kind: 'paragraph', runs: [{ text: '引文' }] },
  ])
})
