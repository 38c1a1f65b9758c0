import type { PersonActor } from '@/server/access'
import type { LedgerQuery, LedgerTallies, LedgerView, Tally } from './contract'
import { isClosed } from './model'

/** The numbers of the ledger's head and of its views, from the same tallies. */
export function summarise(tallies: readonly Tally[], actor: PersonActor) {
  const mine = new Set(actor.memberships.map((place) => place.unitId))
  const count = (test: (each: Tally) => boolean) => tallies.filter(test).reduce((sum, each) => sum + each.count, 0)
  const open = (each: Tally) => !isClosed(each.state)
  const total = count(() => true)
  const done = count((each) => each.state === 'done')
  const verify = count((each) => each.state === 'toVerify')
  const late = count((each) => each.isLate)
  const views: Record<LedgerView, number> = {
    open: count(open),
    verify,
    month: count((each) => each.isThisMonth),
    late,
    mine: count((each) => open(each) && each.unit !== null && mine.has(each.unit.id)),
    all: total,
  }
  const doing = count((each) => each.state === 'todo' || each.state === 'doing')
  const percent = total === 0 ? 0 : Math.round((done / total) * 100)
  return { summary: { total, done, percent, verify, doing, late }, views }
}

/** How many a question finds, where these numbers tell: of views, units, kinds, states, ages and what is late. Else null. */
export function totalOf({ units }: LedgerTallies, query: LedgerQuery, actor: PersonActor): number | null {
  const { view = 'open', state, unit, kind, age, due, warning, sort: _s, dir: _d, group: _g, at: _a, ...others } = query
  if (Object.values(others).some((value) => value !== undefined)) return null
  const isLate = [due, warning].filter((each) => each !== undefined)
  if (isLate.some((each) => each !== 'late')) return null
  const asked = units.filter(
    (each) =>
      (state === undefined || each.state === state) &&
      (unit === undefined || each.unit?.id === unit) &&
      (kind === undefined || each.unit?.kind === kind) &&
      (age === undefined || each.age === age) &&
      (isLate.length === 0 || each.isLate),
  )
  return summarise(asked, actor).views[view]
}
