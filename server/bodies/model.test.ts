import { expect, it } from 'vitest'
import { inForce, nextDue, termState } from './model'

it.each([
  ['2026-09-17', null, 'coming'],
  ['2026-09-16', null, 'running'],
  ['2026-01-01', '2026-09-15', 'over'],
  // The last day counts whole.
  ['2026-01-01', '2026-09-16', 'ending'],
  ['2026-01-01', '2026-10-16', 'ending'],
  ['2026-01-01', '2026-10-17', 'running'],
  ['2026-09-17', '2026-09-18', 'coming'],
])('a term from %s until %s is %s on 2026-09-16', (fromOn, untilOn, state) => {
  expect(termState({ fromOn, untilOn }, '2026-09-16')).toBe(state)
})

it('is over once an administrator ended it, whatever its days say', () => {
  expect(termState({ fromOn: '2026-01-01', untilOn: '2026-09-16', isEnded: true }, '2026-09-16')).toBe('over')
})

it.each([
  ['2026-01-31', 1, 'month', '2026-02-28'],
  ['2024-01-31', 1, 'month', '2024-02-29'],
  ['2026-11-30', 3, 'month', '2027-02-28'],
  ['2026-06-30', 6, 'month', '2026-12-30'],
  ['2026-12-28', 2, 'week', '2027-01-11'],
] as const)('what met on %s every %s %s is due by %s', (lastOn, every, unit, due) => {
  expect(nextDue(lastOn, { every, unit })).toBe(due)
})

it('takes the newest version of the charter that has begun', () => {
  const versions = [{ inForceFrom: '2026-10-01' }, { inForceFrom: '2026-03-01' }, { inForceFrom: '2025-01-01' }]
  expect(inForce(versions, '2026-09-30')).toBe(versions[1])
  expect(inForce(versions, '2026-10-01')).toBe(versions[0])
  expect(inForce(versions, '2024-12-31')).toBeNull()
})
