// Where a page ended: a moment and an id, opaque to who sends it back. Pages do not shift when something is added.
import { z } from 'zod'
import { AppError } from '@/server/errors'
import { Written } from './written'

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])
export type Cursor = z.infer<typeof Cursor>

/** @throws invalid_input cursor */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new AppError('invalid_input', { cursor: 'invalid' })
  }
}

/** @param rows one more than `limit` where there are more */
export function toPage<R extends { id: string }, T>(
  rows: readonly R[],
  limit: number,
  momentOf: (row: R) => Date,
  shown: (row: R) => T,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items: items.map(shown), next: last ? write([momentOf(last).toISOString(), last.id]) : null }
}

/** The same of rows that are JSON already. @param read what of a row its place is made of */
export function toWrittenPage(
  rows: readonly string[],
  limit: number,
  read: (row: string) => { id: string; changedAt: string },
): Written {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? read(items.at(-1)!) : null
  const next = last && write([last.changedAt, last.id])
  return new Written(`{"items":[${items.join()}],"next":${JSON.stringify(next)}}`)
}

const write = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')
