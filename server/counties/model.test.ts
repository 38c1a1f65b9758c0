import { expect, it } from 'vitest'
import { isQuiet } from './model'

it.each([
  ['21:00', '07:00', '21:00', true],
  ['21:00', '07:00', '20:59', false],
  ['21:00', '07:00', '00:00', true],
  ['21:00', '07:00', '06:59', true],
  ['21:00', '07:00', '07:00', false],
  ['12:00', '14:00', '13:59', true],
  ['12:00', '14:00', '14:00', false],
  ['12:00', '12:00', '12:00', false],
])('quiet from %s until %s: %s is %s', (from, until, time, answer) => {
  expect(isQuiet(time, { from, until })).toBe(answer)
})
