import { describe, expect, it } from 'vitest'
import { chooseMode, gridColumns, stripShape } from './choose-layout'

describe('chooseMode', () => {
  const base = { people: 5, hasShare: false, wanted: 'auto', hasFocus: false } as const

  it('shows the speaker unless something else is asked for', () => {
    expect(chooseMode(base)).toBe('speaker')
    expect(chooseMode({ ...base, wanted: 'grid' })).toBe('grid')
    expect(chooseMode({ ...base, people: 1 })).toBe('alone')
  })

  it('puts a shared screen first, and a chosen grid before it', () => {
    expect(chooseMode({ ...base, hasShare: true })).toBe('share')
    expect(chooseMode({ ...base, hasShare: true, people: 1 })).toBe('share')
    expect(chooseMode({ ...base, hasShare: true, wanted: 'grid' })).toBe('grid')
  })

  it('leaves the grid for somebody who was put in focus', () => {
    expect(chooseMode({ ...base, wanted: 'grid', hasFocus: true })).toBe('speaker')
  })
})

describe('gridColumns', () => {
  it('makes the most of the room', () => {
    expect(gridColumns(1, 800, 600)).toBe(1)
    expect(gridColumns(2, 1200, 500)).toBe(2)
    expect(gridColumns(2, 340, 700)).toBe(1)
    expect(gridColumns(4, 1200, 700)).toBe(2)
    expect(gridColumns(25, 1200, 800)).toBe(5)
  })

  it('answers for a stage that has not been measured', () => {
    expect(gridColumns(9, 0, 0)).toBeGreaterThan(0)
    expect(gridColumns(0, 800, 600)).toBe(1)
  })
})

describe('stripShape', () => {
  it('gives two rows only where the big picture keeps most of the height', () => {
    expect(stripShape(8, 640, 640, true)).toEqual({ columns: 4, rows: 2, isBeside: false })
    expect(stripShape(8, 640, 360, true)).toEqual({ columns: 4, rows: 1, isBeside: false })
    expect(stripShape(3, 640, 640, true)).toEqual({ columns: 4, rows: 1, isBeside: false })
    expect(stripShape(0, 640, 640, true).rows).toBe(0)
  })

  it('sets them beside the big picture where the stage is low and wide', () => {
    expect(stripShape(8, 356, 230, true)).toEqual({ columns: 1, rows: 3, isBeside: true })
    expect(stripShape(1, 700, 230, true)).toEqual({ columns: 1, rows: 1, isBeside: true })
    expect(stripShape(8, 340, 270, true).isBeside).toBe(false)
    expect(stripShape(0, 356, 230, true).isBeside).toBe(false)
    expect(stripShape(8, 356, 230, false).isBeside).toBe(false)
  })
})
