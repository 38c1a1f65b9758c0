// The read API as programs use it: real requests with real tokens over a real database.
import { Validator } from '@seriousme/openapi-schema-validator'
import ICAL from 'ical.js'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { rateLimits } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { restrictedItems } from '@/db/schema/minutes'
import { setState } from '@/server/action-items/set-state'
import { listTokens, makeOwnToken, revokeOwnToken } from '@/server/api-tokens/own'
import { drawFeedOf, makeFeed } from '@/server/calendar/feed'
import { readCredentials } from '@/server/credentials'
import { setRuntime } from '@/server/env'
import { AccessTokenId } from '@/server/ids'
import { makePersonTokens } from '@/server/people/make-access-token'
import { refreshAll } from '@/server/search/refresh'
import { search } from '@/server/search/search'
import { makeItem, makeMeeting, makeTopic } from '@/tests/support/doors/place'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, later, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { answerApi } from './answer'
import { countAsking } from './count-asking'
import { openApiDocument } from './openapi'
import { operations, resources } from './operations'
import { readHolder } from './read-holder'

const origin = 'https://hub.example'
let t: Awaited<ReturnType<typeof createTestDatabase>>
let room: TestRoom
let there: TestRoom
let token: string
let hidden: { documentId: string; agendaItemId: string; itemId: string; meetingId: string }
const named = (of: TestRoom) => ({ ...of, name: { item: '校门口疏导', topic: '午休场地' } as never })

beforeAll(async () => {
  t = await createTestDatabase()
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: origin } })
  room = await makeTestRoom(t.db)
  there = await makeTestRoom(t.db)
  for (const each of [room, there]) {
    await makeTopic(t.db, named(each))
    for (let n = 0; n < 5; n++) await makeItem(t.db, named(each), each.unit.school)
  }
  const meetingId = await makeMeeting(t.db, room, false, [room.member.personId, room.secretary.personId])
  const [row] = await t.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, room.countyId))
  const { documentId, agendaItemId } = row!
  const itemId = await makeItem(
    t.db,
    { ...named(room), documentId, meetingId, name: { item: '金丝雀' } as never },
    room.unit.school,
  )
  hidden = { documentId, agendaItemId, itemId, meetingId }
  token = await makeOwnToken(t.db, room.member, { name: '同步', days: 30 }, at)
})
afterAll(() => t.drop())

async function ask(path: string, bearer: string | null = token, when = at) {
  const headers = new Headers({ 'x-forwarded-for': '192.0.2.7' })
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`)
  const answer = await answerApi(t.db, { url: new URL(`${origin}/api/v1${path}`), headers }, origin, when)
  const { status, json: text } = answer
  if (status === 200) expectAsPublished(path, JSON.parse(text))
  return { status, headers: new Headers(answer.headers), text, json: JSON.parse(text) as never as Answer }
}
/** What Postgres wrote is parsed by nobody on its way out (server/api/written.ts): here each answer is. */
function expectAsPublished(path: string, answer: unknown) {
  const bare = path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}$/, '{id}')
  const operation = operations.find((each) => each.path === bare)
  if (operation) expect(operation.answers.parse(answer)).toEqual(answer)
}
type Row = { id: string; bodyId: string; title: string; agenda: { title: string; isRestricted: boolean }[] }
type Answer = { items: Row[]; next: string | null; code: string; fields: Record<string, string> } & Row

describe('what is published', () => {
  it('is OpenAPI 3.1 to a validator none of us wrote, and to anybody', async () => {
    const { status, json } = await ask('/openapi.json', null)
    expect(status).toBe(200)
    const checked = await new Validator().validate(JSON.parse(JSON.stringify(json)))
    expect(checked).toMatchObject({ valid: true })
    expect(checked.errors).toBeUndefined()
    expect((json as never as { openapi: string }).openapi).toBe('3.1.0')
  })

  it('names every operation that is answered, and each is', async () => {
    const { paths, components } = openApiDocument(origin)
    expect(Object.keys(paths)).toEqual(operations.map(({ path }) => path))
    expect(Object.keys(components.schemas).sort()).toEqual([...Object.keys(resources), 'Problem'].sort())
    for (const { path, isList } of operations) {
      if (!isList) continue
      const { status, json } = await ask(path === '/search' ? '/search?q=校' : path)
      expect([path, status, Array.isArray(json.items)]).toEqual([path, 200, true])
    }
  })
})

describe('what is read', () => {
  it('is what the person may read, of their own body alone', async () => {
    for (const [path, count] of [
      ['/bodies', 1],
      ['/meetings', 2],
      ['/topics', 1],
      ['/action-items', 5],
    ] as const) {
      const { json } = await ask(path)
      expect([path, json.items.length]).toEqual([path, count])
      for (const row of json.items) expect(path === '/bodies' ? row.id : row.bodyId).toBe(room.bodyId)
    }
    for (const path of [
      `/meetings?bodyId=${there.bodyId}`,
      `/action-items?bodyId=${there.bodyId}`,
      `/topics?bodyId=${there.bodyId}`,
      `/minutes?bodyId=${there.bodyId}`,
    ])
      expect((await ask(path)).json).toEqual({ items: [], next: null })
    expect((await ask(`/meetings/${there.meetingId}`)).status).toBe(404)
    const stranger = await makeOwnToken(t.db, room.stranger, { name: '外人', days: 30 }, at)
    for (const path of ['/meetings', '/action-items', '/topics', '/bodies'])
      expect((await ask(path, stranger)).json.items).toEqual([])
    expect((await ask(`/meetings/${room.meetingId}`, stranger)).status).toBe(403)
  })

  it('is never a restricted item, though the person is on its list', async () => {
    await refreshAll(t.db)
    // In person the list’s own words are found.
    const inPerson = await search(t.db, room.member, { q: '其他' })
    expect(inPerson.found.filter(({ id }) => id === hidden.documentId)).toMatchObject([{ isRestricted: true }])
    const all: string[] = []
    for (const path of [
      '/action-items?limit=200',
      `/action-items?meetingId=${hidden.meetingId}`,
      `/action-items/${hidden.itemId}`,
      `/meetings/${hidden.meetingId}`,
      '/meetings',
      '/minutes',
      '/search?q=金丝',
      '/search?q=其他',
    ])
      all.push((await ask(path)).text)
    for (const canary of ['金丝雀', '其他', hidden.itemId, hidden.documentId])
      expect(all.join('\n')).not.toContain(canary)
    const { json } = await ask(`/meetings/${hidden.meetingId}`)
    expect(json.agenda).toMatchObject([{ isRestricted: true, title: '限名单事项' }])
    expect((await ask(`/action-items/${hidden.itemId}`)).status).toBe(404)
  })

  it('comes in pages that miss nothing and repeat nothing, while rows are added', async () => {
    const seen: string[] = []
    let next: string | null = null
    do {
      const { json }: { json: Answer } = await ask(`/action-items?limit=2${next ? `&cursor=${next}` : ''}`)
      seen.push(...json.items.map(({ id }) => id))
      next = json.next
      if (seen.length === 2) await makeItem(t.db, named(there), there.unit.school)
    } while (next)
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
    const meetings: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { json }: { json: Answer } = await ask(`/meetings?limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      meetings.push(...json.items.map(({ id }) => id))
      cursor = json.next
    }
    expect(new Set(meetings)).toEqual(new Set([room.meetingId, hidden.meetingId]))
  })

  it('is an item as its row has it, whatever its words and to whatever moment', async () => {
    const own = await makeTestRoom(t.db)
    const id = await makeItem(t.db, named(own), own.unit.school)
    const odd = {
      title: '“校门”\t"\\\n\u2028👩‍👩‍👧 </script>\u0001',
      deliverable: "l'une, {2}",
      tags: ['a,b', '"', '{}', '护学'],
    }
    await t.db
      .update(actionItems)
      .set({ ...odd, percent: 40, priority: 'urgent', createdAt: sql`'2026-03-01 23:59:59.999999+08'` })
      .where(eq(actionItems.id, id))
    const assisting = [own.unit.family, own.unit.department].sort()
    await t.db
      .insert(actionItemUnits)
      .values(assisting.map((unitId) => ({ countyId: own.countyId, actionItemId: id, unitId })))
    const [row] = await t.db.select().from(actionItems).where(eq(actionItems.id, id))
    const bearer = await makeOwnToken(t.db, own.member, { name: '同步', days: 30 }, at)
    const expected = {
      ...{ id, bodyId: own.bodyId, meetingId: own.meetingId, number: row!.number, ...odd, state: 'todo', percent: 40 },
      ...{
        priority: 'urgent',
        dueOn: row!.dueOn,
        leadUnitId: own.unit.school,
        leadUnitName: '实验小学',
        parentId: null,
      },
      ...{
        assistingUnitIds: assisting,
        createdAt: '2026-03-01T15:59:59.999Z',
        changedAt: row!.changedAt.toISOString(),
      },
    }
    expect((await ask(`/action-items/${id}`, bearer)).json).toEqual(expected)
    expect((await ask('/action-items', bearer)).json).toEqual({ items: [expected], next: null })
  })

  it('is found by words, by the unit that leads and by its number, in the same pages', async () => {
    const own = await makeTestRoom(t.db)
    const make = (item: string, unit = own.unit.school) =>
      makeItem(t.db, { ...named(own), name: { item } as never }, unit)
    const safe = [await make('校門口安全值守'), await make('食堂安全检查'), await make('安全 演练')]
    const others = [await make('阅读角'), await make('家长学校', own.unit.family)]
    await refreshAll(t.db)
    const bearer = await makeOwnToken(t.db, own.member, { name: '同步', days: 30 }, at)
    const found = async (query: string) => (await ask(`/action-items?${query}`, bearer)).json.items.map(({ id }) => id)
    expect((await found('q=安全')).toSorted()).toEqual(safe.toSorted())
    expect(await found('q=门口 值守')).toEqual([safe[0]])
    expect((await found('q=实验小学')).toSorted()).toEqual([...safe, ...others].toSorted())
    expect(await found('q=没有这个')).toEqual([])
    expect(await found('q=安全&state=done')).toEqual([])
    const [row] = await t.db.select().from(actionItems).where(eq(actionItems.id, safe[1]!))
    const [sitting] = await t.db.select().from(meetings).where(eq(meetings.id, own.meetingId))
    expect(await found(`q=${sitting!.issueNumber}-${row!.number}`)).toEqual([safe[1]])
    const first = (await ask('/action-items?q=安全&limit=2', bearer)).json
    const second = (await ask(`/action-items?q=安全&limit=2&cursor=${first.next}`, bearer)).json
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(await found('q=安全'))
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
    expect((await ask('/action-items?q=安全')).json.items).toEqual([])
  })

  it('is whatever has these words, page by page, with the way to where people read it', async () => {
    const own = await makeTestRoom(t.db)
    const topicId = await makeTopic(t.db, { ...named(own), name: { topic: '护学岗的排班' } as never })
    const ids: string[] = []
    for (let n = 0; n < 25; n++)
      ids.push(await makeItem(t.db, { ...named(own), name: { item: `护学值守${n}` } as never }, own.unit.school))
    await refreshAll(t.db)
    const bearer = await makeOwnToken(t.db, own.member, { name: '同步', days: 30 }, at)
    const first = (await ask('/search?q=护学', bearer)).json
    const second = (await ask(`/search?q=护学&cursor=${first.next}`, bearer)).json
    expect([first.items.length, second.items.length, second.next]).toEqual([20, 6, null])
    expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual([topicId, ...ids].toSorted())
    expect((await ask('/search?q=护学&kind=topic', bearer)).json.items).toMatchObject([
      { kind: 'topic', id: topicId, path: `/topics/${topicId}`, title: '护学岗的排班', meeting: null },
    ])
    expect((await ask('/search?q=护学')).json.items).toEqual([])
  })

  it('is counted by unit, kind and sitting, of what the program may read alone', async () => {
    const own = await makeTestRoom(t.db)
    const make = (unit: typeof own.unit.school) => makeItem(t.db, named(own), unit)
    const [first] = [await make(own.unit.school), await make(own.unit.school), await make(own.unit.family)]
    const listed = [own.member.personId, own.secretary.personId]
    const shut = await makeMeeting(t.db, own, false, listed)
    const [list] = await t.db.select().from(restrictedItems).where(eq(restrictedItems.countyId, own.countyId))
    const secret = { ...named(own), documentId: list!.documentId, meetingId: shut }
    await makeItem(t.db, secret, own.unit.school)
    const form = { from: 'todo', to: 'doing', remark: '' } as const
    await setState(t.db, own.member, own.countyId, first!, form, later(1))
    await t.db.update(actionItems).set({ dueOn: '2026-01-01' }).where(eq(actionItems.id, first!))
    const groups = async (actor: typeof own.member, query = '') => {
      const bearer = await makeOwnToken(t.db, actor, { name: '同步', days: 30 }, at)
      const { json } = await ask(`/action-item-groups${query}`, bearer, later(2))
      return json.items as unknown as {
        key: string
        name: string | null
        counts: object
        late: number
        total: number
      }[]
    }
    const of = (todo: number, doing: number) => ({ todo, doing, toVerify: 0, done: 0, stopped: 0 })
    const school = { key: own.unit.school, name: '实验小学', counts: of(1, 1), late: 1, total: 2 }
    for (const actor of [own.member, own.convenor]) {
      const [one, two, ...more] = await groups(actor)
      expect([one, two?.key, two?.counts, more]).toEqual([school, own.unit.family, of(1, 0), []])
    }
    expect((await groups(own.member, '?by=kind')).map(({ key, total }) => [key, total])).toEqual([
      ['school', 2],
      ['family', 1],
    ])
    expect(await groups(own.member, '?by=meeting')).toMatchObject([{ key: own.meetingId, counts: of(2, 1), total: 3 }])
    expect(await groups(own.member, `?bodyId=${there.bodyId}`)).toEqual([])
    expect(await groups(own.stranger)).toEqual([])
  })

  it('is narrowed by what was asked', async () => {
    const [first] = (await ask('/action-items?limit=1')).json.items
    await setState(
      t.db,
      room.member,
      room.countyId,
      first!.id as never,
      { from: 'todo', to: 'doing', remark: '' },
      later(60),
    )
    expect((await ask('/action-items?state=doing')).json.items.map(({ id }) => id)).toEqual([first!.id])
    const since = `changedSince=${later(30).toISOString()}`
    expect((await ask(`/action-items?${since}`)).json.items.map(({ id }) => id)).toEqual([first!.id])
    expect((await ask(`/action-items/${first!.id}`)).json).toMatchObject({
      id: first!.id,
      state: 'doing',
      leadUnitName: '实验小学',
      assistingUnitIds: [],
    })
    await t.db
      .update(actionItems)
      .set({ dueOn: '2026-10-01' })
      .where(eq(actionItems.id, first!.id as never))
    expect((await ask('/action-items?dueUntil=2026-10-01')).json.items).toHaveLength(1)
    expect((await ask('/action-items?dueUntil=2026-09-30')).json.items).toHaveLength(0)
    expect((await ask(`/meetings?from=${later(1).toISOString()}`)).json.items).toHaveLength(0)
  })
})

describe('what is refused', () => {
  it('is said as a problem with a code and the field', async () => {
    for (const [path, field] of [
      ['/action-items?state=nosuch', 'state'],
      ['/action-items?limit=0', 'limit'],
      ['/action-items?limit=201', 'limit'],
      ['/action-items?q=', 'q'],
      ['/search', 'q'],
      [`/search?q=${'校'.repeat(101)}`, 'q'],
      ['/search?q=校&kind=person', 'kind'],
      ['/search?q=校&cursor=AAAA', 'cursor'],
      [`/search?q=校&cursor=0.9999999999999999.${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.topic`, 'cursor'],
      [`/search?q=校&cursor=0.1.${'-'.repeat(36)}.topic`, 'cursor'],
      ['/action-item-groups?by=owner', 'by'],
      ['/action-items?dueUntil=2026-02-30', 'dueUntil'],
      ['/meetings?cursor=AAAA', 'cursor'],
      ['/meetings?bodyId=1', 'bodyId'],
    ] as const) {
      const { status, json, headers } = await ask(path)
      expect([path, status, json.code, Object.keys(json.fields)]).toEqual([path, 422, 'invalid_input', [field]])
      expect(headers.get('content-type')).toBe('application/problem+json')
    }
    expect((await ask('/topics?nosuch=1')).status).toBe(422)
    expect((await ask('/nosuch')).json).toMatchObject({ code: 'not_found', status: 404 })
    expect((await ask('/meetings/1')).status).toBe(404)
  })

  it('is whoever has no token, a wrong one, one that ended, or asks too often', async () => {
    const none = await ask('/meetings', null)
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect((await ask('/meetings', 'x'.repeat(32))).status).toBe(401)
    expect((await ask('/meetings', token, later(31 * 86_400))).status).toBe(401)
    const busy = await makeOwnToken(t.db, room.convenor, { name: '快', days: 30 }, at)
    const { person } = await readCredentials(t.db, { authorization: `Bearer ${busy}` }, null, false, at)
    expect((await ask('/bodies', busy)).status).toBe(200)
    await t.db
      .update(rateLimits)
      .set({ count: 600 })
      .where(eq(rateLimits.key, `api:${person!.tokenId}`))
    const refused = await ask('/bodies', busy)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await ask('/bodies', busy, later(60))).status).toBe(200)
  })
})

describe('a token', () => {
  it('is kept as a hash, listed and ended by its owner alone, and reads only', async () => {
    const own = await makeOwnToken(t.db, room.secretary, { name: '只读', days: 30 }, at)
    const [row] = await listTokens(t.db, room.secretary, at)
    expect(row).toMatchObject({ name: '只读', scope: 'read' })
    const [kept] = await t.db.execute(
      sql`select count(*)::int as n from access_tokens a where to_jsonb(a)::text like ${`%${own}%`}`,
    )
    expect(kept!.n).toBe(0)
    const bearer = { authorization: `Bearer ${own}` }
    const { person, seat } = await readCredentials(t.db, bearer, room.meetingId, false, at)
    expect(seat).toBeNull()
    const item = await makeItem(t.db, named(room), room.unit.school)
    await expect(
      setState(t.db, person!, room.countyId, item, { from: 'todo', to: 'doing', remark: '' }, at),
    ).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(revokeOwnToken(t.db, room.member, row!.id, at)).rejects.toMatchObject({ code: 'not_found' })
    await expect(makeOwnToken(t.db, person!, { name: '子', days: 30 }, at)).rejects.toMatchObject({
      code: 'not_allowed',
    })
    await revokeOwnToken(t.db, room.secretary, row!.id, at)
    expect((await ask('/meetings', own)).status).toBe(401)
    expect(await listTokens(t.db, room.secretary, at)).toEqual([])
  })

  it('of the terminal is one of the same kind: it reads here, and its person sees and ends it', async () => {
    const operator = { kind: 'operator' } as const
    const input = { personId: room.observer.personId, count: 1, ttlMs: 3_600_000 }
    const [made] = await makePersonTokens(t.db, operator, input, at)
    expect((await ask('/meetings', made!.token)).json.items).toHaveLength(2)
    const [row] = await listTokens(t.db, room.observer, at)
    expect(row).toMatchObject({ id: made!.tokenId, scope: 'full', name: '' })
    await revokeOwnToken(t.db, room.observer, row!.id, at)
    expect((await ask('/meetings', made!.token)).status).toBe(401)
  })

  it('ends at once, also for a program that is in the middle of asking', async () => {
    const own = await makeOwnToken(t.db, room.secretary, { name: '常问', days: 30 }, at)
    for (let n = 0; n < 5; n++) expect((await ask('/action-items', own)).status).toBe(200)
    const [row] = await listTokens(t.db, room.secretary, at)
    await revokeOwnToken(t.db, room.secretary, row!.id, at)
    const after = await Promise.all(Array.from({ length: 10 }, () => ask('/action-items', own)))
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([401]))
  })

  it('says who its person is as a session of theirs would: by terms, deputies, and while the account is open', async () => {
    const of = (person: TestRoom['member']) =>
      makeOwnToken(t.db, person, { name: '同', days: 30 }, at).then((bearer) => ({ person, bearer }))
    const tokens = await Promise.all([there.convenor, there.secretary, there.observer, there.stranger].map(of))
    const held = sql`county_id = ${there.countyId} and person_id = ${there.convenor.personId}`
    await t.db.execute(sql`insert into deputies (county_id, id, membership_id, person_id, from_on, created_at)
      select county_id, gen_random_uuid(), id, ${there.stranger.personId}, '2020-01-01', now() from memberships where ${held}`)
    const states = [
      sql`select 1`,
      sql`update memberships set until_on = '2020-12-31', from_on = '2020-01-01' where ${held}`,
      sql`update people set admin_roles = '{audit}' where county_id = ${there.countyId} and id = ${there.secretary.personId}`,
      sql`update people set disabled_at = ${at.toISOString()} where county_id = ${there.countyId}
        and id = ${there.observer.personId}`,
    ]
    for (const [n, state] of states.entries()) {
      await t.db.execute(state)
      for (const { person, bearer } of tokens) {
        const authorization = `Bearer ${bearer}`
        const usual = await readCredentials(t.db, { authorization }, null, false, at)
        const found = await readHolder(t.db, new Headers({ authorization }), at).catch(() => null)
        expect([n, person.name, found]).toEqual([n, person.name, usual.person])
      }
    }
    const deputy = await readHolder(t.db, new Headers({ authorization: `Bearer ${tokens[3]!.bearer}` }), at)
    // The office they stood in for has ended with its holder's term.
    expect(deputy.memberships).toEqual([])
  })

  it('asks six hundred times a minute and not once more, however many at once and whatever another node answered', async () => {
    const tokenId = AccessTokenId.parse(crypto.randomUUID())
    const count = async (asked: number, when: Date) => {
      const all = await Promise.allSettled(Array.from({ length: asked }, () => countAsking(t.db, tokenId, when)))
      return all.filter(({ status }) => status === 'fulfilled').length
    }
    expect(await count(700, at)).toBe(600)
    expect(await count(1, at)).toBe(0)
    const [first, second] = [later(60), later(120)]
    expect(await count(30, first)).toBe(30)
    await t.db
      .update(rateLimits)
      .set({ count: 595 })
      .where(eq(rateLimits.key, `api:${tokenId}`))
    // What this node had taken in advance, and the five that are left of all.
    const ahead = 1 + 2 + 4 + 8 + 16 - 30
    expect(await count(100, first)).toBe(ahead + 5)
    expect(await count(100, second)).toBe(100)
  })

  it('is one of twenty at most, also when they are made at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 24 }, () => makeOwnToken(t.db, there.member, { name: '多', days: 30 }, at)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  })
})

it('gives due dates to the calendar, as a parser none of us wrote reads them, and nothing restricted', async () => {
  const mine = await makeItem(t.db, named(there), there.unit.school)
  const done = await makeItem(t.db, named(there), there.unit.school)
  const others = await makeItem(t.db, named(there), there.unit.department)
  const due = { dueOn: '2026-02-28' }
  for (const id of [mine, done, others]) await t.db.update(actionItems).set(due).where(eq(actionItems.id, id))
  await t.db.update(actionItems).set({ state: 'done' }).where(eq(actionItems.id, done))
  const feed = async (who: TestRoom['member']) => {
    const path = await makeFeed(t.db, who, at)
    return drawFeedOf(t.db, path.slice('/api/calendar/'.length, -'.ics'.length), at)
  }
  const events = new ICAL.Component(ICAL.parse(await feed(there.member)) as never)
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event))
    .filter(({ uid }) => uid.startsWith('due-'))
  expect(events.map(({ uid }) => uid)).toEqual([`due-${mine}@lianxi`])
  expect(events[0]!.startDate.isDate).toBe(true)
  expect(events[0]!.startDate.toString()).toBe('2026-02-28')
  expect(events[0]!.summary).toBe('到期：校门口疏导')
  await t.db
    .update(actionItems)
    .set(due)
    .where(eq(actionItems.id, hidden.itemId as never))
  const text = await feed(room.member)
  expect(text).not.toContain('金丝雀')
  expect(text).not.toContain(hidden.itemId)
  // Nothing stands in it yet, and it is a calendar all the same.
  expect(ICAL.parse(await feed(room.stranger))[0]).toBe('vcalendar')
})
