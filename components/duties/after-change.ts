// What one press makes of the matrix before the house has answered. Pure.
import type { Part } from '@/server/duties/contract'
import { withPart } from '@/server/duties/model'
import type { DutyLine } from './view'

export type MatrixChange =
  | { kind: 'part'; dutyId: string; unitId: string; part: Part; /** The one it was pressed on. */ version: number }
  | { kind: 'move'; dutyId: string; /** '' is the end. */ beforeId: string }

export const partIn = (duty: DutyLine, unitId: string): Part =>
  duty.leadUnitId === unitId ? 'lead' : duty.assistingUnitIds.includes(unitId) ? 'assisting' : 'none'

/** Applied to what holds it already it changes nothing: the page may have been read again meanwhile. */
export function afterChange(duties: readonly DutyLine[], change: MatrixChange): readonly DutyLine[] {
  if (change.kind === 'part') {
    const { dutyId, unitId, part, version } = change
    return duties.map((duty) =>
      duty.id === dutyId
        ? { ...duty, ...withPart(duty, unitId, part), version: Math.max(duty.version, version + 1) }
        : duty,
    )
  }
  const { dutyId, beforeId } = change
  const duty = duties.find(({ id }) => id === dutyId)
  const others = duties.filter(({ id }) => id !== dutyId)
  const to = beforeId === '' ? others.length : others.findIndex(({ id }) => id === beforeId)
  if (!duty || to < 0) return duties
  return [...others.slice(0, to), duty, ...others.slice(to)].map((each, at) => ({ ...each, position: at + 1 }))
}
