// Sittings as iCalendar (RFC 5545, 5546). Every sitting is an event of its own with a UID of its own, also one of a series: a
// change then touches one event by UID and SEQUENCE (decision 014). What a rule expects beside them, and nobody was invited to
// yet, is one event of the rule: a date that is moved is its RECURRENCE-ID, a date that is a sitting leaves it (029).
import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { vtimezone } from './vtimezone'

export type CalendarSitting = {
  meetingId: string
  title: string
  body: string
  place: string
  startsAt: Date
  endsAt: Date
  /** Of the notice in force; 0 where none was sent. */
  version: number
  /** Changes that no notice told; feeds tell them. */
  untoldChanges: number
  /** When it was last told: DTSTAMP and LAST-MODIFIED. */
  toldAt: Date
  isCancelled: boolean
  url: string
  description: string
}
export type Address = { name: string; email: string }

export const uidOf = (meetingId: string) => `${meetingId}@lianxi`
/** Null for an event that is not one of ours. */
export const meetingIdOf = (uid: string): string | null =>
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@lianxi$/.exec(uid)?.[1] ?? null

/** SEQUENCE counts changes: the first notice is 0 where nothing was changed before it. */
const sequenceOf = ({ version, untoldChanges }: CalendarSitting) => untoldChanges + Math.max(0, version - 1)
/** The notice that an answer with this SEQUENCE is to; of programs that count on their own, the latest. */
export const versionOfSequence = (sequence: number, untoldChanges: number, latest: number) =>
  Math.min(Math.max(sequence - untoldChanges + 1, 1), latest)

/** What a series' rule expects and is no sitting yet: from the first date to the last, by the county's clock. */
export type CalendarRule = {
  seriesId: string
  title: string
  place: string
  /** HH:MM */
  startTime: string
  minutes: number
  /** YYYY-MM-DD, as all dates here. */
  firstOn: string
  rrule: string
  /** Dates of the rule that are sittings by now, or nothing at all. */
  exceptOn: readonly string[]
  moved: readonly { on: string; startsAt: Date; endsAt: Date }[]
  sequence: number
  url: string
  description: string
}

/** A day by which something is due, and no hour of it. */
export type CalendarDue = {
  actionItemId: string
  title: string
  /** YYYY-MM-DD */
  day: string
  /** Counts its changes. */
  sequence: number
  changedAt: Date
  url: string
  description: string
}
type Sheet = {
  timeZone: string
  name: string
  sittings: readonly CalendarSitting[]
  dues?: readonly CalendarDue[]
  rules?: readonly CalendarRule[]
  /** When it is drawn: the stamp of what has none of its own. */
  at?: Date
  /** For a calendar in which nothing stands yet. */
  year?: number
}

function draw(
  method: ICalCalendarMethod,
  { timeZone, name, sittings, dues = [], rules = [], at = new Date(0), year }: Sheet,
) {
  const calendar = ical({ name, method, prodId: { company: 'Lianxi', product: 'Lianxi', language: 'ZH' } })
  const years = sittings.flatMap(({ startsAt, endsAt }) => [startsAt.getUTCFullYear(), endsAt.getUTCFullYear()])
  for (const { rrule, firstOn, moved } of rules)
    years.push(
      Number(firstOn.slice(0, 4)),
      Number(/UNTIL=(\d{4})/.exec(rrule)![1]),
      ...moved.map(({ endsAt }) => endsAt.getUTCFullYear()),
    )
  if (years.length === 0) years.push(year ?? 2000)
  calendar.timezone({ name: timeZone, generator: () => vtimezone(timeZone, Math.min(...years), Math.max(...years)) })
  for (const sitting of sittings) {
    calendar.createEvent({
      id: uidOf(sitting.meetingId),
      sequence: sequenceOf(sitting),
      stamp: wall(sitting.toldAt, 'UTC'),
      lastModified: wall(sitting.toldAt, 'UTC'),
      start: wall(sitting.startsAt, timeZone),
      end: wall(sitting.endsAt, timeZone),
      timezone: timeZone,
      summary: sitting.title,
      location: sitting.place || null,
      description: sitting.description,
      url: sitting.url,
      status: sitting.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  }
  for (const rule of rules) {
    const { seriesId, title, place, startTime, minutes, firstOn, rrule, exceptOn, moved, sequence, url } = rule
    const common = {
      id: `series-${seriesId}@lianxi`,
      sequence,
      stamp: wall(at, 'UTC'),
      timezone: timeZone,
      summary: title,
      location: place || null,
      description: rule.description,
      url,
      // Nobody is asked to keep these hours yet.
      transparency: ICalEventTransparency.TRANSPARENT,
      status: ICalEventStatus.TENTATIVE,
    }
    const except = exceptOn.map((day) => `${day.replaceAll('-', '')}T${startTime.replace(':', '')}00`).join(',')
    calendar.createEvent({
      ...common,
      start: onWall(firstOn, startTime),
      end: onWall(firstOn, startTime, minutes),
      repeating: [`RRULE:${rrule}`, ...(except ? [`EXDATE;TZID=${timeZone}:${except}`] : [])].join('\r\n'),
    })
    for (const { on, startsAt, endsAt } of moved)
      calendar.createEvent({
        ...common,
        recurrenceId: onWall(on, startTime),
        start: wall(startsAt, timeZone),
        end: wall(endsAt, timeZone),
      })
  }
  for (const due of dues) {
    const [y, m, d] = due.day.split('-').map(Number) as [number, number, number]
    calendar.createEvent({
      id: `due-${due.actionItemId}@lianxi`,
      sequence: due.sequence,
      stamp: wall(due.changedAt, 'UTC'),
      lastModified: wall(due.changedAt, 'UTC'),
      start: new Date(y, m - 1, d),
      allDay: true,
      summary: due.title,
      description: due.description,
      url: due.url,
      // A due date takes nobody's time.
      transparency: ICalEventTransparency.TRANSPARENT,
      status: ICalEventStatus.CONFIRMED,
    })
  }
  return calendar
}

/** The generator writes an event of a zone by the local parts of its date: those must be the zone's. */
function wall(at: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)!.value)
  return new Date(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
}

/** A day and a time as they stand on the wall, also where a clock change skips them: so the generator writes them. */
function onWall(day: string, time: string, later = 0): Date {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return new Date(y, m - 1, d, hour, minute + later)
}

/** These two must be in UTC (RFC 5545 3.8.7); the generator writes them in the calendar's zone. */
const inUtc = (text: string) => text.replace(/^(DTSTAMP|LAST-MODIFIED):(\d{8}T\d{6})\r$/gm, '$1:$2Z\r')

/** To subscribe to. */
export const drawFeed = (sheet: Sheet): string => inUtc(draw(ICalCalendarMethod.PUBLISH, sheet).toString())

/** An invitation or its change (REQUEST), or a cancellation (CANCEL), to one person. */
export function drawInvitation(
  timeZone: string,
  sitting: CalendarSitting,
  { organizer, attendee }: { organizer: Address; attendee: Address },
): { method: 'REQUEST' | 'CANCEL'; text: string } {
  const method = sitting.isCancelled ? 'CANCEL' : 'REQUEST'
  const calendar = draw(ICalCalendarMethod[method], { timeZone, name: sitting.body, sittings: [sitting] })
  const [event] = calendar.events()
  event!.organizer({ name: organizer.name, email: organizer.email })
  event!.createAttendee({
    name: attendee.name,
    email: attendee.email,
    rsvp: !sitting.isCancelled,
    status: ICalAttendeeStatus.NEEDSACTION,
  })
  return { method, text: inUtc(calendar.toString()) }
}
