// Finding, on a real Postgres: one character and more, either script, ranked, marked, paged; every writer's change is found,
// and nobody finds what they may not read.
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { documents, restrictedReaders } from '@/db/schema/minutes'
import { searchEntries, searchMarks } from '@/db/schema/search'
import { minutesProceedings } from '@/db/schema/signing'
import { topics } from '@/db/schema/topics'
import type { PersonActor } from '@/server/access'
import { TopicId, type AgendaItemId, type DocumentId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { readDocumentOfMeeting } from '@/server/minutes/read'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { SearchQuery } from './contract'
import { isCommon } from './how-common'
import { refreshAll, refreshSearch } from './refresh'
import { search } from './search'

let t: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t.drop())
beforeEach(async () => {
  room = await makeTestRoom(t.db)
})

const look = (actor: PersonActor, q: string, rest: Record<string, string> = {}) =>
  search(t.db, actor, SearchQuery.parse({ q, ...rest }))
const find = async (actor: PersonActor, q: string, rest: Record<string, string> = {}) => {
  await refreshAll(t.db)
  return look(actor, q, rest)
}
const titles = async (actor: PersonActor, q: string, rest: Record<string, string> = {}) =>
  (await find(actor, q, rest)).found.map(({ title }) => title.map(({ text }) => text).join(''))
const marked = (pieces: { text: string; isHit: boolean }[]) =>
  pieces.map((p) => (p.isHit ? `[${p.text}]` : p.text)).join('')

async function addTopic(title: string, problem = '', daysLater = 0): Promise<TopicId> {
  const id = TopicId.parse(crypto.randomUUID())
  const createdAt = later(daysLater * 86_400)
  const { countyId, bodyId } = room
  await t.db.insert(topics).values({ countyId, id, bodyId, title, problem, createdAt })
  return id
}

const plan = (title: string) => ({ title, topicId: null, presenterUnitId: null, minutesPlanned: 10 })
/** A sitting with minutes as settle writes them: each item's title, then what was said. */
async function addMinutes(items: [string, string][], restricted: PersonActor[] = []) {
  const { bodyId, seriesId } = room
  const agenda = [
    ...items.map(([title]) => plan(title)),
    ...(restricted.length > 0 ? [{ ...plan('個案'), restrictedTo: restricted.map((who) => who.personId) }] : []),
  ]
  const form = { bodyId, seriesId, title: '联席会议', place: '', startsAt: at, endsAt: later(3600), agenda }
  const { meetingId } = await createMeeting(t.db, room.secretary, form, at)
  const documentId = (await readDocumentOfMeeting(t.db, room.countyId, meetingId))!
  await write(documentId, items.map(([title, text]) => `${title}\n${text}`).join('\n\n'))
  return { meetingId, documentId }
}
const write = (id: DocumentId, plainText: string) =>
  t.db.update(documents).set({ plainText }).where(eq(documents.id, id))

describe('what is typed', () => {
  it('finds from one character on, in either script, any width and case', async () => {
    await addTopic('校門口交通疏導', '放學時段擁堵，請交警大隊 Traffic 支援')
    await addTopic('校门口安全', '增设护学岗')
    for (const q of ['校门口', '校門口', '門', '门']) expect(await titles(room.member, q)).toHaveLength(2)
    for (const q of ['疏导', '疏導', '拥堵', '擁堵', 'traffic', 'ＴＲＡＦＦＩＣ', '交警大队', '門口 疏导'])
      expect(await titles(room.member, q), q).toEqual(['校門口交通疏導'])
    for (const q of ['', '  ', '。，', "'; drop table topics", '%', '口校', '交警小队', '交警支援'])
      expect(await titles(room.member, q), q).toEqual([])
  })

  it('must stand there as a phrase, not in pieces', async () => {
    await addTopic('甲', '学校安全很重要，全校师生都要校园安心')
    expect(await titles(room.member, '校安全')).toEqual(['甲'])
    // Each of its pairs is there.
    expect(await titles(room.member, '学校安心')).toEqual([])
  })

  it('is marked where it stands, with what is around it', async () => {
    await addTopic('課後服務', `${'前'.repeat(80)}請增加課後服務時段${'後'.repeat(200)}`)
    const { found } = await find(room.member, '课后服务')
    expect(marked(found[0]!.title)).toBe('[課後服務]')
    expect(marked(found[0]!.snippet)).toMatch(/^…前+請增加\[課後服務\]時段後+…$/)
    expect(marked(found[0]!.snippet).length).toBeLessThan(140)
  })
})

it('puts titles before texts, the newest first, and gives them page by page without a gap', async () => {
  for (let n = 0; n < 30; n++) await addTopic(`第${n}号`, '谈到护学岗', n)
  for (let n = 0; n < 15; n++) await addTopic(`护学岗${n}`, '', n)
  await refreshAll(t.db)
  const all: string[] = []
  for (let after: string | null = null; ;) {
    const page = await look(room.member, '护学岗', after ? { after } : {})
    expect(page.found.length).toBeLessThanOrEqual(20)
    all.push(...page.found.map(({ title }) => title.map(({ text }) => text).join('')))
    after = page.next
    if (after === null) break
  }
  const expected = [
    ...Array.from({ length: 15 }, (_, n) => `护学岗${14 - n}`),
    ...Array.from({ length: 30 }, (_, n) => `第${29 - n}号`),
  ]
  expect(all).toEqual(expected)
})

it('finds the same whether it reads from the newest on or goes by the grams', async () => {
  for (let n = 0; n < 120; n++)
    await addTopic(n % 3 === 0 ? `值守方案${n}` : `第${n}号`, n % 2 === 0 ? '值守与方案' : '安排', n)
  await addMinutes([['值守', '護學方案與值守']], [room.member])
  await refreshAll(t.db)
  const all = async (q: string) => {
    const ids: string[] = []
    for (let after: string | undefined, isMore = true; isMore;) {
      const page = await look(room.member, q, after ? { after } : {})
      ids.push(...page.found.map(({ kind, id, snippet }) => `${kind} ${id} ${marked(snippet)}`))
      after = page.next ?? undefined
      isMore = after !== undefined
    }
    return ids
  }
  const questions = ['值守', '值', '方案 值守', '方案', '值守方', '安排 值守']
  await t.sql`delete from pg_statistic where starelid = 'search_entries'::regclass`
  let minutes = 6
  const now = vi.spyOn(performance, 'now').mockImplementation(() => minutes * 60_000)
  try {
    expect(await isCommon(t.db, ['值守'])).toBe(false)
    const byGrams = await Promise.all(questions.map(all))
    await t.sql`analyze search_entries`
    minutes = 12
    expect(await isCommon(t.db, ['值守'])).toBe(true)
    expect(await isCommon(t.db, ['值守', '没有'])).toBe(false)
    expect(await Promise.all(questions.map(all))).toEqual(byGrams)
    expect(byGrams.map((ids) => ids.length)).toEqual([81, 81, 81, 81, 40, 20])
  } finally {
    now.mockRestore()
  }
})

describe('every change', () => {
  it('of a topic is found after the next round, and what was taken out no more', async () => {
    const id = await addTopic('旧题目')
    expect(await titles(room.member, '旧题目')).toEqual(['旧题目'])
    await t.db.update(topics).set({ title: '新题目' }).where(eq(topics.id, id))
    expect(await titles(room.member, '旧题目')).toEqual([])
    expect(await titles(room.member, '新题目')).toEqual(['新题目'])
    await t.db.delete(topics).where(eq(topics.id, id))
    expect(await titles(room.member, '新题目')).toEqual([])
  })

  it('that was rolled back leaves nothing', async () => {
    await refreshAll(t.db)
    await t.db
      .transaction(async (tx) => {
        const { countyId, bodyId } = room
        await tx
          .insert(topics)
          .values({ countyId, id: TopicId.parse(crypto.randomUUID()), bodyId, title: '没有发生', createdAt: at })
        throw new Error('back')
      })
      .catch(() => {})
    expect(await t.db.$count(searchMarks)).toBe(0)
    expect(await titles(room.member, '没有发生')).toEqual([])
  })

  it('is found, however many write and refresh at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => addTopic(`并发${n}`)))
    const write = async (id: TopicId, n: number) => {
      for (let turn = 1; turn <= 8; turn++)
        await t.db
          .update(topics)
          .set({ title: `并发${n}之${turn === 8 ? '终稿' : `稿${turn}`}` })
          .where(eq(topics.id, id))
    }
    let isWriting = true
    const refresher = async () => {
      while (isWriting) await refreshSearch(t.db, 3)
    }
    const refreshing = [refresher(), refresher(), refresher()]
    await Promise.all(ids.map(write))
    isWriting = false
    await Promise.all(refreshing)
    expect(await titles(room.member, '终稿', { kind: 'topic' })).toHaveLength(12)
    expect(await titles(room.member, '稿1')).toEqual([])
    expect(await t.db.$count(searchMarks)).toBe(0)
  })
})

describe('minutes', () => {
  it('are found by agenda item, and lead there', async () => {
    const { meetingId, documentId } = await addMinutes([
      ['食堂安全', '抽检每月一次'],
      ['护学岗', '由交警大队牵头\n\n每日两个时段'],
    ])
    const { found } = await find(room.member, '牵头')
    expect(found).toMatchObject([{ kind: 'minutes', meeting: { title: '联席会议' } }])
    expect(marked(found[0]!.title)).toBe('护学岗')
    const [item] = await t.db
      .select()
      .from(agendaItems)
      .where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.position, 2)))
    expect(found[0]!.href).toBe(`/meetings/${meetingId}#minutes-${item!.id}`)
    expect((await find(room.member, '两个时段')).found[0]!.href).toBe(found[0]!.href)
    await write(documentId, '食堂安全\n抽检每月一次\n\n护学岗\n改由城管牵头')
    expect(await titles(room.member, '交警大队')).toEqual([])
    expect(await titles(room.member, '城管')).toEqual(['护学岗'])
    await t.db
      .update(meetings)
      .set({ startsAt: later(60) })
      .where(eq(meetings.id, meetingId))
    expect((await find(room.member, '城管')).found[0]!.at).toEqual(later(60))
  })
})

describe('nobody finds what they may not read', () => {
  const canary = '絕密金絲雀'

  it('a restricted item only who is on its list, in person; taken off it, no more', async () => {
    const { meetingId } = await addMinutes([['公开', '人人可读']], [room.secretary])
    const [restricted] = await t.db
      .select({ id: documents.id, itemId: restrictedReaders.agendaItemId })
      .from(documents)
      .innerJoin(agendaItems, eq(agendaItems.meetingId, meetingId))
      .innerJoin(restrictedReaders, eq(restrictedReaders.agendaItemId, agendaItems.id))
      .where(and(eq(documents.countyId, room.countyId), eq(documents.kind, 'restricted')))
    await write(restricted!.id, canary)
    expect((await find(room.secretary, '金丝雀')).found).toMatchObject([{ isRestricted: true, kind: 'minutes' }])
    for (const who of [room.member, room.convenor, room.stranger, { ...room.secretary, tokenId: 'x' as never }])
      for (const q of ['金丝雀', '雀', '絕密', '個案', '个案'])
        expect(JSON.stringify(await look(who, q))).toBe('{"found":[],"next":null}')
    // Not one row of anybody else's has a trace of it.
    const rows = await t.db.select().from(searchEntries).where(eq(searchEntries.countyId, room.countyId))
    const traces = rows.filter((row) => /雀|個案/.test(JSON.stringify(row)))
    expect(traces.map(({ kind }) => kind)).toEqual(['restricted'])
    await t.db.delete(restrictedReaders).where(eq(restrictedReaders.agendaItemId, restricted!.itemId as AgendaItemId))
    expect((await look(room.secretary, '金丝雀')).found).toEqual([])
  })

  it('of minutes that are not issued no word, by a program', async () => {
    const { meetingId, documentId } = await addMinutes([['经费', `尚未定稿的${canary}`]])
    const program = { ...room.member, tokenId: 'x' as never }
    expect((await find(room.member, '金丝雀')).found).toMatchObject([{ kind: 'minutes' }])
    expect(await look(program, '金丝雀')).toEqual({ found: [], next: null })
    const { countyId, bodyId } = room
    const row = { countyId, documentId, meetingId, bodyId, state: 'signed' as const, round: 1, changedAt: new Date() }
    await t.db.insert(minutesProceedings).values(row)
    expect((await look(program, '金丝雀')).found).toEqual([])
    await t.db.update(minutesProceedings).set({ state: 'issued' }).where(eq(minutesProceedings.meetingId, meetingId))
    expect((await look(program, '金丝雀')).found).toMatchObject([{ kind: 'minutes', id: documentId }])
  })

  it('an item restricted a moment ago is found by nobody, also before the index knows', async () => {
    const { meetingId } = await addMinutes([['公开', canary]])
    expect((await find(room.member, '金丝雀')).found).toHaveLength(1)
    await t.db.update(agendaItems).set({ isRestricted: true }).where(eq(agendaItems.meetingId, meetingId))
    expect((await look(room.member, '金丝雀')).found).toEqual([])
    expect((await find(room.member, '金丝雀')).found).toEqual([])
  })

  it('nothing of another body, of another county, or after one’s office ended', async () => {
    await addTopic('只给本会', canary)
    const other = await makeTestRoom(t.db)
    await t.db.execute(sql`update units set name = name || '一' where county_id = ${room.countyId}`)
    const neighbour = await makeTestRoom(t.db, { inCounty: room.countyId })
    expect(await titles(room.member, '金丝雀')).toHaveLength(1)
    for (const who of [
      other.member,
      other.secretary,
      neighbour.secretary,
      room.stranger,
      { ...room.member, memberships: [] },
    ])
      expect((await look(who, '金丝雀')).found).toEqual([])
    const admin: PersonActor = { ...room.stranger, adminRoles: ['system', 'security', 'audit'] }
    expect((await look(admin, '金丝雀')).found).toEqual([])
    // The other county's ids in a cursor change nothing.
    const after = `0.${later(9e6).getTime()}.${crypto.randomUUID()}.topic`
    expect((await look(other.member, '金丝雀', { after })).found).toEqual([])
  })
})
