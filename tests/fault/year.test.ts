// A year of 500 people in two counties of two time zones: reminders, notices and digests as they left by real SMTP, with the
// database connection of one delivery cut, one server dead over its letters, and a mail server that is away for a night.
import { asc, eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { bodies, bodyUnits, memberships, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import { setRuntime } from '@/server/env'
import {
  BodyId,
  MembershipId,
  PersonId,
  SeriesId,
  TopicId,
  type CountyId,
  type MeetingId,
  type UnitId,
} from '@/server/ids'
import { sendDue } from '@/server/mail/send-due'
import { smtpTransport } from '@/server/mail/smtp'
import { createMeeting } from '@/server/meetings/create-meeting'
import { wallTime, zonedTime } from '@/server/meetings/zoned-time'
import { remindOfSittings } from '@/server/notices/remind'
import { reminderMoment } from '@/server/notices/reminders'
import { sendNotice } from '@/server/notices/send-notice'
import { startMailServer } from '@/tests/support/mail-server'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { form } from './form'
import { deliverDue } from '@/server/notifications/deliver'
import { isQuiet } from '@/server/notifications/quiet-hours'
import { tell } from '@/server/notifications/tell'

/** A body of each county sits in each of them. */
const months = form.yearMonths
const zones = ['Asia/Shanghai', 'Europe/Berlin'] as const
const system = { kind: 'system' } as const
const hour = 3_600_000
const start = new Date('2027-01-01T00:00:00Z')
const quietOf = (timeZone: string) => ({ from: '21:00', until: '07:00', timeZone })
type Sitting = { id: MeetingId; startsAt: Date; people: string[]; zone: string }

let t: Awaited<ReturnType<typeof createTestDatabase>>
let server: Awaited<ReturnType<typeof startMailServer>>
beforeAll(async () => {
  t = await createTestDatabase()
  server = await startMailServer()
  setRuntime({ mail: true, addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
})
afterAll(async () => {
  await server.stop()
  await t.drop()
})

/** A body of 25 people a month in each county, a sitting each, at hours that meet the night in every way. */
async function plan(zone: string): Promise<{ countyId: CountyId; staff: PersonId[]; sittings: Sitting[] }> {
  const here = await makeTestRoom(t.db, { isOpen: false })
  const { countyId, unit } = here
  await t.db.execute(raw`update meetings set state = 'ended' where county_id = ${countyId}`)
  await t.db.update(counties).set({ timeZone: zone }).where(eq(counties.id, countyId))
  const staff: PersonId[] = []
  const sittings: Sitting[] = []
  const times = ['06:30', '07:05', '09:00', '14:30', '20:45', '21:30', '08:00', '19:00', '07:30', '16:00']
  for (let n = 0; n < months; n++) {
    const [bodyId, seriesId] = [BodyId.parse(crypto.randomUUID()), SeriesId.parse(crypto.randomUUID())]
    await t.db.insert(bodies).values({ countyId, id: bodyId, name: `教联体${n}`, level: 'school', createdAt: start })
    await t.db.insert(series).values({ countyId, id: seriesId, bodyId, kind: 'joint', name: '联席会议' })
    await t.db.insert(bodyUnits).values({ countyId, bodyId, unitId: unit.school, isLead: true })
    const own = Array.from({ length: 25 }, () => PersonId.parse(crypto.randomUUID()))
    await t.db
      .insert(people)
      .values(
        own.map((id, i) => ({ countyId, id, name: `成员${n}-${i}`, email: `${id}@county.example`, createdAt: start })),
      )
    const office = { countyId, bodyId, unitId: unit.school as UnitId, office: 'member' as const, fromOn: '2026-01-01' }
    await t.db
      .insert(memberships)
      .values(own.map((personId) => ({ ...office, personId, id: MembershipId.parse(crypto.randomUUID()) })))
    staff.push(...own)
    for (const [turn, month] of [n].entries()) {
      const day = `2027-${String(month + 1).padStart(2, '0')}-${String(9 + n).padStart(2, '0')}`
      const startsAt = zonedTime(day, times[(n + turn * 3) % times.length]!, zone)
      const agenda = [{ title: '一项', topicId: null, presenterUnitId: null, minutesPlanned: 10 }]
      const endsAt = new Date(startsAt.getTime() + hour)
      const plan = { bodyId, seriesId, title: `会 ${n}-${turn}`, place: '三楼', startsAt, endsAt, agenda }
      const { meetingId } = await createMeeting(t.db, system, plan, start)
      sittings.push({ id: meetingId, startsAt, people: own, zone })
    }
  }
  return { countyId, staff, sittings }
}

test(
  'each reminder once, none in the night, one digest a day at most, whatever is killed',
  { timeout: 60_000 + months * 120_000 },
  async () => {
    const places = [await plan(zones[0]), await plan(zones[1])]
    const sittings = places.flatMap((place) => place.sittings)
    const transport = smtpTransport(server.url, 'hub@county.example', 'county.example')
    const sentAt = new Map<string, Date>()
    let isAway = false
    let now = start
    const post = async () => {
      for (let more = true; more;) {
        const before = server.received.length
        await sendDue(t.db, isAway ? { send: () => Promise.reject(new Error('away')) } : transport, now)
        for (const { messageId } of server.received.slice(before))
          if (!sentAt.has(messageId)) sentAt.set(messageId, now)
        more = server.received.length > before
      }
    }
    // Every eighth hour of the year, when digests go, and every instant at which a reminder comes.
    const moments = sittings.flatMap(({ startsAt, zone }) =>
      (['d3', 'd1', 'h1'] as const).map((lead) => reminderMoment(startsAt, lead, quietOf(zone)).getTime()),
    )
    const hours = Array.from({ length: (months * 31 + 20) * 3 }, (_, n) => start.getTime() + n * 8 * hour)
    const notices = new Map(sittings.map((each) => [each.startsAt.getTime() - 7 * 24 * hour, [] as Sitting[]]))
    for (const each of sittings) notices.get(each.startsAt.getTime() - 7 * 24 * hour)!.push(each)
    const instants = [...new Set([...hours, ...moments, ...notices.keys()])]
      .filter((ms) => ms >= start.getTime())
      .sort((a, b) => a - b)
    let kills = 0
    let told = 0
    for (const ms of instants) {
      now = new Date(ms)
      for (const { id } of notices.get(ms) ?? []) {
        const [row] =
          await t.sql`select unit_id as id from body_units u join meetings m on m.body_id = u.body_id where m.id = ${id}`
        await sendNotice(t.db, system, { meetingId: id, greeting: '', unitIds: [row!.id as UnitId] }, now)
      }
      // Now and then something that can wait: also at night, also twice for one person.
      if ((ms / hour) % 72 === 0)
        for (const { countyId, staff } of places)
          for (const personId of [staff[ms % 7]!, staff[ms % 7]!, staff[11]!]) {
            const id = TopicId.parse(crypto.randomUUID())
            await t.db.transaction((tx) =>
              tell(
                tx,
                { countyId, personId, kind: 'topic.answered', thing: { kind: 'topic', id }, detail: { title: '题' } },
                now,
              ),
            )
            told++
          }
      await remindOfSittings(t.db, now)
      const isBusy = moments.includes(ms)
      if (isBusy && kills < 6) {
        // The server's connection is cut while it writes letters: nothing of that is left, and the next does it all.
        const dying = connect(t.url, { max: 1, name: 'dying' })
        await dying.sql`select 1`
        const work = deliverDue(dying.db, now).catch(() => kills++)
        await new Promise((done) => setTimeout(done, 60))
        await t.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`
        await work
        await dying.end().catch(() => {})
      }
      await Promise.all([
        deliverDue(t.db, now),
        ...(isBusy ? [deliverDue(t.db, now), remindOfSittings(t.db, now)] : []),
      ])
      if (isBusy && kills === 3) {
        // Dead after the mail server took the letter and before our row said so: sent again with the same Message-ID.
        kills++
        void sendDue(t.db, { send: async (letter) => (await transport.send(letter), new Promise(() => {})) }, now)
        await expect
          .poll(async () => (await t.sql`select 1 from mails where tries = 1 and sent_at is null`).length)
          .toBeGreaterThan(0)
      }
      // A mail server that is away all evening: what waits must not leave at night.
      const day = new Date(ms).getUTCDate()
      isAway = day === 12 && new Date(ms).getUTCHours() >= 8 && new Date(ms).getUTCHours() < 22
      await post()
    }
    transport.close()
    expect(kills).toBeGreaterThanOrEqual(3)

    const rows = await t.db.select().from(notifications).orderBy(asc(notifications.createdAt))
    const reminders = rows.filter(({ kind }) => kind === 'meeting.reminder')
    const late = sittings.filter(({ startsAt }) => startsAt.getTime() - 7 * 24 * hour >= start.getTime())
    expect(late).toHaveLength(2 * months)
    // Three for each of the 25 people of each sitting.
    expect(reminders).toHaveLength(2 * months * 25 * 3)
    for (const { id, startsAt, people: own } of sittings)
      for (const lead of ['d3', 'd1', 'h1'])
        expect(
          reminders
            .filter((row) => row.thingId === id && row.moment === `${lead}/${startsAt.toISOString()}`)
            .map(({ personId }) => personId)
            .sort(),
        ).toEqual([...own].sort())
    expect(rows.every(({ settledAt, sentBy }) => settledAt !== null && sentBy !== 'page')).toBe(true)

    const letters = await t.db.select().from(mails)
    expect(letters.every((mail) => mail.sentAt !== null)).toBe(true)
    expect(letters.filter(({ kind }) => kind === 'letter')).toHaveLength(2 * months * 25 * 4)
    expect(sentAt.size).toBe(letters.length)
    // What was handed over twice is the one letter that a server died over.
    expect(server.received.length - sentAt.size).toBeLessThanOrEqual(10)
    const zoneOf = new Map(places.map(({ countyId }, n) => [countyId as string, zones[n]!]))
    for (const mail of letters) {
      const zone = zoneOf.get(mail.countyId)!
      expect(isQuiet(quietOf(zone), mail.sentAt!), `${mail.key} at ${wallTime(mail.sentAt!, zone)}`).toBe(false)
    }
    const digests = letters.filter(({ kind }) => kind === 'digest')
    const days = digests.map(
      ({ personId, sentAt: on, countyId }) =>
        `${personId} ${new Intl.DateTimeFormat('en-CA', { timeZone: zoneOf.get(countyId)! }).format(on!)}`,
    )
    expect(new Set(days).size).toBe(days.length)
    expect(rows.filter(({ sentBy }) => sentBy === 'digest')).toHaveLength(told)
    console.log(`year: ${letters.length} letters, ${digests.length} digests of ${told}, ${kills} kills`)
  },
)
