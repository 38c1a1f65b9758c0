import { expect, test } from 'vitest'
import { format, formatSpread, isMet, quantile, ratios, spreadOf, summarize } from './statistics'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test.each([
  [upTo(100), 0.5, 50],
  [upTo(100), 0.99, 99],
  [upTo(100), 1, 100],
  [[7], 0.01, 7],
  [[7], 0.99, 7],
  [[], 0.5, NaN],
])('the quantile of %o at %d is a number that was measured', (sorted, share, expected) => {
  expect(quantile(sorted, share)).toBe(expected)
})

test('a summary sorts by size, not by letters', () => {
  expect(summarize([100, 9, 20])).toEqual({ count: 3, p50: 20, p95: 100, p99: 100, max: 100 })
})

test('a spread leaves out what was not measured and counts what was', () => {
  expect(spreadOf([3, null, 1, NaN, undefined, 8, 2])).toEqual({ median: 2.5, low: 1, high: 8, count: 4 })
  expect(spreadOf([null, NaN])).toBeNull()
})

test('a ratio is taken within a pass, and a pass that lacks one side is left out', () => {
  expect(ratios([2, null, 9, 4], [1, 5, null, 8])).toEqual([2, 0.5])
  expect(ratios([1], [0])).toEqual([])
})

test('a target is judged by the median, its edge included', () => {
  const spread = spreadOf([1.1, 1.3, 1.9])!
  expect(isMet({ at: 'most', than: 1.3, of: 'relay' }, spread)).toBe(true)
  expect(isMet({ at: 'most', than: 1.29, of: 'relay' }, spread)).toBe(false)
  expect(isMet({ at: 'least', than: 1.3, of: 'value' }, spread)).toBe(true)
})

test.each([
  [0, '0'],
  [0.004, '0.00'],
  [1.234, '1.23'],
  [12.34, '12.3'],
  [259_778, '259,778'],
  [Infinity, '∞'],
  [NaN, '–'],
])('%d is written %s', (value, text) => {
  expect(format(value)).toBe(text)
})

test('a spread of one pass shows no range', () => {
  expect(formatSpread(spreadOf([2]))).toBe('2.00')
  expect(formatSpread(spreadOf([2, 4, 3]))).toBe('3.00 [2.00–4.00]')
  expect(formatSpread(null)).toBe('–')
})
