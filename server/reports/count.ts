// What a report counts: the items of one body that everybody who may read the report may read, so nothing decided under a
// restricted agenda item, whoever asks. All of it from one snapshot, so that its parts add up.
import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItemChanges as c, actionItems as a } from '@/db/schema/action-items'
import { bodies, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { isForAll } from '@/server/action-items/audience'
import type { ActionItemState } from '@/server/action-items/contract'
import { dueKey, isRunning } from '@/server/action-items/ledger-where'
import { daysBetween, itemNumber } from '@/server/action-items/model'
import { AppError } from '@/server/errors'
import type { ActionItemId, BodyId, CountyId, MeetingId, UnitId } from '@/server/ids'
import { readUnitsNow } from '@/server/paper/read'
import { dayIn } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import type { Figures } from './contract'
import { sumOf } from './model'

type Of = { countyId: CountyId; bodyId: BodyId }

/** An item that a report names. Days are YYYY-MM-DD. */
export type Named = {
  number: string
  title: string
  /** Null: nobody leads yet. */
  unitName: string | null
  dueOn: string | null
  daysLate: number
  /** Why it was stopped. */
  reason: string
}

export type CountedBody = {
  bodyName: string
  locale: Locale
  /** The county's day. */
  asOf: string
  figures: Figures
  overdue: Named[]
  stopped: Named[]
}

/** @throws not_found */
export const countBody = (db: Db, of: Of, at: Date): Promise<CountedBody> =>
  db.transaction((tx) => count(tx, of, at), { isolationLevel: 'repeatable read', accessMode: 'read only' })

async function count(tx: Tx, { countyId, bodyId }: Of, at: Date): Promise<CountedBody> {
  const [place] = await tx
    .select({ name: bodies.name, locale: counties.locale, timeZone: counties.timeZone })
    .from(bodies)
    .innerJoin(counties, eq(counties.id, bodies.countyId))
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
  if (!place) throw new AppError('not_found')
  const asOf = dayIn(place.timeZone, at)
  const counted = and(eq(a.countyId, countyId), eq(a.bodyId, bodyId), isNull(a.withdrawnAt), isForAll(countyId))!
  const isLate = sql<boolean>`(${isRunning} and ${dueKey} < ${asOf}::date)`
  const rows = await tx
    .select({
      meetingId: a.meetingId,
      unitId: a.leadUnitId,
      state: a.state,
      isLate,
      count: sql<number>`count(*)::int`,
    })
    .from(a)
    .where(counted)
    .groupBy(sql`1`, sql`2`, sql`3`, sql`4`)
  const items = await tx
    .select({
      id: a.id,
      number: a.number,
      title: a.title,
      state: a.state,
      dueOn: a.dueOn,
      unitName: units.name,
      issueNumber: meetings.issueNumber,
    })
    .from(a)
    .innerJoin(meetings, and(eq(meetings.countyId, a.countyId), eq(meetings.id, a.meetingId)))
    .leftJoin(units, and(eq(units.countyId, a.countyId), eq(units.id, a.leadUnitId)))
    .where(and(counted, or(eq(a.state, 'stopped'), isLate)))
    // As in the ledger, never by how late.
    .orderBy(asc(meetings.startsAt), asc(meetings.id), asc(a.number))
  const reasons = await reasonsOf(
    tx,
    countyId,
    items.filter(({ state }) => state === 'stopped').map(({ id }) => id),
  )
  const named = items.map(({ id, state, number, issueNumber, ...item }) => ({
    state,
    ...item,
    number: itemNumber(issueNumber, number),
    daysLate: state !== 'stopped' && item.dueOn ? -daysBetween(asOf, item.dueOn) : 0,
    reason: reasons.get(id) ?? '',
  }))
  return {
    bodyName: place.name,
    locale: place.locale,
    asOf,
    figures: {
      whole: sumOf(rows),
      units: await byUnit(tx, { countyId, bodyId }, rows),
      sittings: await bySitting(tx, countyId, rows, place.timeZone),
    },
    overdue: named.filter(({ state }) => state !== 'stopped'),
    stopped: named.filter(({ state }) => state === 'stopped'),
  }
}

type Row = { meetingId: MeetingId; unitId: UnitId | null; state: ActionItemState; isLate: boolean; count: number }

async function byUnit(tx: Tx, of: Of, rows: readonly Row[]): Promise<Figures['units']> {
  const leading = [...new Set(rows.map(({ unitId }) => unitId))]
  const inBody = (await readUnitsNow(tx, of)).filter(({ id }) => leading.includes(id))
  const others = leading.filter((id): id is UnitId => id !== null && !inBody.some((unit) => unit.id === id))
  const left =
    others.length === 0
      ? []
      : await tx
          .select({ id: units.id, name: units.name })
          .from(units)
          .where(and(eq(units.countyId, of.countyId), inArray(units.id, others)))
          .orderBy(asc(units.createdAt), asc(units.name))
  const sumOfUnit = (id: UnitId | null) => sumOf(rows.filter(({ unitId }) => unitId === id))
  return [
    ...[...inBody, ...left].map(({ id, name }) => ({ unitId: id, name, sum: sumOfUnit(id) })),
    ...(leading.includes(null) ? [{ unitId: null, name: '', sum: sumOfUnit(null) }] : []),
  ]
}

async function bySitting(
  tx: Tx,
  countyId: CountyId,
  rows: readonly Row[],
  timeZone: string,
): Promise<Figures['sittings']> {
  if (rows.length === 0) return []
  const held = await tx
    .select({
      meetingId: meetings.id,
      title: meetings.title,
      issueNumber: meetings.issueNumber,
      startsAt: meetings.startsAt,
    })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), inArray(meetings.id, [...new Set(rows.map((row) => row.meetingId))])))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
  return held.map(({ startsAt, ...sitting }) => ({
    ...sitting,
    day: dayIn(timeZone, startsAt),
    sum: sumOf(rows.filter(({ meetingId }) => meetingId === sitting.meetingId)),
  }))
}

async function reasonsOf(tx: Tx, countyId: CountyId, ids: ActionItemId[]): Promise<Map<ActionItemId, string>> {
  if (ids.length === 0) return new Map()
  const said = await tx
    .selectDistinctOn([c.actionItemId], { id: c.actionItemId, remark: c.remark })
    .from(c)
    .where(and(eq(c.countyId, countyId), inArray(c.actionItemId, ids), eq(c.kind, 'state'), eq(c.toState, 'stopped')))
    .orderBy(c.actionItemId, desc(c.seq))
  return new Map(said.map(({ id, remark }) => [id, remark]))
}
