import { expect, test } from 'vitest'
import { afterChange, type MatrixChange } from './after-change'
import type { DutyLine } from './view'

const line = (id: string, position: number, assistingUnitIds: string[] = []): DutyLine => ({
  id,
  title: id,
  content: '',
  law: '',
  article: '',
  fromOn: '2026-01-01',
  untilOn: null,
  leadUnitId: 'police',
  assistingUnitIds,
  position,
  version: 4,
  openItems: 0,
  href: '',
})
const matrix = [line('gate', 1), line('meals', 2, ['school']), line('bus', 3)]
const after = (...changes: MatrixChange[]) => changes.reduce(afterChange, matrix as readonly DutyLine[])
const part = (unitId: string, part: 'lead' | 'assisting' | 'none', version: number): MatrixChange => ({
  kind: 'part',
  dutyId: 'meals',
  unitId,
  part,
  version,
})
const order = (lines: readonly DutyLine[]) => lines.map(({ id, position }) => `${position} ${id}`)

test('one press after another: each finds the version that those before it will leave', () => {
  const [, meals] = after(part('town', 'assisting', 4), part('school', 'none', 5), part('town', 'lead', 6))
  expect(meals).toMatchObject({ leadUnitId: 'town', assistingUnitIds: ['police'], version: 7 })
})

test('read again before all is answered, it stays what it will be', () => {
  const once = after(part('town', 'assisting', 4))
  expect(afterChange(once, part('town', 'assisting', 4))).toEqual(once)
  // The duty that lost its lead to somebody else meanwhile is left alone.
  expect(after(part('police', 'none', 4))[1]).toMatchObject({ leadUnitId: 'police', assistingUnitIds: ['school'] })
  const move = { kind: 'move', dutyId: 'gate', beforeId: 'bus' } as const
  expect(order(after(move, move))).toEqual(order(after(move)))
})

test('moved before another, to the end, or beside one that is gone', () => {
  expect(order(after({ kind: 'move', dutyId: 'bus', beforeId: 'gate' }))).toEqual(['1 bus', '2 gate', '3 meals'])
  expect(order(after({ kind: 'move', dutyId: 'gate', beforeId: '' }))).toEqual(['1 meals', '2 bus', '3 gate'])
  expect(after({ kind: 'move', dutyId: 'gate', beforeId: 'ended' })).toEqual(matrix)
})
