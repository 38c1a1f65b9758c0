import { readFileSync } from 'node:fs'
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actionItemChanges, actionItems, actionItemUnits } from '@/db/schema/action-items'
import { series, units } from '@/db/schema/bodies'
import { events } from '@/db/schema/events'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import type { PersonActor } from '@/server/access'
import { LedgerQuery, ReportForm } from '@/server/action-items/contract'
import { exportLedger, LedgerExport } from '@/server/action-items/export'
import { readLedger } from '@/server/action-items/read'
import { readFollowUp } from '@/server/action-items/read-follow-up'
import { readActionItem } from '@/server/action-items/read-item'
import { reportItem } from '@/server/action-items/report'
import { setParent } from '@/server/action-items/set-parent'
import { setState } from '@/server/action-items/set-state'
import { MeetingsQuery } from '@/server/api/contract'
import { readMeetings } from '@/server/api/read'
import { createMeeting } from '@/server/meetings/create-meeting'
import { AppError } from '@/server/errors'
import { ActionItemId, LocalId, type LedgerImportId } from '@/server/ids'
import { tick } from '@/server/jobs/tick'
import { listMeetings } from '@/server/meetings/read'
import { refreshAll } from '@/server/search/refresh'
import { buildWorker } from '@/tests/support/build-worker'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { confirmImport } from './confirm'
import { prepareImport } from './prepare'
import { listImportable, listImports, readImport } from './read'
import { takeBackImport } from './take-back'

const now = { today: '2026-09-16', timeZone: 'Asia/Shanghai' }
let test: Awaited<ReturnType<typeof createTestDatabase>>
let thread: Awaited<ReturnType<typeof buildWorker>>
let room: TestRoom

beforeAll(async () => {
  test = await createTestDatabase()
  thread = await buildWorker('server/ledger-import/read-ledger.worker.ts')
})
afterAll(async () => {
  thread.drop()
  await test.drop()
})
beforeEach(async () => {
  room = await makeTestRoom(test.db)
})

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof AppError ? [error.code, ...Object.values(error.fields)].join(' ') : String(error),
  )
const head = ['序号', '任务内容', '责任单位', '协办单位', '完成时限', '进展情况', '状态', '上级任务']
type Line = readonly (string | number | Date | null)[]
async function bookOf(lines: readonly Line[], change: (sheet: ExcelJS.Worksheet) => void = () => {}) {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('台账')
  for (const line of [head, ...lines]) sheet.addRow([...line])
  change(sheet)
  return new Uint8Array(await book.xlsx.writeBuffer())
}
const csvOf = (lines: readonly Line[]) =>
  new Uint8Array(new TextEncoder().encode([head, ...lines].map((line) => line.join(',')).join('\n')))
const good: readonly Line[] = [
  [1, '划定校门口接送区', '县教育局', '实验小学、实验小学家长委员会', '2026-12-20', '已踏勘', '推进中', ''],
  [2, '安装减速带', '实验小学', '', '2026-10-01', '', '未启动', '1'],
  [3, '开办家长学校', '实验小学', '', '2026-03-31', '三期办完', '已办结', ''],
]
const prepare = (bytes: Uint8Array<ArrayBuffer>, actor = room.secretary, fileName = '台账.xlsx', when = at) =>
  prepareImport(test.db, actor, room.bodyId, { fileName, bytes }, when, thread.file)
const stored = async (lines: readonly Line[] = good, actor = room.secretary) => {
  const id = await prepare(await bookOf(lines), actor)
  await confirmImport(test.db, actor, id, later(60))
  return id
}
const view = (id: LedgerImportId, actor = room.secretary, when = at) => readImport(test.db, actor, id, when)
const problemsOf = async (lines: readonly Line[]) =>
  (await view(await prepare(csvOf(lines), room.secretary, '台账.csv'))).findings.problems.map(({ row, column, code }) =>
    [row, column, code].join(' '),
  )
const itemsOf = (countyId = room.countyId) =>
  test.db
    .select()
    .from(actionItems)
    .where(and(eq(actionItems.countyId, countyId), isNull(actionItems.withdrawnAt)))
    .orderBy(asc(actionItems.number))
const historyOf = (id: ActionItemId) =>
  test.db
    .select()
    .from(actionItemChanges)
    .where(eq(actionItemChanges.actionItemId, id))
    .orderBy(asc(actionItemChanges.seq))

describe('a ledger comes in', () => {
  it('with what it says, from which file and row, and stands in the ledger, the next agenda, the search and the export', async () => {
    const id = await stored()
    const items = await itemsOf()
    expect(
      items.map(({ number, title, leadUnitId, dueOn, state, percent, origin, importId, lastSeq }) => ({
        ...{ number, title, leadUnitId, dueOn, state, percent, origin, importId, lastSeq },
      })),
    ).toEqual(
      [
        [1, '划定校门口接送区', room.unit.department, '2026-12-20', 'doing', 0],
        [2, '安装减速带', room.unit.school, '2026-10-01', 'todo', 0],
        [3, '开办家长学校', room.unit.school, '2026-03-31', 'done', 100],
      ].map(([number, title, leadUnitId, dueOn, state, percent]) => ({
        ...{ number, title, leadUnitId, dueOn, state, percent, origin: 'import', importId: id, lastSeq: 1 },
      })),
    )
    expect(items[1]!.parentId).toBe(items[0]!.id)
    const assisting = await test.db
      .select({ unitId: actionItemUnits.unitId })
      .from(actionItemUnits)
      .where(eq(actionItemUnits.actionItemId, items[0]!.id))
    expect(assisting.map(({ unitId }) => unitId).sort()).toEqual([room.unit.school, room.unit.family].sort())
    const [first] = await historyOf(items[2]!.id)
    expect(first).toMatchObject({
      ...{ seq: 1, kind: 'imported', fromState: 'done', toState: 'done', remark: '三期办完', byName: '李秘书' },
      detail: { file: '台账.xlsx', row: 4 },
    })
    const page = await readLedger(test.db, room.member, LedgerQuery.parse({ view: 'all' }), now)
    expect(
      page.rows.map((row) => [row.meeting.issueNumber, row.number, row.title, row.lead?.name, row.latest?.remark]),
    ).toEqual([
      [0, 3, '开办家长学校', '实验小学', '三期办完'],
      [0, 2, '安装减速带', '实验小学', undefined],
      [0, 1, '划定校门口接送区', '县教育局', '已踏勘'],
    ])
    const next = await readFollowUp(test.db, room.countyId, { id: room.meetingId, bodyId: room.bodyId, startsAt: at })
    expect(next.items.map((item) => item.title)).toEqual(['安装减速带', '划定校门口接送区'])
    await refreshAll(test.db)
    const found = await readLedger(test.db, room.member, LedgerQuery.parse({ view: 'all', q: '减速带' }), now)
    expect(found.rows.map((row) => row.title)).toEqual(['安装减速带'])
    const detail = await readActionItem(test.db, room.member, items[2]!.id, at)
    // Nobody here verified it, and nobody is said to have.
    expect(detail.changes.filter((change) => change.kind === 'state')).toEqual([])
    const asked = LedgerExport.parse({ view: 'all', format: 'csv' })
    const { body } = await exportLedger(test.db, room.secretary, { ...asked, locale: 'zh-Hans' }, at)
    const exported = await new Response(body).text()
    expect(exported).toContain('原有台账,开办家长学校')
    expect(exported).toContain('三期办完')
    const lines = await test.db
      .select({ verb: events.verb, thingId: events.thingId, detail: events.detail })
      .from(events)
      .where(and(eq(events.countyId, room.countyId), eq(events.thingId, id)))
      .orderBy(asc(events.seq))
    expect(lines).toEqual([
      { verb: 'action-item.prepare-import', thingId: id, detail: { rows: 3, problems: 0 } },
      {
        verb: 'action-item.import',
        thingId: id,
        detail: { items: 3, known: 0, closed: 1, firstNumber: 1, bodyId: room.bodyId },
      },
    ])
    // What was kept for the preview is gone.
    expect((await test.db.select().from(ledgerImports).where(eq(ledgerImports.id, id)))[0]).toMatchObject({
      state: 'stored',
      rows: null,
    })
  })

  it('lives on as any item, by the table of states', async () => {
    await stored()
    const [first, second, third] = await itemsOf()
    const form = (text: string) => ReportForm.parse({ text, percent: '60', onceKey: crypto.randomUUID() })
    await reportItem(test.db, room.member, room.countyId, second!.id, form('已招标'), later(70))
    const to = (from: string, state: string, remark = '') => ({ from, to: state, remark }) as never
    expect(
      await told(setState(test.db, room.member, room.countyId, third!.id, to('done', 'doing', '查漏'), later(80))),
    ).toBe('not_allowed')
    expect(
      await told(setState(test.db, room.convenor, room.countyId, third!.id, to('done', 'doing', '查漏'), later(80))),
    ).toBe('done')
    expect(
      await told(setState(test.db, room.secretary, room.countyId, first!.id, to('doing', 'done'), later(80))),
    ).toBe('conflict')
    expect((await historyOf(third!.id)).map(({ kind, toState }) => [kind, toState])).toEqual([
      ['imported', 'done'],
      ['state', 'doing'],
    ])
  })

  it('is of no sitting: no list has it, and the first sitting is still number one', async () => {
    const seriesId = (await test.db.select().from(series).where(eq(series.bodyId, room.bodyId)))[0]!.id
    await test.db.update(meetings).set({ issueNumber: 7 }).where(eq(meetings.id, room.meetingId))
    await stored()
    expect((await listMeetings(test.db, room.secretary)).map((meeting) => meeting.issueNumber)).toEqual([7])
    const published = await readMeetings(test.db, room.secretary, MeetingsQuery.parse({}))
    expect(published.items.map((meeting) => meeting.issueNumber)).toEqual([7])
    const planned = await createMeeting(
      test.db,
      room.secretary,
      {
        ...{ bodyId: room.bodyId, seriesId, title: '下一次', place: '', startsAt: later(9000), endsAt: later(9900) },
        agenda: [{ title: '其他', topicId: null, presenterUnitId: null, minutesPlanned: 5 }],
      },
      at,
    )
    expect(planned.issueNumber).toBe(8)
    const homes = await test.db
      .select()
      .from(meetings)
      .where(and(eq(meetings.countyId, room.countyId), eq(meetings.issueNumber, 0)))
    expect(homes).toMatchObject([{ title: '原有台账', state: 'ended' }])
    expect(homes[0]!.endsAt < at).toBe(true)
    const more = await stored([[1, '另一件', '实验小学', '', '', '', '', '']])
    expect((await view(more)).first).toBe('0-04')
    expect(
      await test.db
        .select({ count: count() })
        .from(documents)
        .where(and(eq(documents.countyId, room.countyId), eq(documents.kind, 'free'))),
    ).toEqual([{ count: 1 }])
  })

  it('as LibreOffice wrote it: a title, joined cells, dates, percentages and numbers that are formulas', async () => {
    const bytes = new Uint8Array(readFileSync('tests/support/ledger-of-libreoffice.xlsx'))
    const id = await prepare(bytes)
    const { findings, counts, items } = await view(id)
    expect(findings.problems).toEqual([])
    expect(findings.understood).toMatchObject({
      headRow: 3,
      ignored: [],
      skipped: [
        { row: 4, text: '一、校园周边' },
        { row: 7, text: '二、家庭教育' },
      ],
    })
    expect(counts).toEqual({ rows: 3, newItems: 3, knownItems: 0, closed: 1 })
    expect(
      items.map(({ row, title, lead, dueOn, state, percent, owner }) => [
        row,
        title,
        lead,
        dueOn,
        state,
        percent,
        owner,
      ]),
    ).toEqual([
      [5, '划定校门口接送区', '县教育局', '2026-12-20', 'doing', 40, '王科长'],
      [6, '安装减速带', '县教育局', '2026-11-30', 'todo', 0, ''],
      [8, '开办家长学校', '实验小学', '2026-03-31', 'done', 100, '赵老师'],
    ])
    await confirmImport(test.db, room.secretary, id, at)
    expect((await itemsOf()).map((item) => item.percent)).toEqual([40, 0, 100])
  })
})

describe('a bad row', () => {
  it('is told by row and column, and nothing is stored', async () => {
    const row = (
      title: string,
      more: { lead?: string; assisting?: string; due?: string; state?: string; parent?: string } = {},
    ): Line => [
      ...[
        '',
        title,
        more.lead ?? '县教育局',
        more.assisting ?? '',
        more.due ?? '',
        '',
        more.state ?? '',
        more.parent ?? '',
      ],
    ]
    expect(
      await problemsOf([
        row('过去', { due: '2026-09-15' }),
        row('今天', { due: '2026-09-16' }),
        row('太远', { due: '9999-12-31' }),
        row('办结的可以在过去', { due: '2020-01-31', state: '已办结' }),
        row('太早', { due: '1026-01-31', state: '已办结' }),
        row('没有的单位', { lead: '县水利局' }),
        row('两个牵头', { lead: '县教育局、实验小学' }),
        row('又牵头又配合', { assisting: '实验小学；县教育局' }),
        row('同一件'),
        row('同一件'),
        row('都错', { lead: '县水利局', due: '2026-02-29', state: '逾期' }),
      ]),
    ).toEqual([
      '2 due duePast',
      '4 due dueTooFar',
      '6 due dueTooEarly',
      '7 lead unitUnknown',
      '8 lead leadTwo',
      '9 assisting sameAsLead',
      '11 task duplicate',
      '12 state stateLate',
      '12 due date',
      '12 lead unitUnknown',
    ])
    const formulas = await bookOf(good, (sheet) => {
      sheet.getCell('E2').value = { formula: 'TODAY()+30', result: 46000 }
      sheet.getCell('A3').value = { formula: 'A2+1', result: 2 }
      sheet.mergeCells('B3:C3')
      sheet.mergeCells('B4:B5')
    })
    const id = await prepare(formulas)
    const shown = await view(id)
    expect(shown.findings.problems.map(({ row: at, column, code }) => [at, column, code].join(' '))).toEqual([
      '2 due formula',
      '3 lead joined',
      '5 task joinedTask',
      '5 lead required',
    ])
    expect(shown.state).toBe('refused')
    expect(await told(confirmImport(test.db, room.secretary, id, at))).toBe('conflict')
    expect(await itemsOf()).toEqual([])
  })

  it('of a file that is none is refused in words', async () => {
    const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text))
    expect(await told(prepare(bytes('x'), room.secretary, 'a.xlsm'))).toBe('invalid_input macros')
    expect(await told(prepare(bytes('任务,时限\n甲,'), room.secretary, 'a.csv'))).toBe('invalid_input columns lead')
    expect(await told(prepare(bytes(`任务,牵头\n${'甲,乙\n'.repeat(3000)}`), room.secretary, 'a.csv'))).toBe(
      'invalid_input tooManyRows',
    )
    expect(await told(prepare(new Uint8Array(6 << 20)))).toBe('invalid_input tooLarge')
  })
})

describe('once and for all', () => {
  it('pressed many times at once it is stored once', async () => {
    const id = await prepare(await bookOf(good))
    const answers = await Promise.all(Array.from({ length: 6 }, () => confirmImport(test.db, room.secretary, id, at)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await itemsOf()).toHaveLength(3)
  })

  it('the same file twice at once: one stores, the other is told what is there, and nothing is there twice', async () => {
    const bytes = await bookOf(good)
    const ids = [await prepare(bytes), await prepare(bytes, room.convenor)]
    const actors = [room.secretary, room.convenor]
    const answers = await Promise.all(ids.map((id, n) => told(confirmImport(test.db, actors[n]!, id, at))))
    expect(answers.toSorted()).toEqual(['conflict', 'done'])
    expect(await itemsOf()).toHaveLength(3)
    const lost = await view(ids[answers.indexOf('conflict')]!)
    expect(lost.counts).toMatchObject({ newItems: 0, knownItems: 3 })
    expect(await told(confirmImport(test.db, room.secretary, lost.id, at))).toBe('conflict')
  })

  it('the same file later: its rows are known, also when the item has moved on; a new one among them comes in', async () => {
    await stored()
    const [, second] = await itemsOf()
    await test.db
      .update(actionItems)
      .set({ dueOn: '2026-11-11', title: '改过的' })
      .where(eq(actionItems.id, second!.id))
    const id = await prepare(await bookOf([...good, [4, '新的一件', '实验小学', '', '', '', '', '']]))
    const shown = await view(id)
    expect(shown.findings.known).toEqual([
      { row: 2, title: '划定校门口接送区', number: '0-01' },
      { row: 3, title: '安装减速带', number: '0-02' },
      { row: 4, title: '开办家长学校', number: '0-03' },
    ])
    expect(shown.items.map((item) => item.title)).toEqual(['新的一件'])
    await confirmImport(test.db, room.secretary, id, at)
    expect((await itemsOf()).map((item) => item.number)).toEqual([1, 2, 3, 4])
  })

  it('of a restricted item nothing is told, though it be the very same', async () => {
    const agenda = { title: '保密', topicId: null, presenterUnitId: null, minutesPlanned: 5 }
    const { documentId, meetingId } = await createMeeting(
      test.db,
      room.convenor,
      {
        ...{
          bodyId: room.bodyId,
          seriesId: room.seriesId,
          title: '密',
          place: '',
          startsAt: later(9000),
          endsAt: later(9900),
        },
        agenda: [{ ...agenda, restrictedTo: [room.convenor.personId!] }],
      },
      at,
    )
    const [hidden] = await test.db
      .select()
      .from(documents)
      .where(and(eq(documents.countyId, room.countyId), eq(documents.kind, 'restricted')))
    expect(hidden!.id).not.toBe(documentId)
    await test.db.insert(actionItems).values({
      ...{ countyId: room.countyId, id: ActionItemId.parse(crypto.randomUUID()), documentId: hidden!.id, meetingId },
      ...{ localId: LocalId.parse(crypto.randomUUID()), number: 1, title: '安装减速带', leadUnitId: room.unit.school },
      ...{ dueOn: '2026-10-01', createdAt: at, changedAt: at },
    })
    for (const actor of [room.secretary, room.convenor]) {
      const shown = await view(await prepare(await bookOf(good), actor), actor)
      expect(shown.findings.known).toEqual([])
      expect(shown.counts).toMatchObject({ newItems: 3, knownItems: 0 })
    }
  })

  it('when the day has passed that was still to come, it is asked back', async () => {
    const id = await prepare(
      csvOf([['', '今天到期', '县教育局', '', '2026-09-16', '', '', '']]),
      room.secretary,
      'a.csv',
    )
    expect(await told(confirmImport(test.db, room.secretary, id, later(20 * 3600)))).toBe('conflict')
    expect((await view(id)).findings.problems.map(({ code }) => code)).toEqual(['duePast'])
    expect(await itemsOf()).toEqual([])
  })

  it('is too late after a day, and by then the rows are gone', async () => {
    const id = await prepare(await bookOf(good))
    const next = later(24 * 3600 + 1)
    expect((await view(id, room.secretary, next)).state).toBe('expired')
    expect(await told(confirmImport(test.db, room.secretary, id, next))).toBe('link_expired')
    await tick(test.db, next, null)
    expect((await test.db.select().from(ledgerImports).where(eq(ledgerImports.id, id)))[0]).toMatchObject({
      state: 'expired',
      rows: null,
    })
  })
})

describe('taken back', () => {
  it('by whoever brought it, while nothing has happened; and it can come again', async () => {
    const id = await stored()
    const other = await room.person('另一秘书', 'secretary', room.unit.department)
    expect((await view(id, other)).mayTakeBack).toBe(false)
    expect(await told(takeBackImport(test.db, other, id, later(90)))).toBe('not_allowed')
    const [first] = await itemsOf()
    expect((await view(id)).mayTakeBack).toBe(true)
    expect(await Promise.all([1, 2].map(() => told(takeBackImport(test.db, room.secretary, id, later(90)))))).toEqual([
      'done',
      'done',
    ])
    expect(await itemsOf()).toEqual([])
    expect((await historyOf(first!.id)).map(({ kind }) => kind)).toEqual(['imported', 'import-taken-back'])
    const shown = await view(id)
    expect(shown).toMatchObject({ state: 'takenBack', mayTakeBack: false })
    const again = await stored()
    expect((await itemsOf()).map(({ number }) => number)).toEqual([4, 5, 6])
    expect((await view(again)).counts).toMatchObject({ newItems: 3, knownItems: 0 })
  })

  it('not once somebody reported, or put something under one; and against a report under way one of the two wins', async () => {
    const report = () => ReportForm.parse({ text: '在办', percent: '10', onceKey: crypto.randomUUID() })
    const id = await stored()
    const [first, second] = await itemsOf()
    const rest = await stored([[1, '另一件', '实验小学', '', '', '', '', '']])
    const [, , , other] = await itemsOf()
    await setParent(test.db, room.secretary, room.countyId, other!.id, first!.id, later(70))
    expect((await view(id)).mayTakeBack).toBe(false)
    expect(await told(takeBackImport(test.db, room.secretary, id, later(90)))).toBe('conflict')
    expect(await told(takeBackImport(test.db, room.secretary, rest, later(90)))).toBe('conflict')
    await setParent(test.db, room.secretary, room.countyId, other!.id, null, later(71))
    const answers = await Promise.all([
      told(reportItem(test.db, room.member, room.countyId, second!.id, report(), later(80))),
      told(takeBackImport(test.db, room.secretary, id, later(80))),
    ])
    expect([
      ['done', 'conflict'],
      ['not_found', 'done'],
    ]).toContainEqual(answers)
  })
})

describe('who may', () => {
  it('is whoever runs the body, and nobody of another one or of another county', async () => {
    const bytes = await bookOf(good)
    const id = await prepare(bytes)
    const elsewhere = await makeTestRoom(test.db)
    // A county has one unit of a name and kind.
    await test.db
      .update(units)
      .set({ name: sql`${units.name} || '一'` })
      .where(eq(units.countyId, room.countyId))
    const beside = await makeTestRoom(test.db, { inCounty: room.countyId })
    const deputy = await room.person('副召集人', 'deputy-convenor', room.unit.department)
    expect(await told(prepare(bytes, deputy))).toBe('done')
    for (const actor of [room.member, room.observer, room.stranger, beside.secretary, elsewhere.secretary]) {
      expect(await told(prepare(bytes, actor))).toBe('not_allowed')
      expect(await told(view(id, actor))).toBe('not_found')
      const isIn = ([room.member, room.observer] as PersonActor[]).includes(actor)
      expect(await told(confirmImport(test.db, actor, id, at))).toBe(isIn ? 'not_allowed' : 'not_found')
      expect(await told(takeBackImport(test.db, actor, id, at))).toBe(isIn ? 'not_allowed' : 'not_found')
    }
    expect(await listImportable(test.db, room.member)).toEqual([])
    expect(await listImports(test.db, beside.secretary, at)).toEqual([])
    expect((await listImports(test.db, room.convenor, at)).map((each) => each.id)).toContain(id)
    // Another county's units are strangers here, though they be called the same.
    const theirs = await prepareImport(
      test.db,
      elsewhere.secretary,
      elsewhere.bodyId,
      { fileName: 'a.xlsx', bytes },
      at,
      thread.file,
    )
    await confirmImport(test.db, elsewhere.secretary, theirs, at)
    expect((await itemsOf(elsewhere.countyId)).map((item) => item.leadUnitId)).toEqual([
      elsewhere.unit.department,
      elsewhere.unit.school,
      elsewhere.unit.school,
    ])
    expect(await itemsOf()).toEqual([])
  })
})

it('a long ledger is read and stored in steps', async () => {
  const many = Array.from({ length: 1000 }, (_, n): Line => [
    n + 1,
    `第${n}件任务`,
    '实验小学',
    '县教育局',
    '2026-12-01',
    '在办',
    '推进中',
    n % 10 === 0 ? '' : `${n - (n % 10) + 1}`,
  ])
  const began = performance.now()
  const id = await prepare(csvOf(many), room.secretary, 'a.csv')
  const read = performance.now()
  const seen: number[] = []
  await confirmImport(test.db, room.secretary, id, at, (done) => seen.push(done))
  console.log(
    `ledger of 1,000: read in ${Math.round(read - began)} ms, stored in ${Math.round(performance.now() - read)} ms`,
  )
  expect(seen).toEqual([200, 400, 600, 800, 1000])
  expect(await itemsOf()).toHaveLength(1000)
})
