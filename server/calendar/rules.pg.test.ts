// The feed as a calendar program takes it in: kept by UID and RECURRENCE-ID, a lower SEQUENCE refused, rules unrolled by
// ical.js, which none of us wrote.
import { eq } from 'drizzle-orm'
import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { counties } from '@/db/schema/counties'
import { setRuntime } from '@/server/env'
import { setHolidays } from '@/server/holidays/set-holidays'
import { versionOf } from '@/server/holidays/read'
import { changeSitting } from '@/server/notices/send-notice'
import { changeDate } from '@/server/series/change-date'
import { planSittings } from '@/server/series/plan-sittings'
import { readExpected } from '@/server/series/read'
import { setSeriesRule } from '@/server/series/set-rule'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { drawFeedOf, makeFeed } from './feed'

let t: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  t = await createTestDatabase()
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
})
afterAll(() => t.drop())

const rule = {
  version: 0,
  every: 1,
  pattern: 'week' as const,
  weekdays: [3, 7],
  nth: 0,
  startTime: '14:30',
  minutes: 90,
  beginsOn: '2026-10-01',
  until: '2026-11-15',
  count: null,
  onDayOff: 'next' as const,
  isWeekendOff: false,
  title: '联席会议',
  place: '三楼',
  liaisonSeriesId: null,
  liaisonDays: null,
}

/** What stands in the program: by UID and RECURRENCE-ID, where an older SEQUENCE never replaces a newer one. */
function taken(text: string, before: ReadonlyMap<string, number> = new Map()) {
  const root = new ICAL.Component(ICAL.parse(text) as unknown[])
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const events = root.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  const keyOf = (event: ICAL.Event) => `${event.uid} ${event.recurrenceId ? event.recurrenceId.toString() : ''}`.trim()
  const sequences = new Map(events.map((event) => [keyOf(event), event.sequence]))
  expect(sequences.size, 'one event for each UID and RECURRENCE-ID').toBe(events.length)
  for (const [key, sequence] of sequences) expect(sequence, key).toBeGreaterThanOrEqual(before.get(key) ?? 0)
  const starts: string[] = []
  for (const event of events.filter((each) => !each.isRecurrenceException())) {
    if (!event.isRecurring()) {
      starts.push(event.startDate.toJSDate().toISOString())
      continue
    }
    for (const other of events.filter((each) => each.isRecurrenceException() && each.uid === event.uid))
      event.relateException(other)
    const dates = event.iterator()
    for (let next = dates.next(); next; next = dates.next())
      starts.push(event.getOccurrenceDetails(next).startDate.toJSDate().toISOString())
  }
  return { starts: starts.sort(), sequences, events }
}

test.each(['Asia/Shanghai', 'Europe/Berlin'])(
  'what a rule expects, what is moved and what is planned stand once each in %s, and changes come through',
  async (zone) => {
    const here: TestRoom = await makeTestRoom(t.db)
    const { countyId, seriesId, secretary, member } = here
    await t.db.update(counties).set({ timeZone: zone }).where(eq(counties.id, countyId))
    const path = await makeFeed(t.db, member, at)
    const secret = /([\w-]{32})\.ics$/.exec(path)![1]!
    const draw = () => drawFeedOf(t.db, secret, at)
    const inHouse = async () => (await readExpected(t.db, member, zone, at)).map((date) => date.startsAt.toISOString())
    const live = at.toISOString()
    const of = (all: ReturnType<typeof taken>) => all.sequences.get(`series-${seriesId}@lianxi`)!

    await setSeriesRule(t.db, secretary, countyId, { seriesId, ...rule }, at)
    const before = taken(await draw())
    const off = { year: '2026', off: '2026-10-07 校庆', working: '', version: versionOf([]) }
    await setHolidays(t.db, secretary, countyId, off, at)
    const first = taken(await draw(), before.sequences)
    expect(of(first)).toBeGreaterThan(of(before))
    // The clocks of Berlin go back on 25 October: the hour on the wall is the same, which is what the house says too.
    expect(first.starts).toEqual([live, ...(await inHouse())])
    expect(first.starts).toHaveLength(14)
    expect(first.events.find((each) => each.isRecurrenceException())?.recurrenceId?.toString()).toBe(
      '2026-10-07T14:30:00',
    )

    const move = { seriesId, occurrenceOn: '2026-10-21', change: 'move' as const, movedTo: '2026-10-23' }
    await changeDate(t.db, secretary, countyId, move, at)
    const out = { seriesId, occurrenceOn: '2026-10-28', change: 'takeOut' as const, movedTo: null }
    await changeDate(t.db, secretary, countyId, out, at)
    const second = taken(await draw(), first.sequences)
    expect(second.starts).toEqual([live, ...(await inHouse())])
    expect(second.starts).toHaveLength(first.starts.length - 1)
    expect(of(second)).toBeGreaterThan(of(first))

    // Planned through the moved date: those are events of their own now, and each still stands once.
    await planSittings(t.db, secretary, countyId, { seriesId, version: 4, through: '2026-10-21' }, at)
    const third = taken(await draw(), second.sequences)
    expect(third.starts).toEqual(second.starts)
    expect(of(third)).toBeGreaterThan(of(second))
    expect(third.events.some((each) => each.isRecurrenceException())).toBe(false)

    // A sitting that is changed before its notice: the same event with a higher SEQUENCE.
    const [sitting] = third.events.filter((each) => each.startDate.toJSDate() > at && !each.isRecurring())
    const meetingId = sitting!.uid.slice(0, 36) as typeof here.meetingId
    const change = { meetingId, day: '2026-10-09', from: '10:00', until: '11:00', place: '五楼', reason: '' }
    await changeSitting(t.db, secretary, change, at)
    const fourth = taken(await draw(), third.sequences)
    expect(fourth.starts).toHaveLength(third.starts.length)
    expect(fourth.sequences.get(sitting!.uid)).toBe(1)
    const now = fourth.events.find(({ uid }) => uid === sitting!.uid)!
    expect(now.startDate.toString()).toBe('2026-10-09T10:00:00')
    expect(fourth.starts).not.toContain(sitting!.startDate.toJSDate().toISOString())
  },
)
