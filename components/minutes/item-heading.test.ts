import { expect, test } from 'vitest'
import { chineseNumber, itemHeading } from './item-heading'

test.each([
  [1, '一'],
  [9, '九'],
  [10, '十'],
  [11, '十一'],
  [20, '二十'],
  [21, '二十一'],
  [99, '九十九'],
  [100, '100'],
])('%i is %s', (n, text) => expect(chineseNumber(n)).toBe(text))

test('a heading follows the language', () => {
  expect(itemHeading('zh-Hant', 2, '放學')).toBe('二、放學')
  expect(itemHeading('en', 2, 'School gates')).toBe('2. School gates')
})
