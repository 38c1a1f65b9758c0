import { expect, test } from 'vitest'
import { sharesOf, sumOf } from './model'

test('the usual wording: 22 items, 6 closed, 16 being handled', () => {
  expect(sharesOf([6, 16, 0])).toEqual([27, 73, 0])
})

test('shares are whole, add up to 100, and none is a whole one away from its own', () => {
  for (let a = 0; a <= 40; a++)
    for (let b = 0; b <= 40; b++)
      for (const c of [0, 1, 2, 3, 7, 39]) {
        const [counts, total] = [[a, b, c], a + b + c]
        const shares = sharesOf(counts)
        expect(shares.reduce((sum, each) => sum + each, 0)).toBe(total === 0 ? 0 : 100)
        for (const [n, share] of shares.entries()) {
          expect(Number.isInteger(share)).toBe(true)
          if (total > 0) expect(Math.abs(share - (counts[n]! * 100) / total)).toBeLessThan(1)
        }
      }
  // Thirds: the first of equal remainders gets what is left.
  expect(sharesOf([1, 1, 1])).toEqual([34, 33, 33])
})

test('open is what is neither closed nor stopped', () => {
  expect(
    sumOf([
      { state: 'todo', isLate: true, count: 2 },
      { state: 'doing', isLate: false, count: 3 },
      { state: 'toVerify', isLate: false, count: 4 },
      { state: 'done', isLate: false, count: 5 },
      { state: 'stopped', isLate: false, count: 6 },
    ]),
  ).toEqual({ total: 20, done: 5, open: 9, stopped: 6, toVerify: 4, late: 2 })
})
