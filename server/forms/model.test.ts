import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type AppError } from '@/server/errors'
import { readForm, typedValues } from './read-form'
import { changeRows, readRows, writeRows } from './model'

const rows = [{ title: 'a' }, { title: 'b' }, { title: 'c' }]
const titles = (op: string) => changeRows(rows, op, { title: '' }, 4).map((row) => row.title)

describe('rows of a form', () => {
  it('adds, removes and moves, and stays whole at the ends', () => {
    expect(titles('add')).toEqual(['a', 'b', 'c', ''])
    expect(titles('remove.1')).toEqual(['a', 'c'])
    expect(titles('up.2')).toEqual(['a', 'c', 'b'])
    expect(titles('down.0')).toEqual(['b', 'a', 'c'])
    for (const op of ['up.0', 'down.2', 'remove.9', 'up.-1', 'up.x', 'nonsense', ''])
      expect(titles(op)).toEqual(['a', 'b', 'c'])
  })
  it('keeps one row and at most so many', () => {
    expect(changeRows([{ title: 'a' }], 'remove.0', {}, 4)).toHaveLength(1)
    expect(changeRows([...rows, {}], 'add', {}, 4)).toHaveLength(4)
  })
  it('goes out and comes back', () => {
    const values = writeRows({ title: 'Meeting', 'agenda.7.title': 'old' }, 'agenda', rows)
    expect(values).toEqual({ title: 'Meeting', 'agenda.0.title': 'a', 'agenda.1.title': 'b', 'agenda.2.title': 'c' })
    expect(readRows(values, 'agenda')).toEqual(rows)
  })
})

describe('a posted form', () => {
  const posted = (entries: [string, string][]) => {
    const data = new FormData()
    for (const [name, value] of entries) data.append(name, value)
    return data
  }
  it('closes up rows that were removed and reads lists', () => {
    const schema = z.object({
      name: z.string(),
      roles: z.array(z.string()),
      agenda: z.array(z.object({ title: z.string() })),
    })
    const data = posted([
      ['name', 'x'],
      ['roles', 'a'],
      ['roles', 'b'],
      ['agenda.5.title', 'two'],
      ['agenda.2.title', 'one'],
    ])
    expect(readForm(schema, data)).toEqual({
      name: 'x',
      roles: ['a', 'b'],
      agenda: [{ title: 'one' }, { title: 'two' }],
    })
  })
  it('names wrong fields by where they stand and keeps no password', () => {
    const schema = z.object({
      agenda: z.array(z.object({ title: z.string().min(1, 'required') })),
      password: z.string(),
    })
    const data = posted([
      ['agenda.0.title', ''],
      ['password', 'a secret sentence'],
      ['__proto__.x', 'y'],
    ])
    try {
      readForm(schema, data)
      expect.unreachable()
    } catch (error) {
      expect((error as AppError).fields).toEqual({ 'agenda.0.title': 'required' })
    }
    expect(typedValues(data)).toEqual({ 'agenda.0.title': '' })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
