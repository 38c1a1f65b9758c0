import { expect, test } from 'vitest'
import { calendarOf, dayOff, readLines, workingDayFrom, writeLines } from './model'

test('lines as people write them become days, and days in a row one line again', () => {
  const text = [
    '2027-01-01 元旦',
    '',
    '2027年2月6日至2027年2月8日 春节',
    '2027/4/5,清明节',
    '2027.5.1 ～ 2027.5.2  劳动节 ',
    '２０２７－０６－０９：端午节（一天）',
  ].join('\r\n')
  const { days, faults } = readLines(text, 'off', '2027')
  expect(faults).toEqual([])
  expect(writeLines(days, 'off')).toBe(
    [
      '2027-01-01 元旦',
      '2027-02-06 – 2027-02-08 春节',
      '2027-04-05 清明节',
      '2027-05-01 – 2027-05-02 劳动节',
      '2027-06-09 端午节（一天）',
    ].join('\n'),
  )
  expect(readLines(writeLines(days, 'off'), 'off', '2027').days).toEqual(days)
  expect(writeLines(days, 'working')).toBe('')
})

test.each([
  ['元旦', 'day'],
  ['1 January New Year', 'day'],
  ['2027-02-29 闰日', 'noSuchDay'],
  ['2027-13-01 十三月', 'noSuchDay'],
  ['2027-02-08 – 2027-02-06 春节', 'order'],
  ['2027-01-01 – 2027-12-31 全年', 'tooMany'],
  ['2027-01-01', 'name'],
  [`2027-01-01 ${'长'.repeat(41)}`, 'longName'],
  ['2028-01-01 元旦', 'year'],
  ['2027-01-02 – 2027-01-04 元旦', 'twice'],
] as const)('a line "%s" is told by its number: %s', (line, fault) => {
  expect(readLines(`2027-01-03 元旦\n\n${line}`, 'off', '2027').faults).toEqual([{ line: 3, fault }])
})

test('a working Saturday is no day off, and the next working day is looked for with it', () => {
  const calendar = calendarOf([
    { day: '2027-02-12', kind: 'off', name: '春节' },
    { day: '2027-02-13', kind: 'working', name: '春节调休' },
  ])
  expect(dayOff(calendar, '2027-02-12')).toEqual({ name: '春节' })
  expect(dayOff(calendar, '2027-02-13')).toBeNull()
  expect(dayOff(calendar, '2027-02-14')).toEqual({ name: null })
  expect(workingDayFrom(calendar, '2027-02-12', 1)).toBe('2027-02-13')
  expect(workingDayFrom(calendar, '2027-02-14', 1)).toBe('2027-02-15')
  expect(workingDayFrom(calendar, '2027-02-12', -1)).toBe('2027-02-11')
})
