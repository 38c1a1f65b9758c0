// A series for its page: its rule, what becomes of the dates, and its sittings that no date of the rule stands for.
import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { seriesRules } from '@/db/schema/series-rules'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, MeetingId, SeriesId } from '@/server/ids'
import { readPlans, readRule, type RuleRow } from './read-plan'

/** @throws not_found also where the person may not read its body */
export async function readSeries(db: Db, actor: PersonActor, seriesId: SeriesId, at: Date) {
  const { countyId } = actor
  const [row] = await db
    .select({
      id: series.id,
      name: series.name,
      bodyId: series.bodyId,
      bodyName: bodies.name,
      timeZone: counties.timeZone,
    })
    .from(series)
    .innerJoin(counties, eq(counties.id, series.countyId))
    .innerJoin(bodies, and(eq(bodies.countyId, series.countyId), eq(bodies.id, series.bodyId)))
    .where(and(eq(series.countyId, countyId), eq(series.id, seriesId)))
  if (!row) throw new AppError('not_found')
  const thing = { kind: 'body', countyId, bodyId: row.bodyId } as const
  if (!can(actor, 'body.read', thing)) throw new AppError('not_found')
  const rule = await readRule(db, countyId, seriesId)
  const [plans, coming] = await Promise.all([
    readPlans(db, countyId, rule ? [rule] : [], row.timeZone, at),
    db
      .select({
        id: meetings.id,
        title: meetings.title,
        issueNumber: meetings.issueNumber,
        startsAt: meetings.startsAt,
      })
      .from(meetings)
      .where(and(eq(meetings.countyId, countyId), eq(meetings.seriesId, seriesId), gt(meetings.startsAt, at)))
      .orderBy(asc(meetings.startsAt))
      .limit(200),
  ])
  const plan = plans.get(seriesId) ?? null
  const byRule = new Set(plan?.rows.map(({ sitting }) => sitting?.id))
  return {
    ...row,
    rule,
    plan,
    others: coming.filter(({ id }) => !byRule.has(id)),
    mayManage: can(actor, 'series.manage', thing),
  }
}
export type SeriesPage = Awaited<ReturnType<typeof readSeries>>

/** The sitting whose agenda this one settles, and the one that settles its own. Both are of its body; the caller has asked access. */
export async function readPreparation(db: Db, countyId: CountyId, meetingId: MeetingId) {
  const what = {
    id: meetings.id,
    title: meetings.title,
    issueNumber: meetings.issueNumber,
    startsAt: meetings.startsAt,
  }
  const here = eq(meetings.countyId, countyId)
  const prepared = db
    .select({ id: meetings.preparesMeetingId })
    .from(meetings)
    .where(and(here, eq(meetings.id, meetingId)))
  const [[prepares], [preparedBy]] = await Promise.all([
    db
      .select(what)
      .from(meetings)
      .where(and(here, inArray(meetings.id, prepared))),
    db
      .select(what)
      .from(meetings)
      .where(and(here, eq(meetings.preparesMeetingId, meetingId))),
  ])
  return { prepares, preparedBy }
}

export type ExpectedDate = {
  rule: RuleRow
  seriesId: SeriesId
  bodyId: BodyId
  bodyName: string
  seriesName: string
  seriesKind: string
  /** By the rule, and where it is by now. */
  occurrenceOn: string
  day: string
  startsAt: Date
  endsAt: Date
  /** How many sittings the series has by a rule: it only grows. */
  bySitting: number
}

/** Dates by the rules of one's bodies that are no sittings yet, soonest first. */
export async function readExpected(db: Db, actor: PersonActor, timeZone: string, at: Date): Promise<ExpectedDate[]> {
  const { countyId } = actor
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return []
  const planned = db.$count(
    meetings,
    and(
      eq(meetings.countyId, seriesRules.countyId),
      eq(meetings.seriesId, seriesRules.seriesId),
      isNotNull(meetings.occurrenceOn),
    ),
  )
  const found = await db
    .select({
      rule: seriesRules,
      bodyId: series.bodyId,
      bodyName: bodies.name,
      seriesName: series.name,
      seriesKind: series.kind,
      bySitting: planned,
    })
    .from(seriesRules)
    .innerJoin(series, and(eq(series.countyId, seriesRules.countyId), eq(series.id, seriesRules.seriesId)))
    .innerJoin(bodies, and(eq(bodies.countyId, series.countyId), eq(bodies.id, series.bodyId)))
    .where(and(eq(seriesRules.countyId, countyId), inArray(series.bodyId, bodyIds)))
  const readable = found.filter(({ bodyId }) => can(actor, 'meeting.read', { kind: 'body', countyId, bodyId }))
  const plans = await readPlans(
    db,
    countyId,
    readable.map(({ rule }) => rule),
    timeZone,
    at,
  )
  return readable
    .flatMap((series) =>
      plans.get(series.rule.seriesId)!.rows.flatMap(({ on, day, sitting, times }): ExpectedDate[] => {
        if (sitting || !times || day === null) return []
        const { startsAt, endsAt } = times
        return [{ ...series, seriesId: series.rule.seriesId, occurrenceOn: on, day, startsAt, endsAt }]
      }),
    )
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}
