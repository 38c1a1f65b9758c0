// A published calendar of holidays (iCalendar) as the two lists of lines of one year. Nobody publishes one kind of file: what a
// day is stands in a property of Apple's or in its title, and calendars of observances hold days on which people work.
import ICAL from 'ical.js'
import { addDays } from '@/server/action-items/model'
import { AppError } from '@/server/errors'
import { writeLines, type CountyDay, type DayKind } from './model'

/** Ten years of holidays have less. */
export const mostFileBytes = 500_000
/** No holiday is longer; a file may say what it likes. */
const mostDays = 60

/**
 * For somebody to look at before it is saved. Where any title says "off" or "working", those that say neither are observances.
 * @throws invalid_input file `invalid` for no calendar, `noneThisYear`; too_large
 */
export function readCalendarFile(text: string, year: string): { off: string; working: string } {
  if (text.length > mostFileBytes) throw new AppError('too_large')
  const read = eventsOf(text).flatMap((event) => daysOf(event, year))
  const isMarked = read.some(({ kind }) => kind !== null)
  const days = new Map<string, CountyDay>()
  for (const { day, kind, name } of read) {
    if (kind === null && isMarked) continue
    // Of a day that stands twice, working: a weekend that is worked is often beside the holiday it is worked for.
    if (!days.has(day) || kind === 'working') days.set(day, { day, kind: kind ?? 'off', name })
  }
  if (days.size === 0) throw new AppError('invalid_input', { file: 'noneThisYear' })
  const all = [...days.values()]
  return { off: writeLines(all, 'off'), working: writeLines(all, 'working') }
}

function eventsOf(text: string): ICAL.Component[] {
  try {
    const parsed: unknown = ICAL.parse(text)
    if (Array.isArray(parsed) && parsed[0] === 'vcalendar')
      return new ICAL.Component(parsed).getAllSubcomponents('vevent')
  } catch {
    // Told below.
  }
  throw new AppError('invalid_input', { file: 'invalid' })
}

/** Whole days alone; what repeats by a rule is no day that somebody decreed. */
function daysOf(event: ICAL.Component, year: string): { day: string; kind: DayKind | null; name: string }[] {
  const [start, end] = [event.getFirstPropertyValue('dtstart'), event.getFirstPropertyValue('dtend')]
  if (!(start instanceof ICAL.Time) || !start.isDate || event.hasProperty('rrule')) return []
  const title = String(event.getFirstPropertyValue('summary') ?? '')
    .replace(/\s+/gu, ' ')
    .trim()
  const kind = kindOf(String(event.getFirstPropertyValue('x-apple-special-day') ?? ''), title)
  // The end is the first day after.
  const until = end instanceof ICAL.Time && end.isDate ? end.toString() : addDays(start.toString(), 1)
  const days: string[] = []
  for (let day = start.toString(); day < until && days.length < mostDays; day = addDays(day, 1)) days.push(day)
  return days.filter((day) => day.startsWith(year)).map((day) => ({ day, kind, name: nameOf(title) }))
}

function kindOf(special: string, title: string): DayKind | null {
  if (special === 'ALTERNATE-WORKDAY' || /班|working day|workday/i.test(title)) return 'working'
  if (special === 'WORK-HOLIDAY' || /休|假|day off|public holiday/i.test(title)) return 'off'
  return null
}

/** The holiday alone, without what kind of day this is and which of how many: days in a row are then one line. */
function nameOf(title: string): string {
  const name = title
    .replace(/[（(【[]?(休|班|补班|補班|调休|調休|放假|假期|上班)[)）】\]]?/gu, ' ')
    .replace(/第\s*\d+\s*天\s*[/／]?\s*(共\s*\d+\s*天)?/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  return (name || title || '–').slice(0, 40)
}
