// What a question to the ledger asks for, as conditions over action_items. Lists of states stand as words in them, not as
// parameters: the planner takes an index that holds only some rows where it can see that these are all that is asked for.
import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import { actionItems as a } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { followRules } from '@/db/schema/follow-up'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { usualRules } from '@/server/follow-up/contract'
import type { CountyId, UnitId } from '@/server/ids'
import { ageBounds, type LedgerQuery } from './contract'
import { addDays } from './model'

/** The day an item is due, those without one last: as the indexes have it. */
export const dueKey = sql`(coalesce(${a.dueOn}, 'infinity'::date))`
export const isOpen = sql`${a.state} in ('todo','doing','toVerify')`
export const isRunning = sql`${a.state} in ('todo','doing')`

/** As one parameter, so that a question is the same text however many there are. */
export const uuids = (ids: readonly string[]) => sql`${sql.param([...ids])}::uuid[]`

export type Now = { today: string; timeZone: string }

export const myUnits = (actor: PersonActor): UnitId[] => [...new Set(actor.memberships.map((place) => place.unitId))]
const oneOf = (ids: readonly UnitId[]) => sql`${a.leadUnitId} = any(${uuids(ids)})`

/** All days of the month of `day`. */
export const monthOf = (day: string) => {
  const month = day.slice(0, 7)
  const next = addDays(`${month}-28`, 4).slice(0, 7)
  return { first: `${month}-01`, last: addDays(`${next}-01`, -1) }
}

const dueBetween = (from: string, to: string) => sql`${dueKey} between ${from}::date and ${to}::date`
const isLate = (today: string) => and(isRunning, sql`${dueKey} < ${today}::date`)!

/** The instants of a month by the county's clock. */
const inMonth = (column: SQL, month: string, timeZone: string) => {
  const { first, last } = monthOf(`${month}-01`)
  return sql`${column} >= ${first}::timestamp at time zone ${timeZone}
    and ${column} < ${addDays(last, 1)}::timestamp at time zone ${timeZone}`
}

/** Warnings are days before the due date by the rules of the item's own body. */
const daysOfBody = (which: 'blueDays' | 'yellowDays') =>
  sql`coalesce((select ${followRules[which]} from ${followRules} where ${followRules.countyId} = ${a.countyId}
    and ${followRules.bodyId} = ${a.bodyId}), ${usualRules[which]}::int)`

/** So soon that any body of the county might warn. Read once, where the days of a body are read for every row. */
const isSoon = (which: 'blueDays' | 'yellowDays', countyId: CountyId, today: string) =>
  sql`${dueKey} between ${today}::date and ${today}::date + (select greatest(max(${followRules[which]}), ${usualRules[which]}::int)
    from ${followRules} where ${followRules.countyId} = ${countyId})`

function warned(warning: NonNullable<LedgerQuery['warning']>, countyId: CountyId, today: string): SQL {
  if (warning === 'late') return isLate(today)
  const left = sql`(${a.dueOn} - ${today}::date)`
  const which = warning === 'yellow' ? 'yellowDays' : 'blueDays'
  return and(
    isRunning,
    isSoon(which, countyId, today),
    sql`${left} <= ${daysOfBody(which)}`,
    warning === 'blue' ? sql`${left} > ${daysOfBody('yellowDays')}` : undefined,
  )!
}

function viewed(view: NonNullable<LedgerQuery['view']>, actor: PersonActor, today: string): SQL | undefined {
  const { first, last } = monthOf(today)
  switch (view) {
    case 'open':
      return isOpen
    case 'verify':
      return sql`${a.state} = 'toVerify'`
    case 'month':
      return and(isOpen, dueBetween(first, last))
    case 'late':
      return isLate(today)
    case 'mine':
      return and(isOpen, oneOf(myUnits(actor)))
    case 'all':
      return undefined
  }
}

function due(asked: NonNullable<LedgerQuery['due']>, today: string): SQL {
  if (asked === 'late') return isLate(today)
  if (asked === 'none') return sql`${dueKey} = 'infinity'::date`
  if (asked === 'kept') return sql`${dueKey} >= ${today}::date`
  if (asked.length > 2) return dueBetween(asked, asked)
  return dueBetween(today, addDays(today, Number(asked)))
}

function aged(age: NonNullable<LedgerQuery['age']>, { today, timeZone }: Now): SQL {
  const [from, to] = ageBounds[age]
  // As instants: of a day made from each row Postgres knows nothing.
  const begins = (day: string) => sql`${day}::timestamp at time zone ${timeZone}`
  return and(
    isOpen,
    lt(a.createdAt, begins(addDays(today, 1 - from))),
    to === null ? undefined : gte(a.createdAt, begins(addDays(today, -to))),
  )!
}

/** Everything but words and the order. */
export function filtersOf(actor: PersonActor, query: LedgerQuery, now: Now): SQL[] {
  const { today, timeZone } = now
  return [
    viewed(query.view ?? 'open', actor, today),
    query.state && sql`${a.state} = ${sql.raw(`'${query.state}'`)}`,
    query.unit && eq(a.leadUnitId, query.unit),
    query.kind &&
      sql`${a.leadUnitId} in (select ${units.id} from ${units} where ${units.countyId} = ${actor.countyId}
        and ${units.kind} = ${query.kind})`,
    query.meeting && eq(a.meetingId, query.meeting),
    query.duty && eq(a.dutyId, query.duty),
    query.due && due(query.due, today),
    query.warning && warned(query.warning, actor.countyId, today),
    query.tag && sql`${a.tags} @> array[${query.tag}]::text[]`,
    query.priority && eq(a.priority, query.priority),
    query.owner && eq(a.owner, query.owner),
    query.since && inMonth(sql`${a.createdAt}`, query.since, timeZone),
    query.closed && inMonth(sql`${a.closedAt}`, query.closed, timeZone),
    query.age && aged(query.age, now),
  ].filter((each) => typeof each === 'object')
}

/** Where a row stands in the order, and how a place in an address is read back. */
export const orders = {
  due: { key: dueKey, cast: 'date' },
  number: { key: sql`${meetings.issueNumber}`, cast: 'int' },
  changed: { key: sql`${a.changedAt}`, cast: 'timestamptz' },
} as const
