import { expect, it } from 'vitest'
import { clockOf, freshItem, moveRow, rowsOf } from './agenda-rows'

const point = (title: string, section: string) => ({
  id: title,
  title,
  section,
  topicId: null,
  isFollowUp: false,
  isRestricted: false,
  minutesPlanned: 10,
  presenter: null,
})

it('draws a heading wherever it changes', () => {
  const rows = rowsOf([point('一', ''), point('二', '甲'), point('三', '甲'), point('四', '')])
  expect(rows.map((row) => `${row.kind} ${row.title}`)).toEqual([
    'item 一',
    'section 甲',
    'item 二',
    'item 三',
    'section ',
    'item 四',
  ])
  expect(clockOf(rows).map(({ start, number }) => [start, number])).toEqual([
    [0, 1],
    [10, 0],
    [10, 2],
    [20, 3],
    [30, 0],
    [30, 4],
  ])
})

it('moves, and stays whole at the ends and for a row that is not there', () => {
  const rows = ['a', 'b', 'c']
  expect(moveRow(rows, 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moveRow(rows, 2, -5)).toEqual(['c', 'a', 'b'])
  expect(moveRow(rows, 0, 99)).toEqual(['b', 'c', 'a'])
  expect(moveRow(rows, 7, 0)).toEqual(rows)
  expect(clockOf([{ ...freshItem, minutesPlanned: 'x' }])[0]!.start).toBe(0)
})
