// The numbers of a whole ledger. Counting reads every row, so what was counted is kept for everybody who sees the same rows,
// and counted once however many ask: it holds while no item of these bodies has changed, and a few seconds at most, so that a
// commit that was overtaken by a later one is not missed for long.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { actionItems as a } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import type { PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { BodyId } from '@/server/ids'
import type { UnitView } from '@/server/rooms/contract'
import { forEyesOf } from './audience'
import {
  ageBounds,
  daysAhead,
  type ActionItemState,
  type Age,
  type LedgerTallies,
  type MonthTally,
  type SittingTally,
} from './contract'
import { dueKey, isOpen, isRunning, monthOf, type Now } from './ledger-where'
import { addDays } from './model'

const keptMs = 5_000
const mostKept = 200
type Counting = { db: Db; actor: PersonActor; bodyIds: readonly BodyId[]; now: Now }

/** @param count by nothing but what it is given, once for all who see the same rows on the same day */
function keepCounted<Counted>(count: (asked: Counting) => Promise<Counted>) {
  const kept = new Map<string, { mark: string; at: number; counted: Promise<Counted> }>()
  return async (asked: Counting, at: Date): Promise<Counted> => {
    const { db, actor, now } = asked
    const bodyIds = asked.bodyIds.toSorted()
    const { mark, isOnLists } = await readMark(db, actor, bodyIds)
    const key = [actor.countyId, bodyIds.join(), isOnLists ? actor.personId : '', now.today, now.timeZone].join(' ')
    const known = kept.get(key)
    if (known?.mark === mark && Math.abs(at.getTime() - known.at) < keptMs) return known.counted
    const counted = count({ ...asked, bodyIds })
    kept.delete(key)
    kept.set(key, { mark, at: at.getTime(), counted })
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    counted.catch(() => kept.delete(key))
    return counted
  }
}
const [countedAll, countedBySitting] = [keepCounted(countAll), keepCounted(countBySitting)]

/**
 * @param at of the clock
 * @param bodyIds of those the person sits in; default: all
 */
export async function readTallies(
  db: Db,
  actor: PersonActor,
  now: Now,
  at: Date,
  bodyIds: readonly BodyId[] = bodyIdsOf(actor),
): Promise<LedgerTallies> {
  if (bodyIds.length === 0) return { units: [], months: monthsUntil(now.today), days: [] }
  return countedAll({ db, actor, bodyIds, now }, at)
}

/** By sitting, the newest first: of the last hundred that decided anything. The same parameters. */
export async function readSittingTallies(
  db: Db,
  actor: PersonActor,
  now: Now,
  at: Date,
  bodyIds: readonly BodyId[] = bodyIdsOf(actor),
): Promise<readonly SittingTally[]> {
  return bodyIds.length === 0 ? [] : countedBySitting({ db, actor, bodyIds, now }, at)
}

/** What must be the same for the numbers to be: the newest change of each body, and the restricted lists. */
async function readMark(db: Db, actor: PersonActor, bodyIds: readonly BodyId[]) {
  const { countyId, personId, tokenId } = actor
  // For a program there are no lists: what it sees is the same whosever token it has.
  const [row] = await markOf(db, { countyId, personId: tokenId === null ? personId : null, bodyIds })
  return { mark: row!.mark, isOnLists: row!.listed }
}
const [ofCounty, ofPerson] = [sql.placeholder('countyId'), sql.placeholder('personId')]
const markOf = keep<{ mark: string; listed: boolean }>(sql`select concat_ws(' ',
    (select string_agg(newest::text, ' ') from unnest(${sql.placeholder('bodyIds')}::uuid[]) as body (id) left join lateral (
      select max(${a.changedAt}) as newest from ${a} where ${a.countyId} = ${ofCounty} and ${a.bodyId} = body.id) as change on true),
    (select count(*) from restricted_items where county_id = ${ofCounty}),
    (select count(*) from restricted_readers where county_id = ${ofCounty} and person_id = ${ofPerson})) as mark,
  exists (select 1 from restricted_readers where county_id = ${ofCounty} and person_id = ${ofPerson}) as listed`)

const readable = (actor: PersonActor, bodyIds: readonly BodyId[]) =>
  and(eq(a.countyId, actor.countyId), inArray(a.bodyId, [...bodyIds]), sql`${a.withdrawnAt} is null`, forEyesOf(actor))!

const ageOf = ({ today, timeZone }: Now) => {
  const days = sql`(${today}::date - (${a.createdAt} at time zone ${timeZone})::date)`
  const cases = Object.entries(ageBounds).flatMap(([age, [, to]]) =>
    to === null ? [] : [sql`when ${days} <= ${to}::int then ${age}::text`],
  )
  return sql`case when not (${isOpen}) then null ${sql.join(cases, sql` `)} else 'more' end`
}

async function countAll({ db, actor, bodyIds, now }: Counting): Promise<LedgerTallies> {
  const { countyId } = actor
  const { today, timeZone } = now
  const { first, last } = monthOf(today)
  const where = readable(actor, bodyIds)
  const [groups, names, born, closed, days] = await Promise.all([
    db.execute<{ unit: string | null; state: ActionItemState; late: boolean; month: boolean; age: Age; count: number }>(
      sql`select ${a.leadUnitId} as unit, ${a.state} as state, (${isRunning} and ${dueKey} < ${today}::date) as late,
        (${isOpen} and ${dueKey} between ${first}::date and ${last}::date) as month, ${ageOf(now)} as age,
        count(*)::int as count from ${a} where ${where} group by 1, 2, 3, 4, 5`,
    ),
    db.select({ id: units.id, name: units.name, kind: units.kind }).from(units).where(eq(units.countyId, countyId)),
    db.execute<{ month: string; count: number }>(
      sql`select to_char(${a.createdAt} at time zone ${timeZone}, 'YYYY-MM') as month, count(*)::int as count
        from ${a} where ${where} and ${a.createdAt} >= ${monthsBack(today)}::timestamp at time zone ${timeZone} group by 1`,
    ),
    db.execute<{ month: string; state: string; count: number }>(
      sql`select to_char(${a.closedAt} at time zone ${timeZone}, 'YYYY-MM') as month, ${a.state} as state,
        count(*)::int as count from ${a}
        where ${where} and ${a.closedAt} >= ${monthsBack(today)}::timestamp at time zone ${timeZone} group by 1, 2`,
    ),
    db.execute<{ day: string; count: number }>(
      sql`select ${a.dueOn}::text as day, count(*)::int as count from ${a} where ${where} and ${isOpen}
        and ${dueKey} between ${today}::date and ${addDays(today, daysAhead)}::date group by 1 order by 1`,
    ),
  ])
  const byId = new Map<string, UnitView>(names.map((unit) => [unit.id, unit]))
  const countOf = (rows: readonly { month: string; state?: string; count: number }[], month: string, state?: string) =>
    rows.find((row) => row.month === month && row.state === state)?.count ?? 0
  return {
    units: groups.map(({ unit, state, late, month, age, count }) => ({
      unit: unit === null ? null : (byId.get(unit) ?? null),
      state,
      isLate: late,
      isThisMonth: month,
      age,
      count,
    })),
    months: monthsUntil(today).map(({ month }) => ({
      month,
      born: countOf(born, month),
      done: countOf(closed, month, 'done'),
      stopped: countOf(closed, month, 'stopped'),
    })),
    days,
  }
}

/** The first day of the month eleven before this one. */
function monthsBack(today: string): string {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const date = new Date(Date.UTC(year, month - 12, 1))
  return date.toISOString().slice(0, 10)
}

function monthsUntil(today: string): MonthTally[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  return Array.from({ length: 12 }, (_, n) => ({
    month: new Date(Date.UTC(year, month - 12 + n, 1)).toISOString().slice(0, 7),
    born: 0,
    done: 0,
    stopped: 0,
  }))
}

async function countBySitting({ db, actor, bodyIds, now: { today } }: Counting): Promise<SittingTally[]> {
  const isLate = sql<boolean>`(${isRunning} and ${dueKey} < ${today}::date)`
  const sittings = await db
    .select({ id: meetings.id, title: meetings.title, issueNumber: meetings.issueNumber, startsAt: meetings.startsAt })
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, actor.countyId),
        inArray(meetings.bodyId, [...bodyIds]),
        sql`exists (select 1 from ${a} where ${a.countyId} = ${meetings.countyId} and ${a.meetingId} = ${meetings.id}
          and ${a.withdrawnAt} is null and ${forEyesOf(actor)})`,
      ),
    )
    .orderBy(sql`${meetings.startsAt} desc`)
    .limit(100)
  if (sittings.length === 0) return []
  const counts = await db
    .select({ meetingId: a.meetingId, state: a.state, isLate, count: sql<number>`count(*)::int` })
    .from(a)
    .where(
      and(
        eq(a.countyId, actor.countyId),
        inArray(
          a.meetingId,
          sittings.map((each) => each.id),
        ),
        isNull(a.withdrawnAt),
        forEyesOf(actor),
      ),
    )
    .groupBy(sql`1`, sql`2`, sql`3`)
  return sittings.flatMap((meeting) =>
    counts
      .filter((each) => each.meetingId === meeting.id)
      .map(({ state, isLate: late, count }) => ({ meeting, state, isLate: late, count })),
  )
}
