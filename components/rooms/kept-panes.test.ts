import { expect, it } from 'vitest'
import { defaultPanes, minutesMax, parsePanes, roomScale } from './kept-panes'

it('takes back what was kept, and nothing that does not fit', () => {
  expect(parsePanes(JSON.stringify({ ...defaultPanes, minutes: 600, agendaHidden: true }))).toMatchObject({
    minutes: 600,
    agendaHidden: true,
  })
  expect(parsePanes('{"agenda":9999,"minutes":"wide","stageHidden":1}')).toEqual(defaultPanes)
  expect(parsePanes('not json')).toEqual(defaultPanes)
  expect(parsePanes('[]')).toEqual(defaultPanes)
  expect(parsePanes(null)).toEqual(defaultPanes)
})

it('keeps room for the pictures', () => {
  expect(minutesMax(1440, defaultPanes)).toBe(720)
  expect(minutesMax(1300, defaultPanes)).toBe(604)
  expect(minutesMax(1300, { ...defaultPanes, agendaHidden: true })).toBe(720)
  expect(minutesMax(900, defaultPanes)).toBe(400)
})

it('grows on a wall screen alone, and no more than twice', () => {
  expect(roomScale(360)).toBe(1)
  expect(roomScale(1920)).toBe(1)
  expect(roomScale(2880)).toBe(1.5)
  expect(roomScale(7680)).toBe(2)
})
