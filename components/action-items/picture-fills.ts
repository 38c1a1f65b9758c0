// How an item is drawn: by its state, or as late while it runs and is overdue; and the rows that are drawn so.
import type { ActionItemState, LedgerQuery } from '@/server/action-items/contract'

export type Fill = ActionItemState | 'late'

export const fillsOf = ({ state, isLate }: { state: ActionItemState; isLate: boolean }): Fill =>
  isLate ? 'late' : state

/** The ledger's question for them. Of those that run, what is late is left to `late`. */
export const queryOf = (fill: Fill): Partial<LedgerQuery> =>
  fill === 'late'
    ? { view: 'late' }
    : fill === 'todo' || fill === 'doing'
      ? { view: 'all', state: fill, due: 'kept' }
      : { view: 'all', state: fill }
