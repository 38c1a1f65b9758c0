// The county's calendar: which days are off, which weekends are worked instead (調休), and how both are written as lines. Pure.
import { addDays, daysBetween } from '@/server/action-items/model'

export type DayKind = 'off' | 'working'
export type CountyDay = { day: string; kind: DayKind; name: string }
/** By day. */
export type Calendar = ReadonlyMap<string, { kind: DayKind; name: string }>

export const calendarOf = (days: readonly CountyDay[]): Calendar =>
  new Map(days.map(({ day, kind, name }) => [day, { kind, name }]))

/** ISO, 1 is Monday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** Why nobody works on a day: the holiday by its name, the weekend; null on working days. */
export function dayOff(calendar: Calendar, day: string): { name: string | null } | null {
  const own = calendar.get(day)
  if (own) return own.kind === 'off' ? { name: own.name } : null
  return weekdayOf(day) > 5 ? { name: null } : null
}

/** The nearest working day from here on, in one direction. A calendar that leaves none within a year has no answer. */
export function workingDayFrom(calendar: Calendar, day: string, step: 1 | -1): string | null {
  for (let away = 0; away <= 366; away++) {
    const near = addDays(day, away * step)
    if (!dayOff(calendar, near)) return near
  }
  return null
}

/** Days of one line, and lines of one calendar. */
const mostDays = 60
export const mostLines = 200
const longestName = 40

export type LineFault = 'day' | 'noSuchDay' | 'order' | 'tooMany' | 'name' | 'longName' | 'year' | 'twice'
export type ReadLines = { days: CountyDay[]; faults: { line: number; fault: LineFault }[] }

const oneDay = String.raw`(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?`
const lineShape = new RegExp(
  String.raw`^${oneDay}(?:\s*(?:[~～〜–—至到]|\s-\s)\s*${oneDay})?(?:\s+|[,，:：、]\s*|$)(.*)$`,
  'u',
)

const asDay = (parts: readonly (string | undefined)[]): string | null => {
  const [year, month, day] = parts.map(Number) as [number, number, number]
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : text
}

/** `2027-01-01 New Year`, `2027-02-06 – 2027-02-12 Spring Festival`: a line a holiday, empty lines are nothing. */
export function readLines(text: string, kind: DayKind, year: string): ReadLines {
  const days: CountyDay[] = []
  const faults: ReadLines['faults'] = []
  const taken = new Set<string>()
  for (const [at, typed] of text.normalize('NFC').split(/\r?\n/).entries()) {
    // Of a Chinese keyboard; the name stays as it was typed.
    const line = typed.replace(/[０-９－／．]/g, (wide) => wide.normalize('NFKC')).trim()
    if (line === '') continue
    const read = readLine(line, year)
    const fault = 'fault' in read ? read.fault : read.days.some((day) => taken.has(day)) ? 'twice' : null
    if (fault) faults.push({ line: at + 1, fault })
    if ('fault' in read) continue
    for (const day of read.days) taken.add(day)
    days.push(...read.days.map((day) => ({ day, kind, name: read.name })))
  }
  return { days, faults }
}

function readLine(line: string, year: string): { days: string[]; name: string } | { fault: LineFault } {
  const found = lineShape.exec(line)
  if (!found) return { fault: 'day' }
  const first = asDay(found.slice(1, 4))
  const last = found[4] === undefined ? first : asDay(found.slice(4, 7))
  const name = found[7]!.replace(/\s+/gu, ' ').trim()
  if (first === null || last === null) return { fault: 'noSuchDay' }
  if (last < first) return { fault: 'order' }
  if (!first.startsWith(year) || !last.startsWith(year)) return { fault: 'year' }
  const length = daysBetween(first, last) + 1
  if (length > mostDays) return { fault: 'tooMany' }
  if (name === '') return { fault: 'name' }
  if (name.length > longestName) return { fault: 'longName' }
  return { days: Array.from({ length }, (_, n) => addDays(first, n)), name }
}

/** The other way round: days in a row under one name are one line. */
export function writeLines(days: readonly CountyDay[], kind: DayKind): string {
  const runs: { first: string; last: string; name: string }[] = []
  for (const { day, name } of days.filter((each) => each.kind === kind).sort((a, b) => a.day.localeCompare(b.day))) {
    const run = runs.at(-1)
    if (run && run.name === name && addDays(run.last, 1) === day) run.last = day
    else runs.push({ first: day, last: day, name })
  }
  return runs.map(({ first, last, name }) => `${first}${last === first ? '' : ` – ${last}`} ${name}`).join('\n')
}
