// A report: its sums against rows counted by queries of this test's own, its papers as other programs read them, two who save
// at once, and nothing of what is restricted.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actionItems } from '@/db/schema/action-items'
import { bodyUnits } from '@/db/schema/bodies'
import { restrictedItems } from '@/db/schema/minutes'
import { setState } from '@/server/action-items/set-state'
import { ActionItemId, LocalId, type ReportId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { usePaperThread } from '@/server/paper/render'
import { buildWorker } from '@/tests/support/build-worker'
import { makeMeeting } from '@/tests/support/doors/place'
import { obtain } from '@/tests/support/obtain.mjs'
import { docxToPdf, pdfText } from '@/tests/support/pdf'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { EditReportForm, type ReportText, type Sum } from './contract'
import { editReport } from './edit-report'
import { exportReport } from './export'
import { makeReport } from './make-report'
import { percentsOf } from './model'
import { listReports, readReport } from './read'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let room: TestRoom
let elsewhere: TestRoom
let office: string

const key = () => crypto.randomUUID()
const squeeze = (text: string) => text.replace(/\s+/g, '')

beforeAll(async () => {
  const { found, missing } = await obtain(() => {}, ['poppler', 'office', 'fonts'])
  expect(missing).toEqual({})
  office = found.office!
  thread = await buildWorker('server/paper/paper.worker.ts')
  usePaperThread(thread.file)
  test = await createTestDatabase()
  room = await makeTestRoom(test.db)
  elsewhere = await makeTestRoom(test.db)
  const agenda = [{ title: '一项', topicId: null, presenterUnitId: null, minutesPlanned: 5 }]
  const { meetingId: earlier, documentId } = await createMeeting(
    test.db,
    room.secretary,
    {
      bodyId: room.bodyId,
      seriesId: room.seriesId,
      title: '2026年第二次联席会议',
      place: '',
      startsAt: later(-90 * 86_400),
      endsAt: later(-90 * 86_400 + 60),
      agenda,
    },
    at,
  )
  const restricted = await makeMeeting(test.db, room, false, [room.secretary.personId])
  const [list] = await test.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
  let number = 0
  const make = (title: string, more: Partial<typeof actionItems.$inferInsert> = {}) => ({
    countyId: room.countyId,
    id: ActionItemId.parse(key()),
    documentId: room.documentId,
    localId: LocalId.parse(key()),
    meetingId: room.meetingId,
    number: ++number,
    title,
    leadUnitId: room.unit.school,
    createdAt: at,
    changedAt: at,
    ...more,
  })
  const before = { meetingId: earlier, documentId, leadUnitId: room.unit.department }
  await test.db.insert(actionItems).values([
    // 22 that count: 6 closed, 16 being handled; two of these overdue, three reported.
    ...Array.from({ length: 6 }, (_, n) => make(`已办之事${n}`, { ...before, state: 'done' })),
    make('校门口摊点整治', { ...before, state: 'doing', dueOn: '2026-09-10' }),
    make('接送区划线', { state: 'todo', dueOn: '2026-09-15', leadUnitId: null }),
    make('今天到期', { state: 'doing', dueOn: '2026-09-16' }),
    ...Array.from({ length: 3 }, (_, n) => make(`已报之事${n}`, { state: 'toVerify', dueOn: '2026-08-01' })),
    ...Array.from({ length: 10 }, (_, n) => make(`在办之事${n}`, { state: 'doing', dueOn: '2026-12-01' })),
    // None of these does.
    make('已撤之事', { state: 'doing', withdrawnAt: at }),
    make('金丝雀', { meetingId: restricted, documentId: list!.documentId, state: 'doing', dueOn: '2026-01-01' }),
    make('金丝雀二', { meetingId: restricted, documentId: list!.documentId, state: 'stopped' }),
  ])
  await test.db.insert(actionItems).values({
    ...make('别县之事', { countyId: elsewhere.countyId, meetingId: elsewhere.meetingId }),
    documentId: elsewhere.documentId,
    leadUnitId: elsewhere.unit.school,
  })
}, 600_000)
afterAll(async () => {
  await thread.drop()
  await test.drop()
})

const write = (who = room.secretary, onceKey = key()) =>
  makeReport(test.db, who, room.countyId, { bodyId: room.bodyId, onceKey }, at)
const read = async (id: ReportId) => readReport(test.db, room.secretary, id)

const counted = (by: string) => test.sql<({ of: string | null } & Sum)[]>`
  select ${test.sql(by)} as of, count(*)::int as total, count(*) filter (where state = 'done')::int as done,
    count(*) filter (where state in ('todo', 'doing', 'toVerify'))::int as open,
    count(*) filter (where state = 'stopped')::int as stopped,
    count(*) filter (where state = 'toVerify')::int as "toVerify",
    count(*) filter (where state in ('todo', 'doing') and due_on < '2026-09-16')::int as late
  from action_items i where i.county_id = ${room.countyId} and i.body_id = ${room.bodyId} and i.withdrawn_at is null
    and i.title not like '金丝雀%' group by 1`
const asSums = (rows: readonly { of: string | null; sum: Sum }[]) =>
  Object.fromEntries(rows.map(({ of, sum }) => [of ?? 'none', sum]))

it('counts whole, by unit and by sitting what the rows say, and nothing restricted', async () => {
  const { figures, words, asOf } = await read(await write())
  expect(asOf).toBe('2026-09-16')
  const [whole] = await counted('county_id')
  const { of: _of, ...sum } = whole!
  expect(figures.whole).toEqual(sum)
  expect(sum).toMatchObject({ total: 22, done: 6, open: 16, toVerify: 3, late: 2 })
  const split = (rows: Awaited<ReturnType<typeof counted>>) =>
    asSums(rows.map(({ of, ...each }) => ({ of, sum: each })))
  expect(asSums(figures.units.map(({ unitId, sum: each }) => ({ of: unitId, sum: each })))).toEqual(
    split(await counted('lead_unit_id')),
  )
  expect(asSums(figures.sittings.map(({ meetingId, sum: each }) => ({ of: meetingId, sum: each })))).toEqual(
    split(await counted('meeting_id')),
  )
  expect(words.overall).toContain('共22件，已办结6件占27%，正在办理16件占73%')
  expect(words.overall).toContain('待核验3件，逾期2件')
  for (const { sum: each } of [...figures.units, ...figures.sittings]) {
    const { done, open, stopped } = percentsOf(each)
    expect(done + open + stopped).toBe(100)
  }
  // The body's own order: the lead unit, the others as they joined, nobody last. Sittings as they were held.
  expect(figures.units.map(({ name }) => name)).toEqual(['县教育局', '实验小学', ''])
  expect(figures.sittings.map(({ title }) => title)).toEqual(['2026年第二次联席会议', '2026年第三次联席会议'])
  // Overdue ones by name, in the ledger's order; due today is not overdue, reported is not.
  expect(words.overdue.split('\n')).toHaveLength(3)
  expect(words.overdue).toMatch(/校门口摊点整治（县教育局），应于2026年9月10日前办结，已逾期6天/)
  expect(words.overdue).toMatch(/接送区划线（主办单位未明确），应于2026年9月15日前办结，已逾期1天/)
  expect(words.stopped).toBe('')
  const [stored] = await test.sql`select string_agg(r.figures::text || t.words::text, ' ') as all from reports r
    join report_texts t on t.county_id = r.county_id and t.report_id = r.id`
  expect(String(stored!.all)).not.toMatch(/金丝雀|已撤之事|别县之事/)
})

it('is read back from PDF and DOCX, by the words as they were saved and the figures as they were frozen', async () => {
  const id = await write()
  const { words } = await read(id)
  const changed: ReportText = {
    ...words,
    number: '教联体〔2026〕7号',
    closing: '请于月底前办结。\n联系人另告。',
    byUnit: '',
  }
  await editReport(
    test.db,
    room.convenor,
    room.countyId,
    EditReportForm.parse({ ...changed, reportId: id, version: 1 }),
    later(60),
  )
  const pdf = await exportReport(test.db, room.secretary, id, 'pdf', later(90))
  const docx = await exportReport(test.db, room.secretary, id, 'docx', later(90))
  expect(pdf.fileName).toBe('report-2026-09-16.pdf')
  for (const file of [pdf.body, await docxToPdf(office, docx.body)]) {
    const text = squeeze(await pdfText(file))
    for (const word of [
      '关于示范县教联体督办事项办理情况的通报',
      '教联体〔2026〕7号',
      '各成员单位：',
      '一、总体情况',
      '共22件，已办结6件占27%，正在办理16件占73%',
      '二、各主办单位办理情况',
      '实验小学14014（100%）00',
      '三、历次会议议定事项办理情况',
      '四、逾期事项',
      '校门口摊点整治',
      '五、工作要求',
      '请于月底前办结。',
      '2026年9月16日',
    ])
      expect(text).toContain(word)
    // Per cents of the unit with closed items: 6 of 7 and 1 of 7.
    expect(text).toContain('县教育局76（86%）1（14%）10')
    expect(text).toContain('合计226（27%）16（73%）20')
    expect(text).not.toMatch(/金丝雀|中止事项|以下按主办单位统计/)
  }
  const lines = await test.sql`select verb from events where thing_id = ${id} order by seq`
  expect(lines.map(({ verb }) => verb)).toEqual(['report.make', 'report.edit', 'report.export', 'report.export'])
}, 180_000)

it('keeps its figures when the ledger goes on, and a stopped item stands in the next with its reason', async () => {
  const id = await write()
  const before = await read(id)
  const [item] = await test.db.select().from(actionItems).where(eq(actionItems.title, '在办之事0'))
  const stop = { from: 'doing' as const, to: 'stopped' as const, remark: '学校已撤并。' }
  await setState(test.db, room.secretary, room.countyId, item!.id, stop, later(10))
  // A unit that has left the body and still leads stands after those in it.
  await test.db
    .update(bodyUnits)
    .set({ takenOutAt: at, isLead: false })
    .where(eq(bodyUnits.unitId, room.unit.department))
  expect(await read(id)).toEqual(before)
  const { figures, words } = await read(await write())
  expect(figures.whole).toMatchObject({ total: 22, done: 6, open: 15, stopped: 1 })
  // 27.27, 68.18 and 4.55: down to 27, 68 and 4, and what is left to the largest remainder.
  expect(words.overall).toContain('已办结6件占27%，正在办理15件占68%，中止1件占5%')
  expect(words.stopped).toContain('在办之事0（实验小学）。中止原因：学校已撤并。')
  expect(figures.units.map(({ name }) => name)).toEqual(['实验小学', '县教育局', ''])
  await test.db
    .update(bodyUnits)
    .set({ takenOutAt: null, isLead: true })
    .where(eq(bodyUnits.unitId, room.unit.department))
})

it('lets one of eight who save over the same version in, tells the others, and keeps every draft', async () => {
  const id = await write()
  const { words } = await read(id)
  const save = (n: number, version: number) =>
    editReport(
      test.db,
      n % 2 ? room.convenor : room.secretary,
      room.countyId,
      EditReportForm.parse({ ...words, closing: `第${n}人的话`, reportId: id, version }),
      later(n),
    ).catch((error: Error) => error.message)
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => save(n, 1)))
  expect(answers.filter((answer) => answer === 2)).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(7)
  const kept = await read(id)
  expect(kept.words.closing).toBe(`第${answers.indexOf(2)}人的话`)
  expect(await save(8, 7)).toBe('conflict')
  expect(await save(8, 2)).toBe(3)
  // The same words again are no new draft.
  expect(await save(8, 3)).toBe(3)
  expect((await readReport(test.db, room.secretary, id, 1)).words).toEqual(words)
  expect((await read(id)).versions.map(({ version }) => version)).toEqual([3, 2, 1])
})

it('is written once however often the button is pressed', async () => {
  const once = key()
  const ids = await Promise.all(Array.from({ length: 6 }, () => write(room.secretary, once)))
  expect(new Set(ids).size).toBe(1)
  const [made] =
    await test.sql`select count(*)::int as n from events where verb = 'report.make' and thing_id = ${ids[0]!}`
  expect(made!.n).toBe(1)
})

it('is for who runs the body: neither a member nor another county learns that it is there', async () => {
  const id = await write()
  await expect(write(room.member)).rejects.toThrow('not_allowed')
  await expect(
    makeReport(test.db, elsewhere.secretary, room.countyId, { bodyId: room.bodyId, onceKey: key() }, at),
  ).rejects.toThrow('not_allowed')
  const { words } = await read(id)
  const form = EditReportForm.parse({ ...words, reportId: id, version: 1 })
  for (const who of [room.member, room.observer, elsewhere.secretary]) {
    await expect(readReport(test.db, who, id)).rejects.toThrow('not_found')
    await expect(listReports(test.db, who, room.bodyId)).rejects.toThrow('not_found')
    await expect(exportReport(test.db, who, id, 'pdf', at)).rejects.toThrow('not_found')
    await expect(editReport(test.db, who, who.countyId, form, at)).rejects.toThrow('not_found')
  }
  const listed = await listReports(test.db, room.secretary, room.bodyId)
  expect(listed.find((each) => each.id === id)).toMatchObject({ version: 1, byName: '李秘书', asOf: '2026-09-16' })
})

it('takes no child by name and no identity number, and says in which part', async () => {
  const id = await write()
  const { words } = await read(id)
  const save = (closing: string) =>
    editReport(
      test.db,
      room.secretary,
      room.countyId,
      EditReportForm.parse({ ...words, closing, reportId: id, version: 1 }),
      at,
    )
  await expect(save('身份证号 11010519491231002X')).rejects.toMatchObject({ fields: { closing: 'idNumber' } })
  expect(EditReportForm.safeParse({ ...words, title: ' ', reportId: id, version: 1 }).success).toBe(false)
})
