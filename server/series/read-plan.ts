// What becomes of the dates of a rule, date by date, with the sittings that are planned: for the page, and under the lock for
// planning itself.
import { and, asc, eq, gt, inArray, isNotNull, or } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { seriesExceptions, seriesRules } from '@/db/schema/series-rules'
import { addDays } from '@/server/action-items/model'
import { calendarOf, dayOff, type Calendar } from '@/server/holidays/model'
import { readDays } from '@/server/holidays/read'
import type { CountyId, MeetingId, SeriesId } from '@/server/ids'
import { dayIn } from '@/server/people/read-person'
import { horizonDays, liaisonDay, occurrencesOf, type Occurrence } from './model'
import { timesOf } from './times'

export type RuleRow = typeof seriesRules.$inferSelect
export type PlannedSitting = {
  id: MeetingId
  title: string
  issueNumber: number
  state: 'planned' | 'live' | 'ended'
  startsAt: Date
  endsAt: Date
  isCancelled: boolean
  occurrenceOn: string | null
  preparesMeetingId: MeetingId | null
}
type Times = ReturnType<typeof timesOf>
export type PlanRow = Occurrence & {
  /** Where the rule and the calendar put it. */
  times: Times | null
  sitting: PlannedSitting | null
  /** Of a sitting on a day that is off by now. */
  offNow: { name: string | null } | null
  /** The meeting that settles its agenda: planned, or when it would be; null where the rule has none or it is too late. */
  liaison: PlannedSitting | { times: Times } | null
}
export type Plan = { rows: PlanRow[]; calendar: Calendar; through: string }

/** Liaison meetings are short. */
const liaisonMinutes = 60
/** A date may be moved forward over holidays: it is looked for this long after its own day. */
const backDays = 60

export const readRule = async (db: Db | Tx, countyId: CountyId, seriesId: SeriesId): Promise<RuleRow | null> =>
  (
    await db
      .select()
      .from(seriesRules)
      .where(and(eq(seriesRules.countyId, countyId), eq(seriesRules.seriesId, seriesId)))
  )[0] ?? null

/** For each rule, its dates from today as far as rules are looked at. The caller has asked access. */
export async function readPlans(
  db: Db | Tx,
  countyId: CountyId,
  rules: readonly RuleRow[],
  timeZone: string,
  at: Date,
): Promise<Map<SeriesId, Plan>> {
  if (rules.length === 0) return new Map()
  const today = dayIn(timeZone, at)
  const [from, through] = [addDays(today, -backDays), addDays(today, horizonDays)]
  const ids = rules.map(({ seriesId }) => seriesId)
  const [days, exceptions, sittings] = await Promise.all([
    readDays(db, countyId, from, addDays(through, horizonDays)),
    db
      .select()
      .from(seriesExceptions)
      .where(and(eq(seriesExceptions.countyId, countyId), inArray(seriesExceptions.seriesId, ids))),
    readSittings(db, countyId, rules, from),
  ])
  const calendar = calendarOf(days)
  return new Map(
    rules.map((rule) => {
      const own = exceptions.filter(({ seriesId }) => seriesId === rule.seriesId)
      const rows = occurrencesOf(rule, { calendar, exceptions: own }, from, through)
        .map((date): PlanRow => {
          const times = date.day === null ? null : timesOf(date.day, rule, timeZone)
          const sitting =
            sittings.find((each) => each.seriesId === rule.seriesId && each.occurrenceOn === date.on) ?? null
          const startsAt = sitting?.startsAt ?? times?.startsAt
          const isOn = startsAt !== undefined && startsAt > at && !sitting?.isCancelled
          const prepared = sitting && sittings.find((each) => each.preparesMeetingId === sitting.id)
          const settles = () => {
            if (!isOn || rule.liaisonDays === null) return null
            const day = liaisonDay(calendar, dayIn(timeZone, startsAt), rule.liaisonDays)
            const when = timesOf(day, { startTime: rule.startTime, minutes: liaisonMinutes }, timeZone)
            return when.startsAt > at ? { times: when } : null
          }
          const off = sitting && isOn ? dayOff(calendar, dayIn(timeZone, sitting.startsAt)) : null
          const offNow = off?.name === null && !rule.isWeekendOff ? null : off
          return { ...date, times, sitting, offNow, liaison: prepared ?? settles() }
        })
        .filter(({ on, sitting, times }) => (sitting?.endsAt ?? times?.startsAt ?? new Date(`${on}T23:59:59Z`)) > at)
      return [rule.seriesId, { rows, calendar, through }]
    }),
  )
}

/** Of these series and of those that prepare them, from a day on. */
async function readSittings(db: Db | Tx, countyId: CountyId, rules: readonly RuleRow[], from: string) {
  const ids = rules.flatMap(({ seriesId, liaisonSeriesId }) => [seriesId, liaisonSeriesId]).filter((id) => id !== null)
  const rows = await db
    .select({
      id: meetings.id,
      seriesId: meetings.seriesId,
      title: meetings.title,
      issueNumber: meetings.issueNumber,
      state: meetings.state,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      cancelledAt: meetings.cancelledAt,
      occurrenceOn: meetings.occurrenceOn,
      preparesMeetingId: meetings.preparesMeetingId,
    })
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, countyId),
        inArray(meetings.seriesId, ids),
        or(isNotNull(meetings.occurrenceOn), isNotNull(meetings.preparesMeetingId)),
        gt(meetings.endsAt, new Date(`${addDays(from, -horizonDays)}T00:00:00Z`)),
      ),
    )
    .orderBy(asc(meetings.startsAt))
  return rows.map(({ cancelledAt, ...row }) => ({ ...row, isCancelled: cancelledAt !== null }))
}
