// Pages, filters and figures of the ledger against the same question asked of plain rows; who sees what; and that the first
// page is read from an index, whatever is asked.
import { drizzle } from 'drizzle-orm/postgres-js'
import { eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { schema, type Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { followRules } from '@/db/schema/follow-up'
import { meetings } from '@/db/schema/meetings'
import { restrictedItems } from '@/db/schema/minutes'
import type { PersonActor } from '@/server/access'
import { ActionItemId, LocalId, type MeetingId } from '@/server/ids'
import { isCommon } from '@/server/search/how-common'
import { refreshAll } from '@/server/search/refresh'
import { makeMeeting } from '@/tests/support/doors/place'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom, type TestRoom } from '@/tests/support/room'
import { LedgerQuery, type ActionItemState } from './contract'
import { addDays, warningOf } from './model'
import { pageSize, readLedger } from './read'
import { summarise } from './summarise'
import { readSittingTallies, readTallies } from './tallies'

type Row = typeof actionItems.$inferSelect
const now = { today: '2026-09-16', timeZone: 'Asia/Shanghai' }
const at = new Date('2026-09-16T06:30:00Z')
let test: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let other: TestRoom
let rows: Row[]
let issues: Map<MeetingId, number>
let secret: ActionItemId

let seed = 8
const random = (n: number) => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const any = <T>(list: readonly T[]): T => list[random(list.length)]!
const states: ActionItemState[] = ['todo', 'doing', 'toVerify', 'done', 'stopped']

beforeAll(async () => {
  test = await createTestDatabase()
  room = await makeTestRoom(test.db)
  // Names of units are taken once in a county.
  await test.sql`update units set name = '示范' || name`
  other = await makeTestRoom(test.db, { inCounty: room.countyId })
  const second = await makeMeeting(test.db, room, false)
  const make = (where: TestRoom, meetingId: MeetingId, number: number): typeof actionItems.$inferInsert => ({
    countyId: where.countyId,
    id: ActionItemId.parse(crypto.randomUUID()),
    documentId: where.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId,
    number,
    title:
      any(['放學時段交通疏導方案', '家庭教育指导站选址', '校园周边食品摊点整治', '课后服务场馆清单']) + String(number),
    owner: any(['', '赵校长', '钱主任']),
    deliverable: any(['', '方案一份', '示意图']),
    leadUnitId: any([...Object.values(where.unit), null]),
    dueOn: random(6) === 0 ? null : addDays(now.today, random(90) - 30),
    state: any(states),
    tags: any([[], ['安全'], ['安全', '交通']]),
    priority: any(['normal', 'high', 'urgent'] as const),
    withdrawnAt: random(20) === 0 ? at : null,
    createdAt: new Date(at.getTime() - random(120) * 86_400_000),
    changedAt: new Date(at.getTime() - random(60) * 3_600_000),
  })
  await test.db
    .insert(actionItems)
    .values([
      ...Array.from({ length: 130 }, (_, n) => make(room, room.meetingId, n + 1)),
      ...Array.from({ length: 30 }, (_, n) => make(room, second, n + 1)),
      ...Array.from({ length: 35 }, (_, n) => make(other, other.meetingId, n + 1)),
    ])
  await refreshAll(test.db)
  rows = await test.db.select().from(actionItems)
  issues = new Map((await test.db.select().from(meetings)).map((each) => [each.id, each.issueNumber]))
  // One more, decided under a restricted item: for the secretary of its list alone.
  const restricted = await makeMeeting(test.db, room, false, [room.secretary.personId])
  const [list] = await test.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
  secret = ActionItemId.parse(crypto.randomUUID())
  await test.db.insert(actionItems).values({
    ...make(room, restricted, 1),
    id: secret,
    documentId: list!.documentId,
    title: '金絲雀個案轉介',
    leadUnitId: room.unit.school,
    state: 'doing',
    dueOn: addDays(now.today, 2),
    withdrawnAt: null,
  })
  await refreshAll(test.db)
})
afterAll(() => test.drop())

const ask = (actor: PersonActor, query: Record<string, string>, db: Db = test.db) =>
  readLedger(db, actor, LedgerQuery.parse(query), now)

/** All pages one after another, and back again. */
async function walk(actor: PersonActor, query: Record<string, string>): Promise<string[]> {
  const pages: string[][] = []
  let page = await ask(actor, query)
  const { total, isCutShort } = page
  for (;;) {
    pages.push(page.rows.map((row) => row.id))
    if (page.after === null) break
    page = await ask(actor, { ...query, at: page.after })
  }
  const forth = pages.flat()
  if (isCutShort) expect(total).toBeLessThan(forth.length)
  else expect(total).toBe(forth.length)
  for (const before of pages.slice(0, -1).reverse()) {
    page = await ask(actor, { ...query, at: page.before! })
    expect(page.rows.map((row) => row.id)).toEqual(before)
  }
  expect(page.before).toBeNull()
  expect(pages.slice(0, -1).every((each) => each.length === pageSize)).toBe(true)
  return forth
}

const mine = (row: Row) => row.bodyId === room.bodyId && row.withdrawnAt === null
const open = (row: Row) => row.state !== 'done' && row.state !== 'stopped'
const warn = (row: Row) => warningOf(row.state, row.dueOn, now.today)
const day = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
const age = (row: Row) => Math.round((Date.parse(now.today) - Date.parse(day(row.createdAt))) / 86_400_000)

const cases: [string, () => Record<string, string>, (row: Row) => boolean][] = [
  ['what is open', () => ({}), open],
  ['everything', () => ({ view: 'all' }), () => true],
  ['to verify', () => ({ view: 'verify' }), (row) => row.state === 'toVerify'],
  ['this month', () => ({ view: 'month' }), (row) => open(row) && (row.dueOn ?? '').startsWith('2026-09')],
  ['late', () => ({ view: 'late' }), (row) => warn(row) === 'late'],
  ['one state', () => ({ view: 'all', state: 'done' }), (row) => row.state === 'done'],
  ['one unit', () => ({ view: 'all', unit: room.unit.school }), (row) => row.leadUnitId === room.unit.school],
  ['one kind', () => ({ view: 'all', kind: 'family' }), (row) => row.leadUnitId === room.unit.family],
  ['one sitting', () => ({ view: 'all', meeting: room.meetingId }), (row) => row.meetingId === room.meetingId],
  ['yellow', () => ({ warning: 'yellow' }), (row) => warn(row) === 'yellow'],
  ['blue', () => ({ warning: 'blue' }), (row) => warn(row) === 'blue'],
  ['red', () => ({ warning: 'late' }), (row) => warn(row) === 'late'],
  ['a tag', () => ({ view: 'all', tag: '交通' }), (row) => row.tags.includes('交通')],
  ['a priority', () => ({ view: 'all', priority: 'urgent' }), (row) => row.priority === 'urgent'],
  ['a person', () => ({ view: 'all', owner: '钱主任' }), (row) => row.owner === '钱主任'],
  ['no day', () => ({ view: 'all', due: 'none' }), (row) => row.dueOn === null],
  ['one day', () => ({ due: '2026-09-20' }), (row) => open(row) && row.dueOn === '2026-09-20'],
  ['recorded in a month', () => ({ view: 'all', since: '2026-08' }), (row) => day(row.createdAt).startsWith('2026-08')],
  [
    'closed in a month',
    () => ({ view: 'all', closed: '2026-09' }),
    (row) => !open(row) && day(row.changedAt).startsWith('2026-09'),
  ],
  ['an age', () => ({ age: 'd60' }), (row) => open(row) && age(row) > 30 && age(row) <= 60],
  ['a word, in the other script', () => ({ view: 'all', q: '疏导' }), (row) => row.title.includes('疏導')],
  [
    'a word of the unit’s name or of the text',
    () => ({ view: 'all', q: '委员会' }),
    (row) => row.leadUnitId === room.unit.family,
  ],
  [
    'a number',
    () => ({ view: 'all', q: `${issues.get(room.meetingId)}-07` }),
    (row) => issues.get(row.meetingId) === issues.get(room.meetingId) && row.number === 7,
  ],
  [
    'several at once',
    () => ({ view: 'all', unit: room.unit.school, tag: '安全', q: '整治', sort: 'changed' }),
    (row) => row.leadUnitId === room.unit.school && row.tags.includes('安全') && row.title.includes('整治'),
  ],
]

describe('a question is answered with exactly its rows, page after page', () => {
  it.each(cases)('%s', async (_, query, isAsked) => {
    const wanted = rows.filter((row) => mine(row) && isAsked(row)).map((row) => row.id)
    const found = await walk(room.member, query())
    expect(found.toSorted()).toEqual(wanted.toSorted())
    // The same number where the figures of the ledger's head are there already.
    const figures = readTallies(test.db, room.member, now, at)
    const told = await readLedger(test.db, room.member, LedgerQuery.parse(query()), now, figures)
    if (told.isCutShort) expect(told.total).toBeLessThan(wanted.length)
    else expect(told.total).toBe(wanted.length)
  })
  it('in each order, either way', async () => {
    const keys = {
      due: (row: Row) => row.dueOn ?? '9999-12-31',
      number: (row: Row) => String(issues.get(row.meetingId)).padStart(6, '0'),
      changed: (row: Row) => row.changedAt.toISOString(),
    }
    const byId = new Map(rows.map((row) => [row.id as string, row]))
    for (const sort of ['due', 'number', 'changed'] as const)
      for (const dir of ['asc', 'desc'] as const) {
        const found = await walk(room.member, { view: 'all', sort, dir })
        const told = found.map((id) => {
          const row = byId.get(id)!
          return `${keys[sort](row)} ${String(row.number).padStart(6, '0')} ${id}`
        })
        expect(told).toEqual(dir === 'asc' ? told.toSorted() : told.toSorted().reverse())
      }
  })
  it.each([
    { blue: 55, yellow: 30 },
    { blue: 8, yellow: 1 },
  ])('warns by the days of the body, be they more or fewer than usual: %o', async ({ blue, yellow }) => {
    const of = { countyId: room.countyId, bodyId: room.bodyId }
    const rules = { ...of, blueDays: blue, yellowDays: yellow, chaseDays: null, escalateDays: null }
    await test.db.insert(followRules).values(rules)
    for (const warning of ['yellow', 'blue'] as const) {
      const isWarned = (row: Row) => warningOf(row.state, row.dueOn, now.today, { blue, yellow }) === warning
      const wanted = rows.filter((row) => mine(row) && isWarned(row)).map((row) => row.id)
      expect(wanted.length).toBeGreaterThan(0)
      expect((await walk(room.member, { warning })).toSorted()).toEqual(wanted.toSorted())
    }
    await test.db.delete(followRules).where(eq(followRules.bodyId, room.bodyId))
  })
  it('takes a place of another order for the first page', async () => {
    const first = await ask(room.member, { view: 'all' })
    const strange = await ask(room.member, { view: 'all', sort: 'changed', at: first.after! })
    expect(strange.before).toBeNull()
  })
})

describe('who sees what', () => {
  it('shows what was decided under a restricted item to its list alone, in rows, words and figures', async () => {
    const ids = async (actor: PersonActor, query: Record<string, string>) =>
      (await ask(actor, query)).rows.map((row) => row.id)
    for (const q of ['金絲雀', '金丝雀']) expect(await ids(room.secretary, { q })).toEqual([secret])
    expect(await walk(room.secretary, { view: 'all' })).toContain(secret)
    const all = rows.filter(mine).length
    const tokenOf = { ...room.secretary, tokenId: crypto.randomUUID() as PersonActor['tokenId'] }
    for (const actor of [room.member, room.convenor, tokenOf]) {
      expect(await ids(actor, { q: '金絲雀' })).toEqual([])
      expect(await walk(actor, { view: 'all' })).not.toContain(secret)
      expect(summarise((await readTallies(test.db, actor, now, at)).units, actor).views.all).toBe(all)
      const sittings = await readSittingTallies(test.db, actor, now, at)
      expect(sittings.reduce((sum, each) => sum + each.count, 0)).toBe(all)
    }
    expect(summarise((await readTallies(test.db, room.secretary, now, at)).units, room.secretary).views.all).toBe(
      all + 1,
    )
  })
  it('shows nothing of another body, nor to somebody without an office', async () => {
    const theirs = rows.filter((row) => row.bodyId === other.bodyId && row.withdrawnAt === null).map((row) => row.id)
    expect((await walk(other.member, { view: 'all' })).toSorted()).toEqual(theirs.toSorted())
    expect((await ask(room.stranger, { view: 'all' })).rows).toEqual([])
    expect((await ask(room.member, { view: 'all', body: other.bodyId })).rows).toEqual([])
  })
})

it('counts the same as the rows behind each figure', async () => {
  const tallies = await readTallies(test.db, room.member, now, at)
  const { views } = summarise(tallies.units, room.member)
  for (const view of ['open', 'verify', 'month', 'late', 'mine', 'all'] as const)
    expect([view, (await walk(room.member, { view })).length]).toEqual([view, views[view]])
  const of = rows.filter(mine)
  for (const { month, born, done, stopped } of tallies.months) {
    const closed = (state: string) =>
      of.filter((row) => row.state === state && day(row.changedAt).startsWith(month)).length
    expect([born, done, stopped]).toEqual([
      of.filter((row) => day(row.createdAt).startsWith(month)).length,
      closed('done'),
      closed('stopped'),
    ])
  }
  expect(tallies.days).toEqual(
    [...new Set(of.filter((row) => open(row) && row.dueOn !== null).map((row) => row.dueOn!))]
      .filter((due) => due >= now.today && due <= addDays(now.today, 34))
      .toSorted()
      .map((due) => ({ day: due, count: of.filter((row) => open(row) && row.dueOn === due).length })),
  )
  const late = tallies.units.filter((each) => each.isLate).reduce((sum, each) => sum + each.count, 0)
  expect(late).toBe(views.late)
})

it('counts again as soon as an item has changed', async () => {
  const before = summarise((await readTallies(test.db, other.member, now, at)).units, other.member).views
  const changed = rows.find((row) => row.bodyId === other.bodyId && row.withdrawnAt === null && open(row))!
  await test.db
    .update(actionItems)
    .set({ state: 'done', changedAt: new Date(at.getTime() + 1000) })
    .where(eq(actionItems.id, changed.id))
  const after = summarise((await readTallies(test.db, other.member, now, at)).units, other.member).views
  expect([after.open, after.all]).toEqual([before.open - 1, before.all])
  const [row] = await test.db.select().from(actionItems).where(eq(actionItems.id, changed.id))
  expect(row!.closedAt).toEqual(row!.changedAt)
})

it('finds by a word that stands in many texts what it found by its grams, on every page', async () => {
  const asked: Record<string, string>[] = [
    ...['疏导', '导', '校园周边', '疏導方案 安排', '方案'].map((q) => ({ view: 'all', q })),
    ...[{ q: '方案' }, { view: 'all', q: '课后服务', sort: 'changed' }, { view: 'all', q: '课后', sort: 'number' }],
    { view: 'all', q: '实验小学', unit: room.unit.school },
  ]
  const all = () => Promise.all(asked.map((query) => walk(both, query)))
  const both = { ...room.member, memberships: [...room.member.memberships, ...other.member.memberships] }
  const pages = { pageSize: 51, sooner: 4 }
  let minutes = 6
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => minutes * 60_000)
  try {
    await test.sql`delete from pg_statistic where starelid = 'search_entries'::regclass`
    expect(await isCommon(test.db, ['疏导'], pages)).toBe(false)
    const byGrams = await all()
    await test.sql`analyze search_entries`
    minutes = 12
    expect(await isCommon(test.db, ['方案'], pages)).toBe(true)
    expect(await all()).toEqual(byGrams)
    const theirs = rows.filter((row) => row.withdrawnAt === null)
    const has = (...words: string[]) =>
      theirs.filter((row) => words.some((word) => `${row.title} ${row.deliverable}`.includes(word))).length
    expect(byGrams[0]!.length).toBe(has('疏導'))
    expect(byGrams[4]!.length).toBe(has('方案'))
    expect(byGrams[2]!.length).toBe(has('校园周边'))
  } finally {
    clock.mockRestore()
  }
})

describe('among twenty thousand', () => {
  beforeAll(async () => {
    await test.sql`insert into meetings (county_id, id, body_id, series_id, title, issue_number, starts_at, ends_at, join_code,
        created_at)
      select ${room.countyId}, gen_random_uuid(), ${room.bodyId}, ${room.seriesId}, '例会', 1000 + n, ${at.toISOString()},
        ${at.toISOString()}::timestamptz + interval '1 hour', 'bulk' || n, ${at.toISOString()}
      from generate_series(1, 400) n`
    await test.sql`insert into action_items (county_id, id, document_id, local_id, meeting_id, number, title, lead_unit_id,
        state, due_on, created_at, changed_at)
      select ${room.countyId}, gen_random_uuid(), ${room.documentId}, m.issue_number || '.' || n, m.id, n, '例行事项',
        ${room.unit.department}, (array['todo','doing','toVerify','done','stopped'])[1 + n % 5],
        date '2026-01-01' + ((m.issue_number * 50 + n) % 700), ${at.toISOString()}::timestamptz - n * interval '1 minute',
        ${at.toISOString()}::timestamptz - (m.issue_number * 50 + n) * interval '1 second'
      from meetings m, generate_series(1, 50) n where m.join_code like 'bulk%'`
    await test.sql`analyze action_items`
    await test.sql`analyze meetings`
  })
  /** What Postgres says it would do to find the rows of the page. */
  async function explain(query: Record<string, string>): Promise<string> {
    const asked: [string, unknown[]][] = []
    const db = drizzle(test.sql, { schema, logger: { logQuery: (text, params) => asked.push([text, params]) } })
    await ask(room.member, query, db)
    const [page, ...others] = asked.filter(([text]) => text.includes('as picked'))
    expect(others).toEqual([])
    const plan = await test.sql.unsafe(`explain ${page![0]}`, page![1] as never[])
    return plan.map((line) => String(Object.values(line)[0])).join('\n')
  }
  it.each([
    ['open', {}, 'action_items_open'],
    ['all', { view: 'all' }, 'action_items_due'],
    ['late', { view: 'late' }, 'action_items_open'],
    ['changed', { view: 'all', sort: 'changed' }, 'action_items_changed'],
    ['number', { view: 'all', sort: 'number' }, 'meetings_issue'],
  ])('%s reads an index and never the whole table', async (_, query, index) => {
    const plan = await explain(query as Record<string, string>)
    expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan on action_items')
  })
  it('a page far in costs what the first does', async () => {
    const first = await ask(room.member, { view: 'all', sort: 'changed' })
    const [middle] = await test.db.execute<{ k: string; number: number; id: string }>(
      raw`select changed_at::text as k, number, id from action_items where body_id = ${room.bodyId}
        and withdrawn_at is null order by changed_at desc offset 15000 limit 1`,
    )
    const far = await ask(room.member, {
      view: 'all',
      sort: 'changed',
      at: `${middle!.k}~${middle!.number}~${middle!.id}`,
    })
    expect(far.rows).toHaveLength(first.rows.length)
    expect(far.rows[0]!.changedAt.getTime()).toBeLessThanOrEqual(first.rows.at(-1)!.changedAt.getTime())
    const plan = await explain({ view: 'all', sort: 'changed', at: `${middle!.k}~${middle!.number}~${middle!.id}` })
    expect(plan).toMatch(/Index Cond: .*ROW\(/)
  })
})
