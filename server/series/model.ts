// The dates of a rule, and what the county's calendar and exceptions make of them. Pure.
import { addDays } from '@/server/action-items/model'
import { dayOff, workingDayFrom, type Calendar } from '@/server/holidays/model'

export type Pattern = 'week' | 'month-day' | 'month-weekday'
export type SeriesRule = {
  every: number
  pattern: Pattern
  /** ISO, 1 is Monday. Of `week` any of them, of `month-weekday` one, of `month-day` none. */
  weekdays: readonly number[]
  /** Of a month: the day (1 to 28) or the how-manieth weekday (1 to 4); -1 is the last. 0: of weeks. */
  nth: number
  /** HH:MM on the county's clock. */
  startTime: string
  minutes: number
  beginsOn: string
  /** Inclusive. */
  until: string | null
  /** Of dates by the rule, whether they were kept or not. */
  count: number | null
  onDayOff: 'skip' | 'next'
  isWeekendOff: boolean
}

/** How far ahead a rule is looked at, also one without end: holidays of later years are not known. */
export const horizonDays = 366

const aDay = 86_400_000
const monthOf = (at: Date) => at.getUTCFullYear() * 12 + at.getUTCMonth()
const mondayOf = (at: Date) => at.getTime() - ((at.getUTCDay() + 6) % 7) * aDay

/** @param at, @param first midnights in UTC */
function isOn({ pattern, every, weekdays, nth }: SeriesRule, at: Date, first: Date): boolean {
  const isNamed = weekdays.includes(at.getUTCDay() || 7)
  if (pattern === 'week') return isNamed && ((mondayOf(at) - mondayOf(first)) / (7 * aDay)) % every === 0
  if ((monthOf(at) - monthOf(first)) % every !== 0) return false
  const date = at.getUTCDate()
  const isLast = (days: number) => monthOf(new Date(at.getTime() + days * aDay)) !== monthOf(at)
  if (pattern === 'month-day') return nth === -1 ? isLast(1) : date === nth
  return isNamed && (nth === -1 ? isLast(7) : Math.ceil(date / 7) === nth)
}

/** The dates by the rule alone, as RFC 5545 counts them, from one day through another. */
export function datesOf(rule: SeriesRule, from: string, through: string): string[] {
  const last = Date.parse(rule.until !== null && rule.until < through ? rule.until : through)
  const first = new Date(rule.beginsOn)
  const dates: string[] = []
  let counted = 0
  for (let at = first; at.getTime() <= last && counted < (rule.count ?? Infinity); at = new Date(at.getTime() + aDay)) {
    if (!isOn(rule, at, first)) continue
    counted++
    const day = at.toISOString().slice(0, 10)
    if (day >= from) dates.push(day)
  }
  return dates
}

export type Exception = { occurrenceOn: string; movedTo: string | null }

export type Occurrence = {
  /** By the rule: what it is known by, wherever it is moved. */
  on: string
  /** Where it takes place; null: it does not. */
  day: string | null
  /** By hand before by the calendar. `next`: it would have fallen on or behind the date that follows. */
  why: null | { kind: 'byHand' } | { kind: 'dayOff' | 'next'; name: string | null }
}

/** What becomes of each date: kept, moved to the next working day, skipped; an exception by hand goes before the calendar. */
export function occurrencesOf(
  rule: SeriesRule,
  { calendar, exceptions }: { calendar: Calendar; exceptions: readonly Exception[] },
  from: string,
  through: string,
): Occurrence[] {
  const byHand = new Map(exceptions.map(({ occurrenceOn, movedTo }) => [occurrenceOn, movedTo]))
  // One more than asked for: a date that moves must not overtake the one behind it.
  const dates = datesOf(rule, from, addDays(through, horizonDays))
  return dates
    .filter((on) => on <= through)
    .map((on, at) => {
      const moved = byHand.get(on)
      if (moved !== undefined) return { on, day: moved, why: { kind: 'byHand' } }
      const off = dayOff(calendar, on)
      if (!off || (off.name === null && !rule.isWeekendOff)) return { on, day: on, why: null }
      if (rule.onDayOff === 'skip') return { on, day: null, why: { kind: 'dayOff', name: off.name } }
      const next = workingDayFrom(calendar, on, 1)
      const following = dates[at + 1]
      if (next === null || (following !== undefined && next >= following))
        return { on, day: null, why: { kind: 'next', name: off.name } }
      return { on, day: next, why: { kind: 'dayOff', name: off.name } }
    })
}

/** When the agenda is settled: so many days before, or the working day before that. */
export const liaisonDay = (calendar: Calendar, day: string, daysBefore: number): string =>
  workingDayFrom(calendar, addDays(day, -daysBefore), -1) ?? addDays(day, -daysBefore)
