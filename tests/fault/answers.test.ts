// Answers that come back by mail, read from a real Dovecot: from whom they count, that each counts once whatever is killed or
// said twice, and that nothing else which lies in a mailbox does any harm.
import { and, eq } from 'drizzle-orm'
import ICAL from 'ical.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { events } from '@/db/schema/events'
import { answerMails, replies } from '@/db/schema/notices'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import type { PersonActor } from '@/server/access'
import { imapOf, runtime, setRuntime } from '@/server/env'
import { keepAnswers, type Answers } from '@/server/live/answers'
import { readParts } from '@/server/live/health'
import { sendAllDue } from '@/server/mail/send-due'
import { smtpTransport } from '@/server/mail/smtp'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { composeNoticeLetter } from '@/server/notices/letter'
import { readNotice } from '@/server/notices/read'
import { cancelSitting, changeSitting, sendNotice } from '@/server/notices/send-notice'
import { takeMail } from '@/server/notices/take-mail'
import { deliverDue } from '@/server/notifications/deliver'
import { until } from '../support/app'
import {
  appleReply,
  bareReply,
  bounce,
  googleReply,
  outlookReply,
  plainMail,
  thunderbirdReply,
  type Reply,
} from '../support/calendar-replies'
import { startDovecot, type TestDovecot } from '../support/dovecot'
import { startMailServer } from '../support/mail-server'
import { createTestDatabase } from '../support/postgres'
import { makeTestRoom } from '../support/room'
import { bundleForThisFile, Node } from './node'

bundleForThisFile('answers-process')

const days = (n: number) => new Date(Date.now() + n * 86_400_000)
const stampOf = (at: Date) => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
let dovecot: TestDovecot
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: Awaited<ReturnType<typeof makeTestRoom>>
let meetingId: typeof here.meetingId
let box = 0
let user = ''
const running: { stop(): Promise<unknown> }[] = []

beforeAll(async () => {
  dovecot = await startDovecot()
  t = await createTestDatabase()
})
afterAll(async () => {
  await t.drop()
  await dovecot.stop()
})
beforeEach(async () => {
  user = `answers${++box}@county.example`
  setRuntime({
    mail: true,
    answersTo: imapOf({ IMAP_URL: dovecot.url(user) })!.answersTo,
    addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' },
  })
  here = await makeTestRoom(t.db, { isOpen: false })
  meetingId = await makeNoticed(here)
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop()
})

async function makeNoticed(room: typeof here) {
  const { bodyId, seriesId, unit, secretary } = room
  const agenda = [{ title: '放学时段交通', topicId: null, presenterUnitId: null, minutesPlanned: 20 }]
  const when = { startsAt: days(7), endsAt: days(7.05), title: '联席会议', place: '', agenda }
  const made = await createMeeting(t.db, secretary, { bodyId, seriesId, ...when }, new Date())
  const unitIds = Object.values(unit)
  await sendNotice(t.db, secretary, { meetingId: made.meetingId, greeting: '', unitIds }, new Date())
  return made.meetingId
}

/** Their address, and what their program makes of the invitation in their letter. */
async function invited(
  who: PersonActor = here.member,
  meeting = meetingId,
  email = `m${who.personId.slice(0, 8)}@county.example`,
): Promise<Reply & { token: string }> {
  const { countyId, personId } = who
  await t.db
    .update(people)
    .set({ email })
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  const to = { countyId, personId, meetingId: meeting, name: '赵', email }
  const { ics, answersTo } = (await composeNoticeLetter(t.db, to, { kind: 'notice' }, new Date()))!
  const event = new ICAL.Component(ICAL.parse(ics!.text) as unknown[]).getFirstSubcomponent('vevent')!
  const organizer = String(event.getFirstPropertyValue('organizer')).replace('mailto:', '')
  expect(organizer).toBe(answersTo!.address)
  return {
    to: organizer,
    organizer,
    from: email,
    uid: String(event.getFirstPropertyValue('uid')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    stamp: stampOf(new Date()),
    token: answersTo!.token,
  }
}

function start(options: Partial<Parameters<typeof keepAnswers>[0]> = {}): Answers {
  const imap = imapOf({ IMAP_URL: dovecot.url(user) })!
  const answers = keepAnswers({ sql: t.sql, db: t.db, imap, beatMs: 300, firstWaitMs: 100, ...options })
  running.push(answers)
  return answers
}
const deliver = (letter: string) => dovecot.deliver(user, letter)
const allRead = (n: number) => until(`${n} letters read`, async () => (await dovecot.count(user)).seen === n, 20_000)
const answers = () => t.db.select().from(replies).where(eq(replies.meetingId, meetingId))
const outcomes = async () =>
  (await t.db.select().from(answerMails).where(eq(answerMails.meetingId, meetingId))).map(({ outcome }) => outcome)
const lines = () => t.db.$count(events, and(eq(events.countyId, here.countyId), eq(events.verb, 'notice.reply')))

describe('what programs write', () => {
  test.each([
    ['Outlook', outlookReply],
    ['Google', googleReply],
    ['Apple', appleReply],
    ['Thunderbird', thunderbirdReply],
    ['a bare answer', bareReply],
  ])('%s: recorded for the person, told to the secretary, marked as read', async (_, write) => {
    const reply = await invited()
    start()
    deliver(write({ ...reply, status: 'DECLINED' }))
    await allRead(1)
    expect(await answers()).toMatchObject([{ answer: 'decline', via: 'mail', byPersonId: null, forVersion: 1 }])
    expect(await outcomes()).toEqual(['recorded'])
    const told = and(eq(notifications.personId, here.secretary.personId), eq(notifications.kind, 'notice.replied'))
    expect(await t.db.$count(notifications, told)).toBe(1)
    // Another mind, and the first letter once more, late.
    deliver(write({ ...reply, status: 'ACCEPTED', stamp: stampOf(new Date(Date.now() + 2000)) }))
    deliver(write({ ...reply, status: 'DECLINED' }))
    await allRead(3)
    expect(await answers()).toMatchObject([{ answer: 'attend' }])
  })

  test('an answer to the sender, as some Exchange servers send it, is known by the letter it refers to', async () => {
    const server = await startMailServer()
    const transport = smtpTransport(server.url, 'hub@county.example', 'county.example')
    const reply = await invited()
    const noon = new Date(`${days(1).toISOString().slice(0, 10)}T04:00:00Z`)
    await deliverDue(t.db, noon)
    await sendAllDue(t.db, transport, () => noon)
    transport.close()
    await server.stop()
    const letter = server.received.find(({ to }) => to === reply.from)!
    expect(letter.whole).toMatch(new RegExp(`^Reply-To: ${reply.to.replace('+', '\\+')}`, 'm'))
    // It is too long for the line that it begins.
    const messageId = /^message-id:\s+(<\S+>)/im.exec(letter.whole)![1]!
    expect(messageId).toContain(reply.token)
    start()
    deliver(outlookReply({ ...reply, to: 'hub@county.example', inReplyTo: messageId }))
    await allRead(1)
    expect(await answers()).toMatchObject([{ answer: 'attend', via: 'mail' }])
  })

  test('an answer to a notice that was changed since says so, and does not undo one to the change', async () => {
    const before = await invited()
    const day = days(9).toISOString().slice(0, 10)
    const change = { meetingId, day, from: '09:00', until: '10:00', place: '', reason: '场地' }
    await changeSitting(t.db, here.secretary, change, new Date())
    const after = await invited()
    expect([before.sequence, after.sequence, after.to]).toEqual([0, 1, before.to])
    start()
    deliver(outlookReply(before))
    await allRead(1)
    expect(await answers()).toMatchObject([{ answer: 'attend', forVersion: 1 }])
    deliver(outlookReply({ ...after, status: 'DECLINED' }))
    await allRead(2)
    expect(await answers()).toMatchObject([{ answer: 'decline', forVersion: 2 }])
    deliver(outlookReply({ ...before, stamp: stampOf(new Date(Date.now() + 5000)) }))
    await allRead(3)
    expect(await answers()).toMatchObject([{ answer: 'decline', forVersion: 2 }])
    expect(await outcomes()).toContain('old')
  })
})

describe('what does not count', () => {
  test('a forged answer changes nothing, is left in the mailbox, and does not hold up the next', async () => {
    const [reply, other] = [await invited(), await invited(here.observer)]
    const guessed = reply.to.replace(reply.token, [...reply.token].reverse().join(''))
    const plain = 'answers@county.example'
    deliver(outlookReply({ ...reply, to: plain, organizer: plain }))
    deliver(googleReply({ ...reply, to: guessed, organizer: guessed }))
    // With the token of somebody else who was invited: their own places alone are theirs.
    deliver(thunderbirdReply({ ...reply, to: other.to, organizer: other.organizer, status: 'DECLINED' }))
    deliver(outlookReply(other))
    start()
    await allRead(2)
    const mine = await answers()
    expect(mine).toHaveLength(1)
    const { run } = await readNotice(t.db, here.secretary, meetingId)
    expect(run!.places.find(({ personId }) => personId === here.member.personId)!.reply).toBeNull()
    expect(run!.places.find(({ personId }) => personId === here.observer.personId)!.reply).toMatchObject({
      answer: 'attend',
    })
    expect((await outcomes()).sort()).toEqual(['recorded', 'stranger'])
    expect(await dovecot.count(user)).toEqual({ all: 4, seen: 2 })
  })

  test('a token opens neither another sitting nor another county', async () => {
    const elsewhere = await makeTestRoom(t.db, { isOpen: false })
    const there = await invited(elsewhere.member, await makeNoticed(elsewhere), 'same@county.example')
    const second = await makeNoticed(here)
    const reply = await invited(here.member, meetingId, 'same@county.example')
    start()
    deliver(outlookReply({ ...reply, uid: there.uid }))
    deliver(outlookReply({ ...reply, uid: `${second}@lianxi` }))
    deliver(outlookReply({ ...reply, uid: `${crypto.randomUUID()}@lianxi` }))
    await allRead(3)
    for (const { countyId } of [here, elsewhere])
      expect(await t.db.$count(replies, eq(replies.countyId, countyId))).toBe(0)
    expect(await outcomes()).toEqual(['unreadable', 'unreadable', 'unreadable'])
  })
  test('a sitting that was cancelled, or has begun, takes no answer', async () => {
    const reply = await invited()
    const begun = await makeNoticed(here)
    const late = await invited(here.member, begun, reply.from)
    await openMeeting(t.db, here.convenor, { meetingId: begun }, new Date())
    await cancelSitting(t.db, here.secretary, { meetingId, reason: '台风' }, new Date())
    start()
    deliver(outlookReply(reply))
    deliver(appleReply(late))
    await allRead(2)
    expect(await outcomes()).toEqual(['closed'])
    expect(await t.db.$count(replies, eq(replies.meetingId, begun))).toBe(0)
    expect(await answers()).toEqual([])
  })

  test('the secretary sees what came back and was no answer, until there is one', async () => {
    const reply = await invited()
    start()
    deliver(outlookReply({ ...reply, status: 'TENTATIVE' }))
    deliver(outlookReply({ ...reply, from: 'colleague@county.example' }))
    deliver(outlookReply(reply).replace(/(method=REPLY[\s\S]*?\r\n\r\n)[\s\S]*?\r\n--/, '$1bm90aGluZw==\r\n--'))
    deliver(plainMail(reply))
    deliver(bounce({ to: reply.from, from: 'hub@county.example', messageId: `<1.${reply.token}@county.example>` }))
    await allRead(5)
    const odd = async () =>
      (await readNotice(t.db, here.secretary, meetingId)).run!.odd.map(({ outcome }) => outcome).sort()
    expect(await odd()).toEqual(['bounced', 'stranger', 'tentative', 'unreadable', 'words'])
    expect(await answers()).toEqual([])
    expect((await readNotice(t.db, here.member, meetingId)).run).toBeNull()
    // Programs tell seconds.
    await new Promise((done) => setTimeout(done, 1_100))
    deliver(outlookReply({ ...reply, stamp: stampOf(new Date()) }))
    await allRead(6)
    await expect.poll(odd).toEqual([])
  })

  test('robots, receipts and delays are passed over; a loop ends', async () => {
    const reply = await invited()
    start()
    deliver(plainMail({ ...reply, headers: ['Auto-Submitted: auto-replied', 'Precedence: auto_reply'] }))
    deliver(bounce({ to: reply.from, from: 'hub@county.example', messageId: `<1.${reply.token}@x>`, isFinal: false }))
    for (let n = 0; n < 60; n++) deliver(plainMail(reply))
    // A delay names no letter of ours: it is left.
    await allRead(61)
    expect(await outcomes()).toEqual(Array.from({ length: 50 }, () => 'words'))
    deliver(outlookReply(reply))
    await allRead(62)
    expect(await answers()).toMatchObject([{ answer: 'attend' }])
  })

  test('thirty megabytes, a calendar that is too large, an archive and torn letters: the rest is read in little memory', async () => {
    const reply = await invited()
    const before = process.memoryUsage.rss()
    const heavy = `--X\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${'QUJD'.repeat(19).concat('\r\n').repeat(390_000)}`
    const whole = thunderbirdReply(reply)
    const big = thunderbirdReply({
      ...reply,
      status: 'DECLINED',
      stamp: stampOf(new Date(Date.now() + 1_000)),
    }).replace(
      /boundary="------------0aB1cD2eF3gH4iJ5kL6mN7oP"\r\n\r\n/,
      (head) => `${head}--------------0aB1cD2eF3gH4iJ5kL6mN7oP\r\n${heavy.slice(5)}\r\n`,
    )
    expect(big.length).toBeGreaterThan(30_000_000)
    const boundless = plainMail(reply).replace('text/plain; charset=utf-8', 'text/calendar; method=REPLY')
    deliver(boundless.replace('那天我来不了。', 'X'.repeat(20_000_000)))
    deliver(plainMail(reply).replace('text/plain; charset=utf-8', 'application/zip; name="answer.ics.zip"'))
    // Cut off in the middle, a boundary that never comes, no head at all, bytes that are no text.
    deliver(whole.slice(0, whole.indexOf('BEGIN:VEVENT') + 40))
    deliver(whole.replaceAll('--inner', '--outer'))
    deliver('\r\n\r\n')
    deliver(`To: ${reply.to}\r\nContent-Type: multipart/mixed\r\n\r\n\u0000\u0001\u0002`)
    deliver(`To: ${reply.to}\r\n${'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'.repeat(300)}`)
    deliver(big)
    start()
    await until('the answer', async () => (await answers())[0]?.answer === 'decline', 60_000)
    await until('all of it', async () => (await dovecot.count(user)).seen >= 7, 30_000)
    expect((await dovecot.count(user)).all).toBe(8)
    // This process wrote the letters as well; the reader adds some parts of 100 kB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(300_000_000)
  })
})

describe('once', () => {
  test('killed between the commit and the flag: the letter is read again and counts once', async () => {
    const reply = await invited()
    deliver(outlookReply(reply))
    const told = { databaseUrl: t.url, imapUrl: dovecot.url(user), dataDir: runtime().dataDir }
    const first = await Node.start({ ...told, diesAfter: 1 })
    await until('it died', async () => !first.isRunning)
    expect(await dovecot.count(user)).toEqual({ all: 1, seen: 0 })
    expect([await outcomes(), await lines()]).toEqual([['recorded'], 1])
    const second = await Node.start(told)
    running.push(second)
    await allRead(1)
    expect([await outcomes(), await lines()]).toEqual([['recorded'], 1])
  })

  test('a hundred times the same letter, read by two at once that know no lock: one answer, one line in the trail', async () => {
    const reply = await invited()
    const letter = googleReply({ ...reply, status: 'ACCEPTED' })
    for (let n = 0; n < 100; n++) deliver(letter)
    const told = { databaseUrl: t.url, imapUrl: dovecot.url(user), dataDir: runtime().dataDir, ignoresLock: true }
    const two = await Promise.all([Node.start(told), Node.start(told)])
    running.push(...two)
    await allRead(100)
    const read = await Promise.all(two.map(async (node) => ((await node.stats()) as unknown as { read: number }).read))
    // Both were at it.
    expect(Math.min(...read)).toBeGreaterThan(10)
    expect([await outcomes(), await lines()]).toEqual([['recorded'], 1])
    expect(await answers()).toHaveLength(1)
  })

  test('one node at a time; another goes on where it stops', async () => {
    const reply = await invited()
    const first = start()
    await until('it reads', async () => first.state() === 'reading')
    const second = start()
    await new Promise((done) => setTimeout(done, 1_000))
    expect([first.state(), second.state()]).toEqual(['reading', 'waiting'])
    await first.stop()
    await until('the other reads', async () => second.state() === 'reading')
    deliver(outlookReply(reply))
    await allRead(1)
    expect(await answers()).toHaveLength(1)
  })
})

test('a mail server that goes away is tried again; health says so, and what came meanwhile is read', async () => {
  const reply = await invited()
  const answersOf = start()
  const health = () => readParts({ sql: t.sql, nodes: null, answers: answersOf })
  await until('it reads', async () => answersOf.state() === 'reading')
  expect(await health()).toMatchObject({ database: 'ok', imap: 'ok' })
  await dovecot.kill()
  await until('it is told', async () => answersOf.state() === 'away')
  expect(await health()).toMatchObject({ database: 'ok', imap: 'degraded' })
  deliver(outlookReply(reply))
  await dovecot.start()
  await allRead(1)
  expect(await health()).toMatchObject({ imap: 'ok' })
  expect(await answers()).toHaveLength(1)
})

test('a password that is refused is no reason to stop, and the stop does not wait for it', async () => {
  const wrong = start({ imap: { ...imapOf({ IMAP_URL: dovecot.url(user) })!, password: 'wrong' } })
  await until('it is told', async () => wrong.state() === 'away')
  const began = performance.now()
  await wrong.stop()
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('a database that fails over a letter leaves it to the next round', async () => {
  const reply = await invited()
  let failures = 0
  start({
    take: (...of) => (failures++ === 0 ? Promise.reject(new Error('deadlock detected')) : takeMail(...of)),
  })
  deliver(outlookReply(reply))
  await allRead(1)
  expect([failures, await lines()]).toEqual([2, 1])
})
