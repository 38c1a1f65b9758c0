// A series for its page: its rule, what becomes of the dates, and its sittings that no date of the rule stands for.
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { seriesRules } from '@/db/schema/series-rules'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import type { BodyId, SeriesId } from '@/server/ids'
import { readPlans, readRule } from './read-plan'

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

export type ExpectedDate = {
  seriesId: SeriesId
  bodyId: BodyId
  bodyName: string
  seriesName: string
  seriesKind: string
  occurrenceOn: string
  startsAt: Date
  endsAt: Date
}

/** Dates by the rules of one's bodies that are no sittings yet, soonest first. */
export async function readExpected(db: Db, actor: PersonActor, timeZone: string, at: Date): Promise<ExpectedDate[]> {
  const { countyId } = actor
  const bodyIds = bodyIdsOf(actor)
  if (bodyIds.length === 0) return []
  const rules = await db
    .select({ rule: seriesRules, bodyId: series.bodyId, bodyName: bodies.name, name: series.name, kind: series.kind })
    .from(seriesRules)
    .innerJoin(series, and(eq(series.countyId, seriesRules.countyId), eq(series.id, seriesRules.seriesId)))
    .innerJoin(bodies, and(eq(bodies.countyId, series.countyId), eq(bodies.id, series.bodyId)))
    .where(and(eq(seriesRules.countyId, countyId), inArray(series.bodyId, bodyIds)))
  const readable = rules.filter(({ bodyId }) => can(actor, 'meeting.read', { kind: 'body', countyId, bodyId }))
  const plans = await readPlans(
    db,
    countyId,
    readable.map(({ rule }) => rule),
    timeZone,
    at,
  )
  return readable
    .flatMap(({ rule, bodyId, bodyName, name, kind }) =>
      plans.get(rule.seriesId)!.rows.flatMap(({ on, sitting, times }) =>
        sitting || !times
          ? []
          : [
              {
                ...{ seriesId: rule.seriesId, bodyId, bodyName, seriesName: name, seriesKind: kind },
                ...{ occurrenceOn: on, startsAt: times.startsAt, endsAt: times.endsAt },
              },
            ],
      ),
    )
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}
