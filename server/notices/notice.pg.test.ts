import { and, eq } from 'drizzle-orm'
import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { meetings } from '@/db/schema/meetings'
import { noticeLinks, notices, replies } from '@/db/schema/notices'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import { proxies } from '@/db/schema/terms'
import { drawFeedOf, makeFeed, revokeFeed } from '@/server/calendar/feed'
import { setRuntime } from '@/server/env'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom } from '@/tests/support/room'
import { composeNoticeLetter } from './letter'
import { findNoticeLink, findTokens, linkFor, waysFor } from './links'
import { readPlaces } from './places'
import { readNotice } from './read'
import { readSitting } from './read-sitting'
import { recordCalendarReply } from './record-ics'
import { reply } from './reply'
import { cancelSitting, changeSitting, sendNotice } from './send-notice'

const days = (n: number) => new Date(at.getTime() + n * 86_400_000)
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let meetingId: typeof here.meetingId

beforeAll(async () => {
  t = await createTestDatabase()
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
})
afterAll(() => t.drop())
beforeEach(async () => {
  here = await makeTestRoom(t.db, { isOpen: false })
  const made = await createMeeting(
    t.db,
    here.secretary,
    {
      bodyId: here.bodyId,
      seriesId: here.seriesId,
      title: '第四次联席会议',
      place: '三楼会议室',
      startsAt: days(7),
      endsAt: days(7.05),
      agenda: [
        { title: '放学时段交通', topicId: null, presenterUnitId: here.unit.school, minutesPlanned: 20 },
        {
          title: '某生个案',
          topicId: null,
          presenterUnitId: null,
          minutesPlanned: 10,
          restrictedTo: [here.secretary.personId],
        },
      ],
    },
    at,
  )
  meetingId = made.meetingId
})

const units = () => Object.values(here.unit)
const send = (unitIds = units()) => sendNotice(t.db, here.secretary, { meetingId, greeting: '请准时。', unitIds }, at)
const placeOf = async (personId: string) => {
  const sitting = await readSitting(t.db, here.countyId, meetingId)
  return (await readPlaces(t.db, sitting)).find((place) => place.personId === personId)!
}
const answer = async (personId: string, change: object = {}) => ({
  meetingId,
  membershipId: (await placeOf(personId)).membershipId,
  answer: 'attend' as const,
  note: '',
  proxyName: '',
  ...change,
})
const letterTo = async (
  who: { personId: typeof here.member.personId; name: string },
  kind: 'notice' | 'change' | 'cancellation',
) =>
  (await composeNoticeLetter(
    t.db,
    { countyId: here.countyId, meetingId, personId: who.personId, name: who.name, email: 'zhao@county.example' },
    { kind },
    at,
  ))!

test('goes to the units that were chosen, once, says nothing of a restricted item, and only by who runs the body', async () => {
  await expect(sendNotice(t.db, here.member, { meetingId, greeting: '', unitIds: units() }, at)).rejects.toMatchObject({
    code: 'not_allowed',
  })
  const elsewhere = await makeTestRoom(t.db, { isOpen: false })
  await expect(send([elsewhere.unit.school])).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(
    sendNotice(t.db, elsewhere.secretary, { meetingId, greeting: '', unitIds: units() }, at),
  ).rejects.toMatchObject({ code: 'not_found' })
  const sent = await Promise.allSettled(Array.from({ length: 5 }, () => send([here.unit.school])))
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const told = await t.db.select().from(notifications).where(eq(notifications.thingId, meetingId))
  expect(told.map(({ personId }) => personId).sort()).toEqual([here.member.personId, here.observer.personId].sort())
  const all = JSON.stringify([told, await t.db.select().from(notices), await letterTo(here.member, 'notice')])
  expect(all).toContain('放学时段交通')
  expect(all).not.toContain('某生')
})

test('answers in the app are for one’s own unit; the newest counts; a proxy comes and goes with the answer', async () => {
  await send()
  const liaison = await here.person('周联络员', 'liaison', here.unit.school)
  const parent = await here.person('家长代表', 'liaison', here.unit.family)
  await expect(
    reply(t.db, { via: 'app', actor: parent }, await answer(here.member.personId), at),
  ).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(
    reply(t.db, { via: 'app', actor: here.observer }, await answer(here.member.personId), at),
  ).rejects.toMatchObject({ code: 'not_allowed' })
  await reply(t.db, { via: 'app', actor: liaison }, await answer(here.member.personId, { answer: 'decline' }), at)
  const named = await reply(
    t.db,
    { via: 'app', actor: here.member },
    await answer(here.member.personId, { answer: 'proxy', proxyName: '钱副校长' }),
    days(1),
  )
  expect(named.proxyPath).toMatch(/^\/l\/[\w-]{32}$/)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({
    answer: 'proxy',
    proxyName: '钱副校长',
    via: 'app',
    forVersion: 1,
  })
  await reply(t.db, { via: 'app', actor: here.member }, await answer(here.member.personId), days(2))
  const live = await t.db.select().from(proxies).where(eq(proxies.meetingId, meetingId))
  expect(live.map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([true])
  expect(await t.db.select().from(replies).where(eq(replies.meetingId, meetingId))).toHaveLength(1)
  // The secretary notes what was said on the phone; a member may not.
  await expect(reply(t.db, { via: 'phone', actor: liaison }, await answer(parent.personId), at)).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await reply(t.db, { via: 'phone', actor: here.secretary }, await answer(parent.personId, { answer: 'decline' }), at)
  const { run, mine } = await readNotice(t.db, here.secretary, meetingId)
  expect(run!.places.find(({ personId }) => personId === parent.personId)!.reply).toMatchObject({
    answer: 'decline',
    via: 'phone',
  })
  expect(mine.every(({ unit }) => unit.id === here.unit.department)).toBe(true)
})

test('twenty different answers for one place at once leave one, and at most one proxy', async () => {
  await send()
  const kinds = ['attend', 'decline', 'proxy'] as const
  const inputs = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      answer(here.member.personId, { answer: kinds[n % 3], proxyName: n % 3 === 2 ? `代${n}` : '' }),
    ),
  )
  await Promise.all(inputs.map((input) => reply(t.db, { via: 'app', actor: here.member }, input, at)))
  const [row, ...more] = await t.db.select().from(replies).where(eq(replies.meetingId, meetingId))
  expect(more).toEqual([])
  const live = (await t.db.select().from(proxies).where(eq(proxies.meetingId, meetingId))).filter(
    ({ withdrawnAt }) => withdrawnAt === null,
  )
  expect(live.map(({ id }) => id)).toEqual(row!.proxyId === null ? [] : [row!.proxyId])
})

test('a link answers for its person or unit alone, is the same each time, and is not in the database', async () => {
  await send()
  const holder = { personId: here.member.personId }
  const paths = await Promise.all(
    Array.from({ length: 8 }, () => linkFor(t.db, { countyId: here.countyId, meetingId, holder }, at)),
  )
  expect(new Set(paths).size).toBe(1)
  const secret = paths[0]!.slice(3)
  expect(secret).toMatch(/^[\w-]{32}$/)
  const [found] =
    await t.sql`select count(*)::int as n from notice_links where row_to_json(notice_links)::text like ${`%${secret}%`} or position(${secret}::bytea in sealed) > 0`
  expect(found!.n).toBe(0)
  const link = await findNoticeLink(t.db, secret)
  await reply(t.db, { via: 'link', link }, await answer(here.member.personId), at)
  await expect(reply(t.db, { via: 'link', link }, await answer(here.observer.personId), at)).rejects.toMatchObject({
    code: 'not_allowed',
  })
  const other = await makeTestRoom(t.db, { isOpen: false })
  await expect(
    reply(t.db, { via: 'link', link }, { ...(await answer(here.member.personId)), meetingId: other.meetingId }, at),
  ).rejects.toMatchObject({ code: 'not_allowed' })
  const unit = await findNoticeLink(
    t.db,
    (await linkFor(t.db, { countyId: here.countyId, meetingId, holder: { unitId: here.unit.school } }, at)).slice(3),
  )
  await reply(t.db, { via: 'link', link: unit }, await answer(here.observer.personId), at)
  await expect(findNoticeLink(t.db, `${secret}x`)).rejects.toMatchObject({ code: 'link_unknown' })
})

test('a cancelled sitting takes no answer, no change and never opens', async () => {
  await send()
  await cancelSitting(t.db, here.secretary, { meetingId, reason: '台风' }, at)
  const closed = { code: 'meeting_cancelled' }
  await expect(openMeeting(t.db, here.convenor, { meetingId }, at)).rejects.toMatchObject(closed)
  await expect(
    reply(t.db, { via: 'app', actor: here.member }, await answer(here.member.personId), at),
  ).rejects.toMatchObject(closed)
  await expect(cancelSitting(t.db, here.secretary, { meetingId, reason: '台风' }, at)).rejects.toMatchObject(closed)
  expect((await letterTo(here.member, 'cancellation')).text).toContain('台风')
})

/** Read back by a parser that did not write it. */
const parse = (text: string) => {
  const root = new ICAL.Component(ICAL.parse(text))
  const zone = root.getFirstSubcomponent('vtimezone')!
  ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  return root.getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    status: event.getFirstPropertyValue('status'),
    start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate(),
    zone: event.getFirstProperty('dtstart')!.getParameter('tzid'),
    repeats: event.hasProperty('rrule') || event.hasProperty('recurrence-id'),
    method: root.getFirstPropertyValue('method'),
  }))
}

test('the calendar: one event by UID, SEQUENCE rises with each change, the feed follows and ends', async () => {
  await send()
  const [invited] = parse((await letterTo(here.member, 'notice')).ics!.text)
  expect(invited).toMatchObject({
    sequence: 0,
    method: 'REQUEST',
    zone: 'Asia/Shanghai',
    start: days(7),
    repeats: false,
  })
  const path = await makeFeed(t.db, here.member, at)
  const secret = /([\w-]{32})\.ics$/.exec(path)![1]!
  const feed = async () => parse(await drawFeedOf(t.db, secret, at))
  // Two sittings of the body: the one of the test's room, which has no notice, and this.
  expect((await feed()).map(({ sequence }) => sequence)).toEqual([0, 0])
  await changeSitting(
    t.db,
    here.secretary,
    { meetingId, day: '2026-09-24', from: '09:00', until: '11:00', place: '五楼', reason: '场地' },
    at,
  )
  const [changed] = parse((await letterTo(here.member, 'change')).ics!.text)
  expect(changed).toMatchObject({ uid: invited!.uid, sequence: 1, start: new Date('2026-09-24T01:00:00Z') })
  const events = await feed()
  expect(events).toHaveLength(2)
  expect(events.filter(({ uid }) => uid === invited!.uid)).toMatchObject([
    { sequence: 1, start: new Date('2026-09-24T01:00:00Z') },
  ])
  await cancelSitting(t.db, here.secretary, { meetingId, reason: '台风' }, at)
  expect(parse((await letterTo(here.member, 'cancellation')).ics!.text)[0]).toMatchObject({
    sequence: 2,
    method: 'CANCEL',
    status: 'CANCELLED',
  })
  expect((await feed()).filter(({ uid }) => uid === invited!.uid)).toMatchObject([{ sequence: 2, status: 'CANCELLED' }])
  await revokeFeed(t.db, here.member, at)
  await expect(feed()).rejects.toMatchObject({ code: 'link_revoked' })
  await expect(drawFeedOf(t.db, 'x'.repeat(32), at)).rejects.toMatchObject({ code: 'link_unknown' })
})

test('what calendar programs send back is recorded by UID and address; older, foreign and malformed ones are not', async () => {
  await send()
  await t.db
    .update(people)
    .set({ email: 'zhao@county.example' })
    .where(and(eq(people.countyId, here.countyId), eq(people.id, here.member.personId)))
  // As Outlook writes it: folded lines, a zone of its own, capital MAILTO.
  const file = (
    change: Partial<Record<'status' | 'stamp' | 'uid' | 'mail' | 'more', string>> & { sequence?: number } = {},
  ) =>
    [
      'BEGIN:VCALENDAR',
      'PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN',
      'VERSION:2.0',
      'METHOD:REPLY',
      'BEGIN:VEVENT',
      `ATTENDEE;CN="赵";PARTSTAT=${change.status ?? 'ACCEPTED'}:MAILTO:${change.mail ?? 'Zhao@county.ex\r\n ample'}`,
      `DTSTAMP:${change.stamp ?? '20260916T060000Z'}`,
      `UID:${change.uid ?? `${meetingId}@lianxi`}`,
      `SEQUENCE:${change.sequence ?? 0}`,
      ...(change.more ? [change.more] : []),
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n')
  const record = (text: string, actor = here.secretary) => recordCalendarReply(t.db, actor, { meetingId, text }, at)
  expect(await record(file())).toBe(true)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ answer: 'attend', via: 'ics' })
  expect(await record(file({ status: 'DECLINED', stamp: '20260916T055900Z' }))).toBe(false)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ answer: 'attend' })
  expect(await record(file({ status: 'DECLINED', stamp: '20260916T061000Z' }))).toBe(true)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ answer: 'decline' })
  await expect(record(file({ status: 'TENTATIVE' }))).rejects.toMatchObject({ fields: { file: 'tentative' } })
  for (const text of [
    file({ uid: 'someone@else' }),
    file({ more: 'RECURRENCE-ID:20260916T063000Z' }),
    'BEGIN:VCALENDAR',
    '',
  ])
    await expect(record(text)).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(record(file({ mail: 'nobody@else.example' }))).rejects.toMatchObject({
    code: 'invalid_input',
    fields: { file: 'unknown' },
  })
  await expect(record(file(), here.member)).rejects.toMatchObject({ code: 'not_allowed' })
  // Before the change and to the event before it: what was answered then, shown as such; to the new one it is the newest.
  const change = { meetingId, day: '2026-09-24', from: '09:00', until: '11:00', place: '', reason: '场地' }
  await changeSitting(t.db, here.secretary, change, at)
  expect(await record(file({ stamp: '20260916T062000Z' }))).toBe(true)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ answer: 'attend', forVersion: 1 })
  expect(await record(file({ stamp: '20260916T062100Z', sequence: 1, status: 'DECLINED' }))).toBe(true)
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ answer: 'decline', forVersion: 2 })
  expect(await record(file({ stamp: '20260916T062200Z' }))).toBe(false)
})

test('SEQUENCE counts from the changes that nobody was told of', async () => {
  const change = { meetingId, day: '2026-09-24', from: '09:00', until: '11:00', place: '', reason: '' }
  await changeSitting(t.db, here.secretary, change, at)
  await changeSitting(t.db, here.secretary, { ...change, until: '12:00' }, at)
  await send()
  const [event] = parse((await letterTo(here.member, 'notice')).ics!.text)
  expect(event).toMatchObject({ sequence: 2 })
  const by = { via: 'app' as const, actor: here.member }
  await reply(t.db, by, await answer(here.member.personId), at, { at, sequence: 2 })
  expect((await placeOf(here.member.personId)).reply).toMatchObject({ forVersion: 1 })
})

test('letters of one sitting: a token for each person, the same in each letter, made also for links that had none', async () => {
  await send()
  const ask = async (who: typeof here.member) => {
    const holder = { personId: who.personId }
    return (await waysFor(t.db, { countyId: here.countyId, meetingId, holder }, at)).token
  }
  const [token, other] = [await ask(here.member), await ask(here.observer)]
  expect(token).toMatch(/^[a-z2-7]{26}$/)
  expect(other).not.toBe(token)
  await t.db.update(noticeLinks).set({ tokenHash: null }).where(eq(noticeLinks.meetingId, meetingId))
  expect(await findTokens(t.db, token)).toEqual([])
  expect(await ask(here.member)).toBe(token)
  const spoiled = `To: a+${token.toUpperCase()}@x, <1.${token}@y> ${token}x x${token} ${'a'.repeat(26)}`
  expect(await findTokens(t.db, spoiled)).toMatchObject([{ meetingId, personId: here.member.personId }])
  await t.db.update(noticeLinks).set({ revokedAt: at }).where(eq(noticeLinks.meetingId, meetingId))
  expect(await findTokens(t.db, token)).toEqual([])
  // Without a mailbox that is read, the letters are as they were.
  expect(await letterTo(here.member, 'notice')).toMatchObject({ answersTo: null })
  expect((await letterTo(here.member, 'notice')).ics!.text).not.toContain(token)
})

test('time and place may change before anybody was told, and then nobody is', async () => {
  const room = await makeTestRoom(t.db, { isOpen: false })
  const { meetingId } = room
  const before = await t.db.$count(notifications)
  const change = { meetingId, day: '2026-10-09', from: '09:00', until: '10:30', place: '二楼', reason: '' }
  await changeSitting(t.db, room.secretary, change, at)
  const [row] = await t.db.select().from(meetings).where(eq(meetings.id, meetingId))
  expect(row).toMatchObject({ startsAt: new Date('2026-10-09T01:00:00Z'), place: '二楼' })
  expect(await t.db.$count(notifications)).toBe(before)
  expect(await t.db.$count(notices, eq(notices.meetingId, meetingId))).toBe(0)
  await expect(changeSitting(t.db, room.member, change, at)).rejects.toMatchObject({ code: 'not_allowed' })
})
