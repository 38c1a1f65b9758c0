// The rows of the agenda's form: as fields, as they are moved, and against the clock. Pure.
import type { FormValues } from '@/server/forms/contract'
import { readRows } from '@/server/forms/model'

export type Row = Record<string, string>
export type KeyedRow = { key: string; values: Row }

export type AgendaPoint = {
  id: string
  title: string
  section: string
  topicId: string | null
  isFollowUp: boolean
  isRestricted: boolean
  minutesPlanned: number
  presenter: { id: string } | null
}

export const freshItem: Row = {
  kind: 'item',
  id: '',
  topicId: '',
  title: '',
  presenterUnitId: '',
  minutesPlanned: '15',
}
export const freshSection: Row = { kind: 'section', title: '' }

/** Items → rows, with a heading wherever it changes. */
export function rowsOf(points: readonly AgendaPoint[]): Row[] {
  let section = ''
  return points.flatMap((point) => {
    const item: Row = {
      kind: 'item',
      id: point.id,
      topicId: point.topicId ?? '',
      title: point.title,
      presenterUnitId: point.presenter?.id ?? '',
      minutesPlanned: String(point.minutesPlanned),
      isFollowUp: point.isFollowUp ? '1' : '',
      isRestricted: point.isRestricted ? '1' : '',
    }
    if (point.section === section) return [item]
    section = point.section
    return [{ kind: 'section', title: section }, item]
  })
}

export const rowsFrom = (values: FormValues, points: readonly AgendaPoint[]): Row[] => {
  const typed = readRows(values, 'agenda')
  return typed.length > 0 ? typed : rowsOf(points)
}

/** Moves one row to stand at `to`; a place beyond the ends is the end. */
export function moveRow<T>(rows: readonly T[], from: number, to: number): T[] {
  const out = [...rows]
  const [row] = out.splice(from, 1)
  if (row === undefined) return out
  out.splice(Math.max(0, Math.min(to, out.length)), 0, row)
  return out
}

/** Minutes after the beginning at which each row starts, and the number of each item. */
export function clockOf(rows: readonly Row[]): { start: number; number: number }[] {
  let [start, number] = [0, 0]
  return rows.map((row) => {
    if (row.kind === 'section') return { start, number: 0 }
    const here = { start, number: ++number }
    start += Number(row.minutesPlanned) || 0
    return here
  })
}
