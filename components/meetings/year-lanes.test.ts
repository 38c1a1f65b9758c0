import { expect, it } from 'vitest'
import { yearLanes } from './year-lanes'

it.each([
  ['none', [], []],
  ['one', [0.5], [0]],
  ['far apart stay on one line', [0.1, 0.3, 0.5], [0, 0, 0]],
  ['two close ones part', [0.87, 0.9], [0, 1]],
  ['a month apart alternates', [0, 1 / 12, 2 / 12, 3 / 12], [0, 1, 0, 1]],
  ['the same day three times', [0.5, 0.5, 0.5], [0, 1, 2]],
  ['the order given is kept', [0.9, 0.87], [1, 0]],
])('%s', (_, parts, lanes) => {
  expect(yearLanes(parts)).toEqual(lanes)
})
