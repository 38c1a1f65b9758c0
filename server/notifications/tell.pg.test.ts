import { eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import { MeetingId } from '@/server/ids'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { markRead } from './mark-read'
import { countUnread, listNotifications } from './read'
import { tell, tellUnit } from './tell'

// 14:30 by the county's clock.
const at = new Date('2026-09-16T06:30:00Z')
const night = new Date('2026-09-16T15:30:00Z')
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
beforeAll(async () => {
  t = await createTestDatabase()
  here = await makeTestRoom(t.db)
})
afterAll(() => t.drop())

const about = () => ({
  countyId: here.countyId,
  kind: 'meeting.notice' as const,
  thing: { kind: 'meeting' as const, id: MeetingId.parse(crypto.randomUUID()) },
})
const of = (id: string) => t.db.select().from(notifications).where(eq(notifications.thingId, id))

test('the same told by twelve at once is one row; another occasion is another', async () => {
  const told = { ...about(), personId: here.member.personId, detail: { title: '第三次联席会议' }, key: '1' }
  await Promise.all(Array.from({ length: 12 }, () => t.db.transaction((tx) => tell(tx, told, at))))
  expect(await of(told.thing.id)).toHaveLength(1)
  await t.db.transaction((tx) => tell(tx, { ...told, key: '2' }, at))
  expect(await of(told.thing.id)).toHaveLength(2)
})

test('by day at once, at night when it ends; what can wait, in the next digest', async () => {
  const [now, held, day] = [about(), about(), { ...about(), kind: 'notice.replied' as const }]
  const personId = here.member.personId
  await t.db.transaction(async (tx) => {
    await tell(tx, { ...now, personId }, at)
    await tell(tx, { ...held, personId }, night)
    await tell(tx, { ...day, personId }, night)
  })
  expect((await of(now.thing.id))[0]!.dueAfter).toEqual(at)
  expect((await of(held.thing.id))[0]!.dueAfter).toEqual(new Date('2026-09-16T23:00:00Z'))
  expect((await of(day.thing.id))[0]!.dueAfter).toEqual(new Date('2026-09-17T00:00:00Z'))
})

test('a unit: who holds an office now or deputises; not whose term ended, whose account is off, observers unasked', async () => {
  const gone = await here.person('退下的', 'member', here.unit.school)
  const off = await here.person('停用的', 'liaison', here.unit.school)
  const deputy = await here.person('代理人', null, here.unit.school)
  await t.db.execute(raw`update memberships set ended_at = ${at.toISOString()} where person_id = ${gone.personId}`)
  await t.db.update(people).set({ disabledAt: at }).where(eq(people.id, off.personId))
  await t.db.execute(raw`insert into deputies (county_id, id, membership_id, person_id, from_on, created_at)
    select county_id, gen_random_uuid(), id, ${deputy.personId}, '2026-01-01', ${at.toISOString()}
    from memberships where person_id = ${here.member.personId}`)
  const told = { ...about(), bodyId: here.bodyId, unitId: here.unit.school }
  await t.db.transaction((tx) => tellUnit(tx, told, at))
  expect((await of(told.thing.id)).map(({ personId }) => personId).sort()).toEqual(
    [here.member.personId, deputy.personId].sort(),
  )
  await t.db.transaction((tx) => tellUnit(tx, { ...told, offices: ['observer'] }, at))
  expect(await of(told.thing.id)).toHaveLength(3)
})

test('an action item of a restricted item is told to its list alone, and without its words', async () => {
  const [documentId, itemId] = [crypto.randomUUID(), crypto.randomUUID()]
  const [agenda] =
    await t.sql`select id from agenda_items where meeting_id = ${here.meetingId} order by position limit 1`
  await t.sql`update agenda_items set is_restricted = true, title = '限名单事项', presenter_unit_id = null
    where id = ${agenda!.id}`
  await t.sql`insert into documents (county_id, id, kind, title, created_at)
    values (${here.countyId}, ${documentId}, 'restricted', '限名单事项', ${at.toISOString()})`
  await t.sql`insert into restricted_items (county_id, agenda_item_id, document_id, title, created_at)
    values (${here.countyId}, ${agenda!.id}, ${documentId}, '某生个案', ${at.toISOString()})`
  await t.sql`insert into restricted_readers (county_id, agenda_item_id, person_id)
    values (${here.countyId}, ${agenda!.id}, ${here.secretary.personId})`
  await t.sql`insert into action_items (county_id, id, document_id, local_id, meeting_id, number, title, created_at, changed_at)
    values (${here.countyId}, ${itemId}, ${documentId}, 'canary-0001', ${here.meetingId}, 9, '某生回访', ${at.toISOString()}, ${at.toISOString()})`
  const told = { countyId: here.countyId, kind: 'item.assigned', thing: { kind: 'actionItem', id: itemId } } as const
  for (const { personId } of [here.secretary, here.member])
    await t.db.transaction((tx) =>
      tell(tx, { ...told, personId, detail: { title: '某生回访', text: '某生' } } as never, at),
    )
  const rows = await of(itemId)
  expect(rows.map(({ personId }) => personId)).toEqual([here.secretary.personId])
  expect(JSON.stringify(rows)).not.toContain('某生')
})

test('the page has one’s own alone, counts what is unread, and marks one or all', async () => {
  const other = await makeTestRoom(t.db)
  const mine = await here.person('新成员', 'member', here.unit.department)
  const made = [about(), about(), about()]
  await t.db.transaction(async (tx) => {
    for (const each of made) await tell(tx, { ...each, personId: mine.personId }, at)
  })
  expect(await countUnread(t.db, mine)).toBe(3)
  const [first] = await listNotifications(t.db, mine)
  expect(first!.href).toMatch(/^\/meetings\/[0-9a-f-]{36}\/notice$/)
  // Another's id, and another county's person of any id, mark nothing.
  await markRead(t.db, here.secretary, { id: first!.id }, at)
  await markRead(t.db, other.secretary, { id: 'all' }, at)
  expect(await countUnread(t.db, mine)).toBe(3)
  await markRead(t.db, mine, { id: first!.id }, at)
  expect(await countUnread(t.db, mine)).toBe(2)
  await markRead(t.db, mine, { id: 'all' }, at)
  expect(await countUnread(t.db, mine)).toBe(0)
  await expect(listNotifications(t.db, { ...mine, tokenId: crypto.randomUUID() as never })).rejects.toMatchObject({
    code: 'not_allowed',
  })
})
