import { expect, test } from 'vitest'
import { nextBy, yearRows } from './year'

const meeting = (day: string, change: object = {}) => ({
  id: day,
  title: '联席会议',
  issueNumber: 1,
  state: 'ended' as const,
  cancelledAt: null,
  startsAt: new Date(`${day}T06:30:00Z`),
  bodyName: '示范县教联体',
  seriesName: '联席会议',
  seriesKind: 'joint',
  cadenceEvery: 3,
  cadenceUnit: 'month' as const,
  ...change,
})
const overdue = (today: string, ...meetings: ReturnType<typeof meeting>[]) =>
  yearRows(meetings, [], today, 'Asia/Shanghai', String)[0]?.overdue

test.each([
  ['2026-01-31', 1, 'month', '2026-02-28'],
  ['2027-11-30', 3, 'month', '2028-02-29'],
  ['2026-12-25', 2, 'week', '2027-01-08'],
] as const)('%s and %i %s: %s', (day, cadenceEvery, cadenceUnit, by) => {
  expect(nextBy(day, { cadenceEvery, cadenceUnit })).toBe(by)
})

test('a series is overdue from the day after it was to meet, and not for a sitting that was cancelled', () => {
  expect(overdue('2026-06-10', meeting('2026-03-10'))).toBeNull()
  expect(overdue('2026-06-11', meeting('2026-03-10'))).toBe('2026-06-10')
  const cancelled = meeting('2026-06-01', { state: 'planned', cancelledAt: new Date(0) })
  expect(overdue('2026-06-11', meeting('2026-03-10'), cancelled)).toBe('2026-06-10')
  expect(overdue('2026-06-11', meeting('2026-03-10'), meeting('2026-06-09'))).toBeNull()
  expect(overdue('2026-06-11', meeting('2026-03-10', { cadenceEvery: null, cadenceUnit: null }))).toBeNull()
})

test('a cancelled sitting is marked on the line', () => {
  const cancelled = meeting('2026-06-01', { state: 'planned', cancelledAt: new Date(0) })
  const [row] = yearRows([cancelled], [], '2026-06-11', 'Asia/Shanghai', String)
  expect(row!.dots.map(({ state }) => state)).toEqual(['cancelled'])
})

test('what a rule expects stands on the line of its series, this year, and has no number yet', () => {
  const expected = (day: string) => ({
    ...{ bodyId: 'b', seriesId: 's', bodyName: '示范县教联体', seriesName: '联席会议', seriesKind: 'joint' },
    ...{ occurrenceOn: day, startsAt: new Date(`${day}T06:30:00Z`) },
  })
  const dates = [expected('2026-09-10'), expected('2027-03-10')]
  const [row] = yearRows([meeting('2026-03-10')], dates, '2026-06-11', 'Asia/Shanghai', String)
  expect(row!.dots.map(({ state, issueNumber, href }) => [state, issueNumber, href])).toEqual([
    ['ended', 1, '/meetings/2026-03-10'],
    ['expected', null, '/bodies/b/series/s'],
  ])
  expect(yearRows([], dates, '2026-06-11', 'Asia/Shanghai', String)).toHaveLength(1)
})
