import type { PersonActor } from '@/server/access'
import type { LedgerView } from './contract'
import { isClosed, warningOf } from './model'
import type { LedgerNumber } from './read'

/** The numbers of the ledger's head and of its views, counted once from the same rows. */
export function summarise(numbers: readonly LedgerNumber[], actor: PersonActor, today: string) {
  const mine = new Set(actor.memberships.map((place) => place.unitId))
  const month = today.slice(0, 7)
  const count = (test: (row: LedgerNumber) => boolean) => numbers.filter(test).length
  const open = (row: LedgerNumber) => !isClosed(row.state)
  const total = numbers.length
  const done = count((row) => row.state === 'done')
  const verify = count((row) => row.state === 'toVerify')
  const late = count((row) => warningOf(row.state, row.dueOn, today) === 'late')
  const views: Record<LedgerView, number> = {
    open: count(open),
    verify,
    month: count((row) => open(row) && row.dueOn !== null && row.dueOn.startsWith(month)),
    late,
    mine: count((row) => open(row) && row.leadUnitId !== null && mine.has(row.leadUnitId)),
    all: total,
  }
  const doing = count((row) => row.state === 'todo' || row.state === 'doing')
  const percent = total === 0 ? 0 : Math.round((done / total) * 100)
  return { summary: { total, done, percent, verify, doing, late }, views }
}
