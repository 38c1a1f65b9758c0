import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodies, series } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { notices } from '@/db/schema/notices'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { setHolidays } from '@/server/holidays/set-holidays'
import { readYear, versionOf } from '@/server/holidays/read'
import { BodyId, SeriesId } from '@/server/ids'
import { cancelSitting, changeSitting, sendNotice } from '@/server/notices/send-notice'
import { dayIn } from '@/server/people/read-person'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { changeDate } from './change-date'
import { ChangeDate, PlanSeries, SeriesRuleForm } from './contract'
import { planSittings } from './plan-sittings'
import { readExpected, readSeries } from './read'
import { removeSeriesRule, setSeriesRule } from './set-rule'

const zone = 'Asia/Shanghai'
let t: Awaited<ReturnType<typeof createTestDatabase>>
let here: TestRoom
let liaisonId: SeriesId
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t.drop())
beforeEach(async () => {
  here = await makeTestRoom(t.db)
  liaisonId = SeriesId.parse(crypto.randomUUID())
  const { countyId, bodyId } = here
  await t.db.insert(series).values({ countyId, id: liaisonId, bodyId, kind: 'liaison', name: '联络员会议' })
})

const form = {
  version: '0',
  every: '1',
  pattern: 'month-weekday',
  nth: '2',
  weekday: '3',
  startTime: '14:30',
  minutes: '90',
  beginsOn: '2026-10-01',
  ending: 'never',
  onDayOff: 'next',
  isWeekendOff: '1',
  title: '联席会议',
  place: '三楼会议室',
}
const set = (change: object = {}, who = here.secretary) =>
  setSeriesRule(
    t.db,
    who,
    here.countyId,
    parseInput(SeriesRuleForm, { ...form, seriesId: here.seriesId, ...change }),
    at,
  )
const plan = (through = '2027-03-31', version = 1, who = here.secretary) =>
  planSittings(t.db, who, here.countyId, parseInput(PlanSeries, { seriesId: here.seriesId, version, through }), at)
const change = (input: object) =>
  changeDate(t.db, here.secretary, here.countyId, parseInput(ChangeDate, { seriesId: here.seriesId, ...input }), at)
const holidays = async (off: string, year = '2026') =>
  setHolidays(
    t.db,
    here.secretary,
    here.countyId,
    { year, off, working: '', version: versionOf(await readYear(t.db, here.countyId, year)) },
    at,
  )
const planned = async (seriesId = here.seriesId) =>
  (
    await t.db
      .select()
      .from(meetings)
      .where(and(eq(meetings.countyId, here.countyId), eq(meetings.seriesId, seriesId)))
      .orderBy(asc(meetings.startsAt))
  ).filter((row) => row.id !== here.meetingId)
const days = async () => (await planned()).map((row) => `${row.issueNumber} ${dayIn(zone, row.startsAt)}`)
const refusal = (work: () => Promise<unknown>) =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error: unknown) =>
        error instanceof AppError ? [error.code, ...Object.entries(error.fields).flat()].join(' ') : String(error),
    )

describe('the rule', () => {
  it('is set by who runs the body, one of two at once, and read by its members', async () => {
    expect(await refusal(() => set({}, here.member))).toBe('not_allowed')
    const elsewhere = await makeTestRoom(t.db, { isOpen: false })
    expect(await refusal(() => set({}, elsewhere.secretary))).toBe('not_allowed')
    const told = await Promise.all(Array.from({ length: 6 }, () => refusal(() => set())))
    expect(told.sort()).toEqual([...Array.from({ length: 5 }, () => 'conflict'), 'done'])
    expect(await refusal(() => set({ version: '1', minutes: '60' }))).toBe('done')
    const page = await readSeries(t.db, here.member, here.seriesId, at)
    expect(page).toMatchObject({ mayManage: false, rule: { version: 2, minutes: 60 } })
    expect(await refusal(() => readSeries(t.db, elsewhere.member, here.seriesId, at))).toBe('not_found')
    await removeSeriesRule(t.db, here.secretary, here.countyId, { seriesId: here.seriesId, version: 2 }, at)
    expect((await readSeries(t.db, here.member, here.seriesId, at)).rule).toBeNull()
  })
  it.each([
    [{ ending: 'until' }, 'until endless'],
    [{ ending: 'count', count: '' }, 'count endless'],
    [{ ending: 'until', until: '2026-09-30' }, 'until beforeStart'],
    [{ pattern: 'week', weekdays: [] }, 'weekdays weekday'],
    [{ pattern: 'month-day', monthDay: '31' }, 'monthDay invalid'],
    [{ beginsOn: '2027-02-29' }, 'beginsOn date'],
    [{ beginsOn: '' }, 'beginsOn required'],
    [{ startTime: '25:00' }, 'startTime required'],
    [{ minutes: 'lang' }, 'minutes notANumber'],
    [{ title: ' ' }, 'title required'],
  ])('is refused with %j: %s', async (wrong, told) => {
    expect(await refusal(() => set(wrong))).toBe(`invalid_input ${told}`)
  })
  it('takes the meeting beforehand from its own body alone', async () => {
    const { countyId } = here
    const [bodyId, id] = [BodyId.parse(crypto.randomUUID()), SeriesId.parse(crypto.randomUUID())]
    await t.db.insert(bodies).values({ countyId, id: bodyId, name: '一中教联体', level: 'school', createdAt: at })
    await t.db.insert(series).values({ countyId, id, bodyId, kind: 'liaison', name: '联络员会议' })
    const wrong = { liaisonSeriesId: id, liaisonDays: '7' }
    expect(await refusal(() => set(wrong))).toBe('invalid_input liaisonSeriesId unknown')
    expect(await refusal(() => set({ ...wrong, liaisonSeriesId: here.seriesId }))).toBe(
      'invalid_input liaisonSeriesId invalid',
    )
  })
})

describe('planning', () => {
  it('makes a sitting of each date, numbered on, clear of holidays, and what was changed by hand stays', async () => {
    await set()
    await holidays('2026-10-14 – 2026-10-16 校庆周')
    // Whoever looked at its dates before the calendar changed is told to look again.
    expect(await refusal(() => plan('2027-02-28', 1))).toBe('conflict')
    await change({ occurrenceOn: '2026-12-09', change: 'move', movedTo: '2026-12-16' })
    await change({ occurrenceOn: '2027-01-13', change: 'takeOut' })
    const version = 4
    expect(await plan('2027-02-28', version)).toEqual({ sittings: 4, liaison: 0 })
    // The 16th is in the holidays, the 17th and 18th are a weekend.
    const first = ['2 2026-10-19', '3 2026-11-11', '4 2026-12-16', '5 2027-02-10']
    expect(await days()).toEqual(first)
    const [october, november] = await planned()
    const hours = { from: '09:00', until: '10:30', place: '二楼', reason: '' }
    await changeSitting(t.db, here.secretary, { meetingId: october!.id, day: '2026-10-21', ...hours }, at)
    await cancelSitting(t.db, here.secretary, { meetingId: november!.id, reason: '' }, at)
    expect(await plan('2027-02-28', version)).toEqual({ sittings: 0, liaison: 0 })
    expect(await days()).toEqual(['2 2026-10-21', ...first.slice(1)])
    // A date that was taken out comes back and takes the next number.
    await change({ occurrenceOn: '2027-01-13', change: 'restore' })
    expect(await plan('2027-02-28', version + 1)).toEqual({ sittings: 1, liaison: 0 })
    expect((await days())[3]).toBe('6 2027-01-13')
    expect(await refusal(() => change({ occurrenceOn: '2027-01-13', change: 'takeOut' }))).toBe(
      'invalid_input occurrenceOn planned',
    )
    expect(await refusal(() => change({ occurrenceOn: '2027-01-14', change: 'takeOut' }))).toBe(
      'invalid_input occurrenceOn unknown',
    )
  })

  it('a sitting that moves takes the meeting beforehand with it where that is wanted, clear of days off', async () => {
    await holidays('2026-10-19 – 2026-10-20 校庆')
    await set({ liaisonSeriesId: liaisonId, liaisonDays: '7' })
    await planSittings(
      t.db,
      here.secretary,
      here.countyId,
      { seriesId: here.seriesId, version: 1, through: '2026-12-31' },
      at,
    )
    const [october, november] = await planned()
    const when = async () => (await planned(liaisonId)).map(({ startsAt }) => startsAt.toISOString())
    const before = await when()
    const hours = { from: '16:00', until: '17:00', place: '二楼', reason: '场地' }
    const moveTo = (day: string, withLiaison: boolean, meetingId = october!.id) =>
      changeSitting(t.db, here.secretary, { meetingId, day, ...hours, withLiaison }, at)
    await moveTo('2026-10-28', false)
    expect(await when()).toEqual(before)
    // Seven days before the 27th is a day off, and so is the day before that and the weekend; it keeps its own hour.
    await moveTo('2026-10-27', true)
    const [first, second] = before
    expect(await when()).toEqual([`2026-10-16${first!.slice(10)}`, second, ...before.slice(2)])
    // Only its place: nothing else moves, and nobody is told of nothing.
    await sendNotice(
      t.db,
      here.secretary,
      { meetingId: (await planned(liaisonId))[0]!.id, greeting: '', unitIds: Object.values(here.unit) },
      at,
    )
    await changeSitting(
      t.db,
      here.secretary,
      { meetingId: october!.id, day: '2026-10-27', ...hours, place: '三楼', withLiaison: true },
      at,
    )
    expect(await t.db.$count(notices, eq(notices.countyId, here.countyId))).toBe(1)
    // Who had its notice hears of its new day, with the reason.
    await moveTo('2026-11-03', true)
    const [told] = await t.db
      .select()
      .from(notices)
      .where(and(eq(notices.countyId, here.countyId), eq(notices.version, 2)))
    expect(told).toMatchObject({ kind: 'change', reason: '场地', startsAt: new Date(`2026-10-27${first!.slice(10)}`) })
    // It would be over by then: neither moves.
    expect(await refusal(() => moveTo('2026-09-18', true, november!.id))).toBe('invalid_input withLiaison liaisonPast')
    expect((await planned()).find(({ id }) => id === november!.id)!.startsAt).toEqual(november!.startsAt)
    // Called off, it stays where it is.
    const rest = await planned(liaisonId)
    const other = rest.find(({ preparesMeetingId }) => preparesMeetingId === november!.id)!
    await cancelSitting(t.db, here.secretary, { meetingId: other.id, reason: '' }, at)
    await moveTo('2026-11-25', true, november!.id)
    expect((await planned(liaisonId)).find(({ id }) => id === other.id)!.startsAt).toEqual(other.startsAt)
  })

  it('of ten presses at once, by two secretaries and for two series that prepare each other, makes each once', async () => {
    await set({ liaisonSeriesId: liaisonId, liaisonDays: '7' })
    await set({ seriesId: liaisonId, liaisonSeriesId: here.seriesId, liaisonDays: '2', nth: '4', title: '联络员会议' })
    const other = await here.person('孙秘书', 'secretary', here.unit.school)
    const both = [here.seriesId, liaisonId].flatMap((seriesId) =>
      [here.secretary, other, here.secretary, other, here.secretary].map((who) =>
        planSittings(t.db, who, here.countyId, { seriesId, version: 1, through: '2026-12-31' }, at),
      ),
    )
    const done = await Promise.all(both)
    expect(done.filter(({ sittings }) => sittings > 0)).toHaveLength(2)
    for (const id of [here.seriesId, liaisonId]) {
      const rows = await planned(id)
      expect(rows.filter(({ occurrenceOn }) => occurrenceOn !== null).map((row) => row.occurrenceOn)).toHaveLength(3)
      expect(new Set(rows.map((row) => row.issueNumber)).size).toBe(rows.length)
    }
    const prepared = await t.db.select().from(meetings).where(isNotNull(meetings.preparesMeetingId))
    const mine = prepared.filter((row) => row.countyId === here.countyId)
    expect(mine).toHaveLength(6)
    expect(new Set(mine.map((row) => row.preparesMeetingId)).size).toBe(6)
  })

  it('plans the meeting that settles the agenda on a working day before, with that as its first item', async () => {
    await holidays('2026-11-04 县运动会')
    await set({ liaisonSeriesId: liaisonId, liaisonDays: '7' })
    expect(await plan('2026-11-30')).toEqual({ sittings: 2, liaison: 2 })
    const [, november] = await planned(liaisonId)
    expect(dayIn(zone, november!.startsAt)).toBe('2026-11-03')
    expect(november!.preparesMeetingId).toBe((await planned())[1]!.id)
    const [item] = await t.db.select().from(agendaItems).where(eq(agendaItems.meetingId, november!.id))
    expect(item!.title).toBe('确定“联席会议”的议题和议程')
    const page = await readSeries(t.db, here.secretary, here.seriesId, at)
    expect(page.plan!.rows.map(({ liaison }) => liaison && 'id' in liaison).slice(0, 3)).toEqual([true, true, false])
  })

  it('asks for a rule that was looked at, a year at most, and says which planned sittings fall on a holiday by now', async () => {
    await set()
    expect(await refusal(() => plan('2026-11-30', 2))).toBe('conflict')
    expect(await refusal(() => plan('2028-01-31'))).toBe('invalid_input through horizon')
    expect(await refusal(() => plan('2026-11-30', 1, here.member))).toBe('not_allowed')
    await plan('2026-11-30')
    await holidays('2026-11-11 校庆')
    const page = await readSeries(t.db, here.secretary, here.seriesId, at)
    expect(page.plan!.rows[1]).toMatchObject({ on: '2026-11-11', offNow: { name: '校庆' } })
    // A rule without end is looked at a year ahead.
    expect(page.plan!.rows.at(-1)!.on <= '2027-09-17').toBe(true)
    const expected = await readExpected(t.db, here.member, zone, at)
    expect(expected[0]).toMatchObject({ occurrenceOn: '2026-12-09', seriesName: '联席会议' })
    expect(await readExpected(t.db, here.stranger, zone, at)).toEqual([])
  })
})
