import { expect, it } from 'vitest'
import { countAt, gapTo, shareOverTime, standingOf, targets } from './model'

const dated = (establishedOn: string) => ({ hasBody: true, establishedOn })
const undated = { hasBody: true, establishedOn: null }
const none = { hasBody: false, establishedOn: null }
const places = [dated('2025-03-01'), dated('2025-03-01'), dated('2026-05-20'), dated('2027-01-01'), undated, none]

it('counts only what is dated, and no day that is still to come', () => {
  expect(places.map(standingOf)).toEqual(['dated', 'dated', 'dated', 'dated', 'undated', 'none'])
  expect(shareOverTime(places, '2026-09-16')).toEqual([
    { on: '2025-03-01', count: 2, percent: 33.3 },
    { on: '2026-05-20', count: 3, percent: 50 },
  ])
  expect(shareOverTime([], '2026-09-16')).toEqual([])
})

it('tells the gap to each target by its own day', () => {
  const points = shareOverTime(places, '2026-09-16')
  expect(countAt(points, '2025-02-28')).toBe(0)
  expect(targets.map((target) => gapTo(points, places.length, target))).toEqual([1, 3])
  // Half of five is three: a share is met, never nearly met.
  expect(gapTo(shareOverTime(places.slice(0, 2), '2026-09-16'), 5, targets[0])).toBe(1)
})
