// A year of 500 people in two counties of two time zones (in `npm test` forty days of twenty): notices, reminders, slips,
// warnings and digests as they leave by real SMTP, with servers killed in the middle of sending, two at once, and a mail server
// that is away for an evening a month.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { and, asc, eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Connection } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { bodies, bodyUnits, memberships, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { notifications } from '@/db/schema/notifications'
import { people } from '@/db/schema/people'
import { mails } from '@/db/schema/security'
import { addDays } from '@/server/action-items/model'
import { setRuntime } from '@/server/env'
import {
  ActionItemId,
  BodyId,
  LocalId,
  MembershipId,
  PersonId,
  SeriesId,
  TopicId,
  type CountyId,
  type MeetingId,
  type UnitId,
} from '@/server/ids'
import { leaseMs } from '@/server/mail/model'
import { smtpTransport } from '@/server/mail/smtp'
import { createMeeting } from '@/server/meetings/create-meeting'
import { wallTime, zonedTime } from '@/server/meetings/zoned-time'
import { reminderMoment } from '@/server/notices/reminders'
import { sendNotice } from '@/server/notices/send-notice'
import { paceOf, type NotificationKind } from '@/server/notifications/contract'
import { isQuiet } from '@/server/notifications/quiet-hours'
import { tell } from '@/server/notifications/tell'
import { buildWorker } from '@/tests/support/build-worker'
import { startMailServer } from '@/tests/support/mail-server'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'
import { tick } from './tick'

const { yearDays, yearPeople, yearKills } = form
const zones = ['Asia/Shanghai', 'Europe/Berlin'] as const
const leads = ['d3', 'd1', 'h1'] as const
const system = { kind: 'system' } as const
const hour = 3_600_000
const day = 24 * hour
const start = new Date('2027-01-01T00:00:00Z')
const firstDay = '2027-01-01'
const bodySize = Math.min(25, Math.max(1, Math.floor(yearPeople / 2)))
const bodiesEach = Math.max(1, Math.round(yearPeople / 2 / bodySize))
const quietOf = (timeZone: string) => ({ from: '21:00', until: '07:00', timeZone })
const localDay = (timeZone: string, at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
/** Hours at which sittings begin: they and their reminders meet the night in every way. */
const times = ['06:30', '07:05', '09:00', '14:30', '20:45', '21:30', '08:00', '19:00', '07:30', '16:00']

type Sitting = { id: MeetingId; startsAt: Date; people: PersonId[]; zone: string }
type Item = { id: ActionItemId; title: string; dueOn: string }
type County = {
  countyId: CountyId
  zone: string
  unitId: UnitId
  staff: PersonId[]
  sittings: Sitting[]
  items: Item[]
}

let t: Awaited<ReturnType<typeof createTestDatabase>>
let house: Connection
let server: Awaited<ReturnType<typeof startMailServer>>
let post: Awaited<ReturnType<typeof buildWorker>>
beforeAll(async () => {
  post = await buildWorker('tests/fault/post-process.ts')
  t = await createTestDatabase()
  // Servers die here and Postgres never does: nothing rests on its reaching the disk, which is most of the time this takes.
  await t.sql.unsafe(`alter database ${new URL(t.url).pathname.slice(1)} set synchronous_commit = off`)
  house = connect(t.url)
  server = await startMailServer()
  setRuntime({ mail: true, addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
}, 120_000)
afterAll(async () => {
  await server.stop()
  await house.end()
  await t.drop()
  post.drop()
})

async function plan(zone: string): Promise<County> {
  const here = await makeTestRoom(house.db, { isOpen: false })
  const { countyId } = here
  const unitId = here.unit.school
  await house.db.execute(raw`update meetings set state = 'ended' where county_id = ${countyId}`)
  await house.db.update(counties).set({ timeZone: zone }).where(eq(counties.id, countyId))
  const county: County = { countyId, zone, unitId, staff: [], sittings: [], items: [] }
  for (let n = 0; n < bodiesEach; n++) {
    const [bodyId, seriesId] = [BodyId.parse(crypto.randomUUID()), SeriesId.parse(crypto.randomUUID())]
    await house.db
      .insert(bodies)
      .values({ countyId, id: bodyId, name: `教联体${n}`, level: 'school', createdAt: start })
    await house.db.insert(series).values({ countyId, id: seriesId, bodyId, kind: 'joint', name: '联席会议' })
    await house.db.insert(bodyUnits).values({ countyId, bodyId, unitId, isLead: true })
    const own = Array.from({ length: bodySize }, () => PersonId.parse(crypto.randomUUID()))
    await house.db
      .insert(people)
      .values(
        own.map((id, i) => ({ countyId, id, name: `成员${n}-${i}`, email: `${id}@county.example`, createdAt: start })),
      )
    await house.db.insert(memberships).values(
      own.map((personId, i) => ({
        countyId,
        bodyId,
        unitId,
        personId,
        id: MembershipId.parse(crypto.randomUUID()),
        office: i === 0 ? ('convenor' as const) : ('member' as const),
        fromOn: '2026-01-01',
      })),
    )
    county.staff.push(...own)
    // A sitting every two months, and in a shorter run two of them all the same.
    const every = Math.min(60, Math.floor((yearDays - 12) / 2))
    for (let at = 9 + (n % every); at < yearDays - 3; at += every) {
      const time = times[(n * 3 + county.sittings.length) % times.length]!
      const startsAt = zonedTime(addDays(firstDay, at), time, zone)
      const agenda = [{ title: '一项', topicId: null, presenterUnitId: null, minutesPlanned: 10 }]
      const endsAt = new Date(startsAt.getTime() + hour)
      const sitting = { bodyId, seriesId, title: `会 ${n}-${at}`, place: '三楼', startsAt, endsAt, agenda }
      const { meetingId, documentId } = await createMeeting(house.db, system, sitting, start)
      county.sittings.push({ id: meetingId, startsAt, people: own, zone })
      if (county.items.length >= bodiesEach * 2) continue
      const number = county.items.length + 1
      // Blue ten days before it, a week overdue before the run is over.
      const dueOn = addDays(firstDay, Math.min(12 + at, yearDays - 9))
      const item = { id: ActionItemId.parse(crypto.randomUUID()), title: `事${zone}${number}事`, dueOn }
      await house.db.insert(actionItems).values({
        ...item,
        countyId,
        documentId,
        localId: LocalId.parse(crypto.randomUUID()),
        meetingId,
        number,
        leadUnitId: unitId,
        origin: 'split',
        state: 'doing',
        createdAt: start,
        changedAt: start,
      })
      county.items.push(item)
    }
  }
  return county
}

/** A server of its own, ready to be sent an instant. */
async function startPost() {
  const told = JSON.stringify({ databaseUrl: t.url, smtpUrl: server.url })
  const child = spawn(process.execPath, [post.file, told], {
    env: { ...process.env, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

test(
  'each reminder once, none in the night, one digest a day, whatever is killed',
  { timeout: 1_500_000 },
  async () => {
    const began = performance.now()
    const places = [await plan(zones[0]), await plan(zones[1])]
    const sittings = places.flatMap((place) => place.sittings)
    const transport = smtpTransport(server.url, 'hub@county.example', 'county.example')
    const chance = random(form.seed)

    // Twice a day and by night, the end of each night, the hour of digests, and every instant at which a reminder or a notice comes.
    const busy = new Set(
      sittings.flatMap(({ startsAt, zone }) =>
        leads.map((lead) => reminderMoment(startsAt, lead, quietOf(zone)).getTime()),
      ),
    )
    const notices = new Map<number, Sitting[]>()
    for (const each of sittings) {
      const at = each.startsAt.getTime() - 7 * day
      notices.set(at, [...(notices.get(at) ?? []), each])
    }
    const regular = Array.from({ length: yearDays + 5 }, (_, n) => [
      ...[12, 18].map((h) => start.getTime() + n * day + h * hour),
      ...zones.flatMap((zone) =>
        ['07:00', '08:00'].map((time) => zonedTime(addDays(firstDay, n), time, zone).getTime()),
      ),
    ]).flat()
    const instants = [...new Set([...regular, ...busy, ...notices.keys()])]
      .filter((ms) => ms >= start.getTime())
      .sort((a, b) => a - b)
    // The servers die over reminders, spread over the whole time.
    const all = [...busy].sort((a, b) => a - b)
    const fatal = new Set(
      Array.from({ length: yearKills }, (_, n) => all[Math.floor(((n + chance()) * all.length) / yearKills)]!),
    )
    const isAway = (ms: number) => {
      const at = new Date(ms)
      return at.getUTCDate() === 12 && at.getUTCHours() >= 8 && at.getUTCHours() < 22
    }

    const arrivals: { messageId: string; ms: number; to: string; text: string }[] = []
    const kills: number[] = []
    const ticks: number[] = []
    let told = 0
    let killedWhileSending = 0
    for (let ms = instants.shift(); ms !== undefined; ms = instants.shift()) {
      const now = new Date(ms)
      ticks.push(ms)
      for (const { id } of notices.get(ms) ?? []) {
        const unitIds = [places.find((place) => place.sittings.some((each) => each.id === id))!.unitId]
        await sendNotice(house.db, system, { meetingId: id, greeting: '', unitIds }, now)
      }
      // Now and then something that can wait: also at night, and twice for one person.
      if (ticks.length % 15 === 0 && ms < start.getTime() + yearDays * day)
        for (const { countyId, staff } of places)
          for (const personId of [ticks.length, ticks.length, 11].map((n) => staff[n % staff.length]!)) {
            const thing = { kind: 'topic' as const, id: TopicId.parse(crypto.randomUUID()) }
            const detail = { title: `题${told++}题` }
            await house.db.transaction((tx) =>
              tell(tx, { countyId, personId, kind: 'topic.answered', thing, detail }, now),
            )
          }
      const alive = isAway(ms) ? { send: () => Promise.reject(new Error('away')) } : transport
      if (fatal.has(ms) && !isAway(ms)) {
        const child = await startPost()
        const gone = once(child, 'exit')
        const before = server.received.length
        let isDone = false
        child.once('message', () => (isDone = true))
        child.send(now.toISOString())
        // Every third while it tells and writes, the others when so many letters have been taken.
        const after = kills.length % 3 === 2 ? 0 : 1 + Math.floor(chance() * bodySize * 0.8)
        if (after === 0) await pause(Math.floor(chance() * 60))
        while (after > 0 && !isDone && server.received.length < before + after) await pause(1)
        if (!isDone) {
          kills.push(ms)
          if (after > 0) killedWhileSending++
          // What it was about to do is done by the next look; what it held, when its lease is over.
          const next = ms + leaseMs + 1_000
          instants.push(next)
          instants.sort((a, b) => a - b)
        }
        child.kill('SIGKILL')
        await gone
      }
      // Two at once where there is most to do.
      await Promise.all([tick(house.db, alive, now), ...(busy.has(ms) ? [tick(house.db, alive, now)] : [])])
      for (const { messageId, to, text } of server.received.slice(arrivals.length))
        arrivals.push({ messageId, ms, to, text })
    }
    transport.close()

    const zoneOf = new Map<string, string>(places.map(({ countyId, zone }) => [countyId, zone]))
    const rows = await house.db
      .select()
      .from(notifications)
      .orderBy(asc(notifications.createdAt), asc(notifications.id))
    const letters = await house.db.select().from(mails)
    const letterOf = new Map<string, (typeof letters)[number]>(letters.map((mail) => [mail.key ?? '', mail]))

    // Each reminder once for each of its people, as recorded, and all of them settled.
    const reminders = rows.filter(({ kind }) => kind === 'meeting.reminder')
    for (const { id, startsAt, people: own } of sittings)
      for (const lead of leads) {
        const mine = reminders.filter((row) => row.thingId === id && row.moment === `${lead}/${startsAt.toISOString()}`)
        expect(mine.map(({ personId }) => personId).sort()).toEqual([...own].sort())
      }
    expect(reminders).toHaveLength(sittings.reduce((sum, each) => sum + each.people.length * leads.length, 0))
    const isSettled = ({ settledAt, sentBy }: (typeof rows)[number]) => settledAt !== null && sentBy !== 'page'
    expect(rows.filter((row) => !isSettled(row)).map(({ kind, createdAt }) => [kind, createdAt])).toEqual([])

    // Each prompt of an item once: blue, a slip before and one after the day, word to the convenor.
    for (const { countyId, items } of places)
      for (const { id, dueOn } of items) {
        const mine = await house.db
          .select({ key: actionItemChanges.onceKey })
          .from(actionItemChanges)
          .where(and(eq(actionItemChanges.countyId, countyId), eq(actionItemChanges.actionItemId, id)))
        const keys = ['blue', 'chase', 'escalate', 'overdue'].map((what) => `${what}:${dueOn}`)
        expect(mine.map(({ key }) => key).sort()).toEqual(keys)
      }

    // One letter for each row that is told at once, and none twice but what a killed server had just handed over.
    const atOnce = rows.filter(({ kind }) => paceOf(kind as NotificationKind) === 'now')
    expect(letters.filter(({ kind }) => kind === 'letter')).toHaveLength(atOnce.length)
    for (const { id } of atOnce) expect(letterOf.has(`letter/${id}`)).toBe(true)
    const copies = new Map<string, number>()
    for (const { messageId } of arrivals) copies.set(messageId, (copies.get(messageId) ?? 0) + 1)
    const twice = [...copies.values()].filter((n) => n > 1)
    expect(twice.every((n) => n === 2)).toBe(true)
    expect(twice.length).toBeLessThanOrEqual(kills.length)
    const isTaken = ({ id }: (typeof letters)[number]) => copies.has(`<${id}@county.example>`)
    const lost = letters.filter((mail) => mail.sentAt === null)
    expect(letters.filter((mail) => mail.sentAt !== null && !isTaken(mail))).toEqual([])
    // What never left was no news any more at the first moment at which it could have: by day, and neither the mail server away
    // within the hour nor a lease of somebody killed still running.
    for (const mail of lost) {
      const quiet = quietOf(zoneOf.get(mail.countyId)!)
      const could = ticks.filter(
        (ms) =>
          ms > mail.createdAt.getTime() &&
          ms < mail.expiresAt!.getTime() &&
          !isQuiet(quiet, new Date(ms)) &&
          !isAway(ms) &&
          !isAway(ms - hour) &&
          !kills.some((kill) => ms >= kill && ms <= kill + leaseMs),
      )
      expect({ key: mail.key, problem: mail.problem, could }).toEqual({ key: mail.key, problem: 'too late', could: [] })
    }

    // None in the night: neither as recorded nor as it arrived.
    const zoneOfPerson = new Map(places.flatMap(({ staff, zone }) => staff.map((id) => [`${id}@county.example`, zone])))
    for (const { to, ms } of arrivals) {
      const zone = zoneOfPerson.get(to)!
      expect(isQuiet(quietOf(zone), new Date(ms)), `arrived at ${wallTime(new Date(ms), zone)}`).toBe(false)
    }
    for (const mail of letters.filter(({ sentAt }) => sentAt !== null)) {
      const zone = zoneOf.get(mail.countyId)!
      expect(isQuiet(quietOf(zone), mail.sentAt!), `${mail.key} at ${wallTime(mail.sentAt!, zone)}`).toBe(false)
    }

    // Digests: one a day and person, with what was told since the last hour of digests and nothing else.
    const digests = letters.filter(({ kind }) => kind === 'digest')
    const expected = new Map<string, string[]>()
    for (const row of rows.filter(({ kind }) => paceOf(kind as NotificationKind) === 'day')) {
      const zone = zoneOf.get(row.countyId)!
      const today = localDay(zone, row.createdAt)
      const of = wallTime(row.createdAt, zone) < '08:00' ? today : addDays(today, 1)
      const key = `digest/${row.personId}/${of}`
      expected.set(key, [...(expected.get(key) ?? []), String((row.detail as { title: string }).title)])
    }
    expect(digests.map(({ key }) => key).sort()).toEqual([...expected.keys()].sort())
    const textOf = new Map(arrivals.map(({ messageId, text }) => [messageId, text]))
    for (const mail of digests.filter(isTaken)) {
      const said = textOf.get(`<${mail.id}@county.example>`)!.match(/题\d+题|事\S+?\d+事/g) ?? []
      expect([...said].sort(), mail.key!).toEqual([...expected.get(mail.key!)!].sort())
    }
    expect(rows.filter(({ kind }) => kind === 'topic.answered')).toHaveLength(told)
    expect(kills.length).toBeGreaterThanOrEqual(Math.ceil(yearKills / 2))
    expect(killedWhileSending).toBeGreaterThan(0)
    figure('year of reminders', {
      people: bodySize * bodiesEach * 2,
      days: yearDays,
      sittings: sittings.length,
      reminders: reminders.length,
      letters: letters.length,
      digests: digests.length,
      kills: kills.length,
      killedWhileSending,
      handedOverTwice: twice.length,
      tooLate: lost.length,
      inTheNight: 0,
      seconds: Math.round((performance.now() - began) / 1000),
    })
  },
)
