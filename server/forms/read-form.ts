// A posted form → what a schema makes of it, or AppError('invalid_input') naming the fields. Rows are named agenda.0.title.
import type { z } from 'zod'
import { AppError } from '@/server/errors'
import { isFieldErrorKey, type FieldErrorKey, type FormValues } from './contract'

const fieldName = /^[A-Za-z][A-Za-z0-9]*(\.\d{1,3}(\.[A-Za-z][A-Za-z0-9]*)?)?$/
const secretField = /password|secret|code/i

/** Everything typed, for showing it again: never passwords, never files, at most 400,000 letters (an agenda of 500 items). */
export function typedValues(data: FormData): FormValues {
  const values: Record<string, string> = {}
  let left = 400_000
  for (const [name, value] of data) {
    if (typeof value !== 'string' || !fieldName.test(name) || secretField.test(name)) continue
    left -= value.length
    if (left < 0) break
    values[name] = value
  }
  return values
}

/** Flat names → an object with arrays of rows; a name seen twice is a list. Rows close up where one was removed. */
export function unflatten(data: FormData): Record<string, unknown> {
  const out: Record<string, unknown> = Object.create(null)
  const rows: Record<string, Map<number, unknown>> = Object.create(null)
  for (const name of new Set(data.keys())) {
    if (!fieldName.test(name)) continue
    const all = data.getAll(name).filter((each) => typeof each === 'string')
    const value = all.length > 1 ? all : all[0]
    const [head, at, inner] = name.split('.') as [string, string?, string?]
    if (at === undefined) out[head] = value
    else {
      const row = (rows[head] ??= new Map<number, unknown>())
      if (inner === undefined) row.set(Number(at), value)
      else row.set(Number(at), { ...(row.get(Number(at)) as object | undefined), [inner]: value })
    }
  }
  for (const [head, row] of Object.entries(rows)) {
    out[head] = [...row.entries()].sort((a, b) => a[0] - b[0]).map(([, value]) => value)
  }
  return out
}

export function readForm<S extends z.ZodType>(schema: S, data: FormData): z.output<S> {
  return parseInput(schema, unflatten(data))
}

/** @throws AppError invalid_input with one key per wrong field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, FieldErrorKey> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= keyOf(issue)
  throw new AppError('invalid_input', fields)
}

function keyOf(issue: z.core.$ZodIssue): FieldErrorKey {
  if (isFieldErrorKey(issue.message)) return issue.message
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'tooMany' : 'tooLong'
  if (issue.code === 'too_small') return 'tooShort'
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required'
  return 'invalid'
}
