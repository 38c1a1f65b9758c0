import ICAL from 'ical.js'
import { describe, expect, it, test } from 'vitest'
import { calendarOf } from '@/server/holidays/model'
import { datesOf, liaisonDay, occurrencesOf, type SeriesRule } from './model'
import { rruleOf } from './rrule'
import { timesOf } from './times'

const rule: SeriesRule = {
  every: 1,
  pattern: 'month-weekday',
  weekdays: [3],
  nth: 2,
  startTime: '14:30',
  minutes: 90,
  beginsOn: '2027-01-01',
  until: null,
  count: null,
  onDayOff: 'skip',
  isWeekendOff: true,
}

/** Expanded by a library that none of us wrote, from the rule as calendars are told it. */
function expanded(told: SeriesRule, through: string): string[] {
  const [first] = datesOf(told, told.beginsOn, through)
  if (!first) return []
  const recur = ICAL.Recur.fromString(rruleOf(told, new Date(`${through}T00:00:00Z`)))
  const dates = recur.iterator(ICAL.Time.fromDateTimeString(`${first}T00:00:00Z`))
  const found: string[] = []
  for (let next = dates.next(); next; next = dates.next()) found.push(next.toString().slice(0, 10))
  return found
}

describe('dates by the rule', () => {
  const patterns = [
    ...[[1], [5], [1, 3], [2, 4, 7], [6, 7]].map((weekdays) => ({ pattern: 'week' as const, weekdays, nth: 0 })),
    ...[1, 15, 28, -1].map((nth) => ({ pattern: 'month-day' as const, weekdays: [], nth })),
    ...[1, 2, 4, -1].flatMap((nth) =>
      [1, 4, 7].map((day) => ({ pattern: 'month-weekday' as const, weekdays: [day], nth })),
    ),
  ]
  it('are those that ical.js reads in the RRULE, for every pattern, interval and day of beginning', () => {
    for (const pattern of patterns)
      for (const every of [1, 2, 3, 5, 12])
        for (const beginsOn of ['2027-01-01', '2027-02-28', '2027-05-31', '2028-02-29', '2027-12-30']) {
          const each = { ...rule, ...pattern, every, beginsOn }
          expect(datesOf(each, beginsOn, '2030-06-30'), JSON.stringify(each)).toEqual(expanded(each, '2030-06-30'))
        }
  })
  it('end with a day, inclusive, or after so many; without either, where one stops looking', () => {
    const second = ['2027-01-13', '2027-02-10', '2027-03-10']
    expect(datesOf({ ...rule, until: '2027-03-10' }, '2027-01-01', '2028-01-01')).toEqual(second)
    expect(datesOf({ ...rule, count: 3 }, '2027-01-01', '2028-01-01')).toEqual(second)
    // What was before the day one looks from counts all the same.
    expect(datesOf({ ...rule, count: 3 }, '2027-02-01', '2028-01-01')).toEqual(second.slice(1))
    expect(datesOf(rule, '2027-01-01', '2027-12-31')).toHaveLength(12)
  })
})

describe('the calendar of the county', () => {
  const calendar = calendarOf([
    ...['2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'].map((day) => ({
      day,
      kind: 'off' as const,
      name: '春节',
    })),
    { day: '2027-02-13', kind: 'working' as const, name: '春节调休' },
    { day: '2027-05-12', kind: 'off' as const, name: '校庆' },
  ])
  const of = (change: Partial<SeriesRule>, exceptions: { occurrenceOn: string; movedTo: string | null }[] = []) =>
    occurrencesOf({ ...rule, ...change }, { calendar, exceptions }, '2027-01-01', '2027-05-31').map(({ day, why }) =>
      `${day} ${why ? `${why.kind} ${'name' in why ? why.name : ''}`.trim() : ''}`.trim(),
    )

  it('skips a date, or moves it to the next working day, a weekend that is worked among them; by hand goes first', () => {
    expect(of({})).toEqual(['2027-01-13', 'null dayOff 春节', '2027-03-10', '2027-04-14', 'null dayOff 校庆'])
    expect(of({ onDayOff: 'next' })).toEqual([
      '2027-01-13',
      '2027-02-13 dayOff 春节',
      '2027-03-10',
      '2027-04-14',
      '2027-05-13 dayOff 校庆',
    ])
    const exceptions = [
      { occurrenceOn: '2027-02-10', movedTo: '2027-02-24' },
      { occurrenceOn: '2027-03-10', movedTo: null },
    ]
    expect(of({ onDayOff: 'next' }, exceptions).slice(1, 3)).toEqual(['2027-02-24 byHand', 'null byHand'])
  })
  it('counts weekends as days off only where the rule says so', () => {
    const saturdays = { pattern: 'week', weekdays: [6], nth: 0, until: '2027-02-20' } as const
    expect(of({ ...saturdays, isWeekendOff: false })).toHaveLength(8)
    expect(of({ ...saturdays, isWeekendOff: false }).every((line) => !line.includes('null'))).toBe(true)
    expect(of(saturdays).filter((line) => !line.includes('null'))).toEqual(['2027-02-13'])
  })
  it('never lets a date overtake the next one: then it is left out', () => {
    const weekly = { pattern: 'week', weekdays: [1, 5], nth: 0, onDayOff: 'next' } as const
    // Monday the 8th would go to Saturday the 13th, behind Friday the 12th.
    expect(of(weekly).filter((line) => line.includes(' '))).toEqual(['null next 春节', '2027-02-13 dayOff 春节'])
  })
  it('puts the settling of the agenda on a working day before', () => {
    expect(liaisonDay(calendar, '2027-02-24', 7)).toBe('2027-02-17')
    expect(liaisonDay(calendar, '2027-02-17', 7)).toBe('2027-02-05')
  })
})

describe('on the clock', () => {
  const at = (day: string, startTime: string, zone: string) => {
    const { startsAt, endsAt, clock } = timesOf(day, { startTime, minutes: 60 }, zone)
    return [startsAt.toISOString().slice(11, 16), endsAt.toISOString().slice(11, 16), clock]
  }
  test.each([
    ['2027-03-28', '02:30', 'Europe/Berlin', ['01:30', '02:30', 'gap']],
    ['2027-03-28', '03:00', 'Europe/Berlin', ['01:00', '02:00', null]],
    ['2027-10-31', '02:30', 'Europe/Berlin', ['00:30', '01:30', 'twice']],
    ['2027-10-31', '03:30', 'Europe/Berlin', ['02:30', '03:30', null]],
    ['2027-04-04', '01:45', 'Australia/Lord_Howe', ['14:45', '15:45', 'twice']],
    ['2027-03-28', '02:30', 'Asia/Shanghai', ['18:30', '19:30', null]],
  ])('%s %s in %s', (day, time, zone, expected) => {
    expect(at(day, time, zone)).toEqual(expected)
  })
  it('keeps the hour on the wall through summer', () => {
    expect(['2027-01-13', '2027-07-14'].map((day) => at(day, '14:30', 'Europe/Berlin')[0])).toEqual(['13:30', '12:30'])
  })
})
