import { describe, expect, it, test } from 'vitest'
import { readLines } from './model'
import { readCalendarFile } from './read-file'

type Event = { from: string; until?: string; title: string; more?: readonly string[] }
const file = (events: readonly Event[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//x//y//ZH',
    ...events.flatMap(({ from, until, title, more = [] }, n) => [
      'BEGIN:VEVENT',
      `UID:${n}@x`,
      'DTSTAMP:20261101T000000Z',
      `DTSTART;VALUE=DATE:${from}`,
      ...(until ? [`DTEND;VALUE=DATE:${until}`] : []),
      `SUMMARY:${title}`,
      ...more,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n')

describe('of one year, as lines that can be saved', () => {
  it.each([
    [
      'Apple, with observances beside',
      [
        { from: '20270101', until: '20270104', title: '元旦（休）', more: ['X-APPLE-SPECIAL-DAY:WORK-HOLIDAY'] },
        { from: '20270110', until: '20270111', title: '元旦（班）', more: ['X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY'] },
        { from: '20270115', until: '20270116', title: '腊八节' },
        { from: '20280101', until: '20280102', title: '元旦（休）', more: ['X-APPLE-SPECIAL-DAY:WORK-HOLIDAY'] },
      ],
      '2027-01-01 – 2027-01-03 元旦',
      '2027-01-10 元旦',
    ],
    [
      'one event a day',
      [
        { from: '20270206', title: '春节 假期 第1天/共2天' },
        { from: '20270207', title: '春节 假期 第2天/共2天' },
        { from: '20270220', title: '春节 补班 第1天/共1天' },
      ],
      '2027-02-06 – 2027-02-07 春节',
      '2027-02-20 春节',
    ],
    ['names alone are days off', [{ from: '20270405', until: '20270406', title: '清明节' }], '2027-04-05 清明节', ''],
    [
      'over the end of a year',
      [{ from: '20261231', until: '20270103', title: '元旦 放假' }],
      '2027-01-01 – 2027-01-02 元旦',
      '',
    ],
  ] as const)('%s', (_, events, off, working) => {
    const read = readCalendarFile(file(events), '2027')
    expect(read).toEqual({ off, working })
    expect(readLines(read.off, 'off', '2027').faults).toEqual([])
    expect(readLines(read.working, 'working', '2027').faults).toEqual([])
  })
})

test('hours, rules, other years, endless days and what is no calendar', () => {
  const timed = file([]).replace(
    'END:VCALENDAR',
    'BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270101T090000Z\r\nSUMMARY:会议 休\r\nEND:VEVENT\r\nEND:VCALENDAR',
  )
  const yearly = file([{ from: '20270101', title: '元旦 休', more: ['RRULE:FREQ=YEARLY'] }])
  for (const text of [timed, yearly, file([{ from: '20260101', title: '元旦 休' }])])
    expect(() => readCalendarFile(text, '2027')).toThrow(expect.objectContaining({ fields: { file: 'noneThisYear' } }))
  for (const text of ['', 'nothing', 'BEGIN:VCALENDAR', 'BEGIN:VCARD\r\nEND:VCARD'])
    expect(() => readCalendarFile(text, '2027')).toThrow(expect.objectContaining({ fields: { file: 'invalid' } }))
  expect(() => readCalendarFile('x'.repeat(500_001), '2027')).toThrow('too_large')
  const endless = readCalendarFile(file([{ from: '20270101', until: '99991231', title: '休' }]), '2027')
  expect(readLines(endless.off, 'off', '2027').days).toHaveLength(60)
})
