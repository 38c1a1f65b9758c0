// Pure rules of circulating: what a unit has said, what stands in the way of signing.
import type { AnswerId, UnitId } from '@/server/ids'

export type UnitState = 'confirmed' | 'objected' | 'waiting' | 'overdue'

export type AnswerFacts = {
  id: AnswerId
  unitId: UnitId
  kind: 'confirmed' | 'objected'
  at: Date
  /** Of an objection: what became of it. */
  answer: { kind: 'accepted' | 'declined' } | null
}

/** Objections that no later consent of the same unit took back. @param answers oldest first */
export function standingObjections<A extends AnswerFacts>(answers: readonly A[]): A[] {
  return answers.filter(
    (answer, index) =>
      answer.kind === 'objected' &&
      !answers.slice(index + 1).some((later) => later.unitId === answer.unitId && later.kind === 'confirmed'),
  )
}

/** What must be dealt with first: no answer yet, or one that promises another text. */
export const inTheWay = <A extends AnswerFacts>(answers: readonly A[]): A[] =>
  standingObjections(answers).filter(({ answer }) => answer?.kind !== 'declined')

/** @param answers of every unit, oldest first. @param today YYYY-MM-DD in the county */
export function unitState(unitId: UnitId, answers: readonly AnswerFacts[], dueOn: string, today: string): UnitState {
  const own = answers.filter((answer) => answer.unitId === unitId)
  if (standingObjections(own).length > 0) return 'objected'
  if (own.length > 0) return 'confirmed'
  return today > dueOn ? 'overdue' : 'waiting'
}
