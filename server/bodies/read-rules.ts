// What a body gave itself, for its page and its forms.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies, series } from '@/db/schema/bodies'
import { bodyQuorums, charterVersions } from '@/db/schema/body-rules'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { can, type Office, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, SeriesId, UnitId } from '@/server/ids'
import type { UnitKind } from '@/server/rooms/contract'
import { SeriesKind, type Quorum } from './contract'

export type CharterVersion = {
  number: number
  text: string
  inForceFrom: string
  why: string
  by: string | null
  createdAt: Date
}
export type SeriesRule = {
  id: SeriesId
  kind: SeriesKind
  name: string
  cadence: { every: number; unit: 'week' | 'month' } | null
  /** The day of the county on which it last met. */
  lastOn: string | null
}
export type Rules = {
  version: number
  evidence: string
  evidenceNumber: string | null
  conveningOffice: 'convenor' | 'deputy-convenor' | 'secretary' | null
  conveningUnitId: UnitId | null
  proposers: Office[]
  quorums: Partial<Record<UnitKind, Quorum>>
  series: SeriesRule[]
  /** Newest first. */
  charter: CharterVersion[]
}

/** @throws not_found also where the person may not read the body */
export async function readRules(db: Db, actor: PersonActor, bodyId: BodyId): Promise<Rules> {
  const { countyId } = actor
  const [body] = await db
    .select()
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
  if (!body || !can(actor, 'body.read', { kind: 'body', countyId, bodyId })) throw new AppError('not_found')
  const [quorums, kinds, charter] = await Promise.all([
    db
      .select()
      .from(bodyQuorums)
      .where(and(eq(bodyQuorums.countyId, countyId), eq(bodyQuorums.bodyId, bodyId))),
    readSeriesRules(db, actor, [bodyId]),
    db
      .select({
        number: charterVersions.number,
        text: charterVersions.text,
        inForceFrom: charterVersions.inForceFrom,
        why: charterVersions.why,
        by: people.name,
        createdAt: charterVersions.createdAt,
      })
      .from(charterVersions)
      .leftJoin(people, and(eq(people.countyId, charterVersions.countyId), eq(people.id, charterVersions.byPersonId)))
      .where(and(eq(charterVersions.countyId, countyId), eq(charterVersions.bodyId, bodyId)))
      .orderBy(desc(charterVersions.number)),
  ])
  const { version, evidence, evidenceNumber, conveningOffice, conveningUnitId, proposers } = body
  return {
    ...{ version, evidence, evidenceNumber, conveningOffice, conveningUnitId, proposers },
    quorums: Object.fromEntries(quorums.map((row) => [row.kind, asQuorum(row)])),
    series: kinds,
    charter,
  }
}

const asQuorum = ({ count, numerator, denominator }: typeof bodyQuorums.$inferSelect): Quorum =>
  count === null ? { numerator: numerator!, denominator: denominator! } : { count }

async function readSeriesRules(db: Db, { countyId }: PersonActor, bodyIds: BodyId[]): Promise<SeriesRule[]> {
  const rows = await db
    .select({
      id: series.id,
      kind: series.kind,
      name: series.name,
      every: series.cadenceEvery,
      unit: series.cadenceUnit,
      lastOn: sql<string | null>`max((${meetings.startsAt} at time zone ${counties.timeZone})::date)::text`,
    })
    .from(series)
    .innerJoin(counties, eq(counties.id, series.countyId))
    .leftJoin(
      meetings,
      and(eq(meetings.countyId, series.countyId), eq(meetings.seriesId, series.id), eq(meetings.state, 'ended')),
    )
    .where(and(eq(series.countyId, countyId), inArray(series.bodyId, bodyIds)))
    .groupBy(series.id, series.kind, series.name, series.cadenceEvery, series.cadenceUnit)
  const order = SeriesKind.options
  return rows
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(({ every, unit, ...row }) => ({ ...row, cadence: every && unit ? { every, unit } : null }))
}
