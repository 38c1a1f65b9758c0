// Action items over the read API, by words and every filter, against the same question asked of plain rows in memory.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionItems } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { restrictedItems } from '@/db/schema/minutes'
import { isDueForFew } from '@/server/action-items/how-many-due'
import { addDays } from '@/server/action-items/model'
import { makeOwnToken } from '@/server/api-tokens/own'
import { setRuntime } from '@/server/env'
import { ActionItemId, LocalId, type MeetingId } from '@/server/ids'
import { isCommon } from '@/server/search/how-common'
import { refreshAll } from '@/server/search/refresh'
import { makeMeeting } from '@/tests/support/doors/place'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { answerApi } from './answer'

const origin = 'https://hub.example'
const today = '2026-09-16'
type Row = typeof actionItems.$inferSelect
let t: Awaited<ReturnType<typeof createTestDatabase>>
let rooms: TestRoom[]
let token: string
let rows: Row[]
let unitNames: Map<string, string>

let seed = 31
const random = (n: number) => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}
const any = <T>(list: readonly T[]): T => list[random(list.length)]!

const titles = [
  '放學時段交通疏導方案',
  '放学时段交通疏导方案',
  '家庭教育指导站选址',
  '校园周边食品摊点整治方案',
  'PTA 志愿者ＡＢ名单',
  '绿地方案三㎡以上',
]

beforeAll(async () => {
  t = await createTestDatabase()
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: origin } })
  rooms = []
  for (let n = 0; n < 3; n++) {
    // Names of units are taken once in a county.
    if (n > 0) await t.sql`update units set name = name || ${`第${n}`} where name not like '%第%'`
    rooms.push(await makeTestRoom(t.db, { inCounty: rooms[0]?.countyId }))
  }
  const [first, second, third] = rooms as [TestRoom, TestRoom, TestRoom]
  const more = await makeMeeting(t.db, first, false)
  const restricted = await makeMeeting(t.db, first, false, [first.member.personId])
  const [list] = await t.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, first.countyId))
  const make = (where: TestRoom, meetingId: MeetingId, number: number): typeof actionItems.$inferInsert => ({
    countyId: where.countyId,
    id: ActionItemId.parse(crypto.randomUUID()),
    documentId: where.documentId,
    localId: LocalId.parse(crypto.randomUUID()),
    meetingId,
    number,
    title: any(titles) + String(number),
    owner: any(['', '赵校长', '钱主任', '羅校長']),
    deliverable: any(['', '', '', '', '', '', '', '', '清单一份', '示意圖']),
    leadUnitId: any([...Object.values(where.unit), null]),
    dueOn: random(6) === 0 ? null : addDays(today, random(400) - 300),
    state: any(['todo', 'doing', 'toVerify', 'done', 'stopped'] as const),
    withdrawnAt: random(20) === 0 ? at : null,
    createdAt: at,
    // Many at the same instant, as a text is settled or a file brought in.
    changedAt: new Date(at.getTime() - random(40) * 3_600_000),
  })
  const all = [
    ...Array.from({ length: 300 }, (_, n) => make(first, first.meetingId, n + 1)),
    ...Array.from({ length: 60 }, (_, n) => make(first, more, n + 1)),
    ...Array.from({ length: 250 }, (_, n) => make(second, second.meetingId, n + 1)),
    ...Array.from({ length: 90 }, (_, n) => make(third, third.meetingId, n + 1)),
  ]
  const canary = { title: '放學時段交通疏導方案金絲雀', withdrawnAt: null }
  const hidden = { ...make(first, restricted, 1), ...canary, documentId: list!.documentId }
  await t.db.insert(actionItems).values([...all, hidden])
  await refreshAll(t.db)
  rows = (await t.db.select().from(actionItems)).filter((row) => row.id !== hidden.id)
  unitNames = new Map((await t.db.select().from(units)).map((unit) => [unit.id, unit.name]))
  // Of two bodies, not of the third.
  const [place] = second.member.memberships
  await t.sql`insert into memberships (county_id, id, body_id, unit_id, person_id, office, from_on)
    values (${first.countyId}, gen_random_uuid(), ${place!.bodyId}, ${place!.unitId}, ${first.member.personId}, 'member', '2026-01-01')`
  await t.sql`analyze action_items, search_entries`
  token = await makeOwnToken(t.db, first.member, { name: '同步', days: 30 }, at)
})
afterAll(() => t.drop())

/** All pages one after another. */
async function walk(query: Record<string, string>, limit: number): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = '', pages = 0; cursor !== null; pages++) {
    expect(pages).toBeLessThan(200)
    const asked = new URLSearchParams({ ...query, limit: String(limit), ...(cursor && { cursor }) })
    const url = new URL(`${origin}/api/v1/action-items?${asked}`)
    const headers = new Headers({ authorization: `Bearer ${token}` })
    const when = new Date(at.getTime() + minutes++ * 60_000)
    const { status, json } = await answerApi(t.db, { url, headers }, origin, when)
    expect(status, json).toBe(200)
    const page = JSON.parse(json) as { items: { id: string }[]; next: string | null }
    if (page.next !== null) expect(page.items).toHaveLength(limit)
    found.push(...page.items.map((item) => item.id))
    cursor = page.next
  }
  return found
}
/** No token asks too often in any one of them. */
let minutes = 0

/** By hand, and not by the house's own folding. */
const plain = (text: string) =>
  text
    .replace(/[學時導圖羅長ＡＢ]/g, (char) => '学时导图罗长ab'['學時導圖羅長ＡＢ'.indexOf(char)]!)
    .replaceAll('㎡', 'm2')
    .toLowerCase()
const words =
  (...terms: string[]) =>
  (row: Row) => {
    const [title, body] = [plain(row.title), plain(`${row.deliverable}\n${row.owner}`)]
    const unit = plain(row.leadUnitId === null ? '' : unitNames.get(row.leadUnitId)!)
    return (
      terms.every((term) => title.includes(term) || body.includes(term)) || terms.every((term) => unit.includes(term))
    )
  }

const cases: [Record<string, string> | (() => Record<string, string>), (row: Row) => boolean][] = [
  [{}, () => true],
  [() => ({ bodyId: rooms[1]!.bodyId }), (row) => row.bodyId === rooms[1]!.bodyId],
  [() => ({ meetingId: rooms[0]!.meetingId }), (row) => row.meetingId === rooms[0]!.meetingId],
  [() => ({ leadUnitId: rooms[0]!.unit.school }), (row) => row.leadUnitId === rooms[0]!.unit.school],
  [{ state: 'toVerify' }, (row) => row.state === 'toVerify'],
  [{ dueUntil: today }, (row) => row.dueOn !== null && row.dueOn <= today],
  [{ dueUntil: addDays(today, -290) }, (row) => row.dueOn !== null && row.dueOn <= addDays(today, -290)],
  [
    { dueUntil: addDays(today, -290), state: 'done' },
    (row) => row.state === 'done' && row.dueOn !== null && row.dueOn <= addDays(today, -290),
  ],
  [{ dueUntil: '1999-01-01' }, () => false],
  [
    () => ({ changedSince: new Date(at.getTime() - 7 * 3_600_000).toISOString() }),
    (row) => row.changedAt.getTime() >= at.getTime() - 7 * 3_600_000,
  ],
  [{ q: '方案' }, words('方案')],
  [{ q: '案' }, words('案')],
  [{ q: '導' }, words('导')],
  [{ q: '疏导方案' }, words('疏导方案')],
  [{ q: '羅校長' }, words('罗校长')],
  [{ q: '图' }, words('图')],
  [{ q: 'ａｂ名' }, words('ab名')],
  [{ q: '交通 清单' }, words('交通', '清单')],
  [{ q: '整治 钱主任 清单' }, words('整治', '钱主任', '清单')],
  [{ q: '方案', state: 'done' }, (row) => words('方案')(row) && row.state === 'done'],
  [
    { q: '方案', dueUntil: addDays(today, -290) },
    (row) => words('方案')(row) && row.dueOn !== null && row.dueOn <= addDays(today, -290),
  ],
  [{ q: 'm2' }, words('m2')],
  [{ q: '三m' }, words('三m')],
  [{ q: '名单', dueUntil: today }, (row) => words('名单')(row) && row.dueOn !== null && row.dueOn <= today],
  [{ q: '小学' }, words('小学')],
  [{ q: '第1' }, words('第1')],
  [{ q: '校' }, words('校')],
  [{ q: '没有这样的词' }, () => false],
  [{ q: '金丝雀' }, () => false],
]

describe('exactly the rows that were asked for, in their order, page after page', () => {
  it('with words that are read for and words that are found by their grams, days of many and of few', async () => {
    const pages = { pageSize: 51, sooner: 4 }
    for (const gram of ['方案', 'm2', '三m']) expect(await isCommon(t.db, [gram], pages)).toBe(true)
    expect(await isCommon(t.db, ['清单'], pages)).toBe(false)
    expect(await isDueForFew(t.db, today)).toBe(false)
    expect(await isDueForFew(t.db, addDays(today, -290))).toBe(true)
  })
  it.each(cases)('%o', async (query, isAsked) => {
    const asked = typeof query === 'function' ? query() : query
    const bodies = [rooms[0]!.bodyId, rooms[1]!.bodyId]
    const wanted = rows
      .filter((row) => bodies.includes(row.bodyId) && row.withdrawnAt === null && isAsked(row))
      .sort((a, b) => a.changedAt.getTime() - b.changedAt.getTime() || (a.id < b.id ? -1 : 1))
      .map((row) => row.id as string)
    for (const limit of [7, 50, 200]) expect(await walk(asked, limit)).toEqual(wanted)
  })
})

it('knows an item by its new words from that moment where they stand in many, and no more by those it had', async () => {
  const [item] = rows.filter((row) => row.bodyId === rooms[0]!.bodyId && row.withdrawnAt === null)
  const finds = async (q: string) => (await walk({ q }, 200)).includes(item!.id)
  for (const { title, owner, deliverable } of [
    { title: '只说交通', owner: '', deliverable: '' },
    { title: '无', owner: '管交通的方案員', deliverable: '' },
    { title: '无', owner: '', deliverable: '方案' },
  ]) {
    await t.db.update(actionItems).set({ title, owner, deliverable }).where(eq(actionItems.id, item!.id))
    for (const q of ['方案', '交通']) expect(await finds(q), q).toBe(`${title}${owner}${deliverable}`.includes(q))
  }
  const { title, owner, deliverable } = item!
  await t.db.update(actionItems).set({ title, owner, deliverable }).where(eq(actionItems.id, item!.id))
})

it('knows a unit by its new name from that moment, and no more by the one it had', async () => {
  const { school } = rooms[0]!.unit
  const before = unitNames.get(school)!
  const led = async (q: string) => {
    const ids = new Set(await walk({ q }, 200))
    return rows.filter((row) => row.leadUnitId === school && ids.has(row.id)).length
  }
  const ofUnit = await led(before)
  expect(ofUnit).toBeGreaterThan(20)
  await t.sql`update units set name = '迁址后的书院' where id = ${school}`
  expect(await led('遷址後')).toBe(ofUnit)
  expect(await led(before)).toBe(0)
  await t.sql`update units set name = ${before} where id = ${school}`
  expect(await led(before)).toBe(ofUnit)
})
