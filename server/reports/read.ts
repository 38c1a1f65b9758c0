import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import { reports, reportTexts } from '@/db/schema/reports'
import { can, type PersonActor } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AppError } from '@/server/errors'
import type { BodyId, ReportId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import { Figures, ReportText } from './contract'

/** Of which bodies this person writes reports, the oldest first. Bodies without an item of the ledger too. */
export async function listReportable(db: Db, actor: PersonActor): Promise<{ id: BodyId; name: string }[]> {
  const { countyId } = actor
  const mine = bodyIdsOf(actor).filter((bodyId) => can(actor, 'report.write', { kind: 'body', countyId, bodyId }))
  if (mine.length === 0) return []
  return db
    .select({ id: bodies.id, name: bodies.name })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), inArray(bodies.id, mine)))
    .orderBy(asc(bodies.createdAt), asc(bodies.id))
}

export type ReportRow = { id: ReportId; asOf: string; title: string; version: number; at: Date; byName: string }

const joinReports = and(eq(reports.countyId, reportTexts.countyId), eq(reports.id, reportTexts.reportId))
const joinBy = and(eq(people.countyId, reportTexts.countyId), eq(people.id, reportTexts.byId))

/** The hundred newest of a body, each in its newest words. @throws not_found also where the person may not */
export async function listReports(db: Db, actor: PersonActor, bodyId: BodyId): Promise<ReportRow[]> {
  const { countyId } = actor
  if (!can(actor, 'report.write', { kind: 'body', countyId, bodyId })) throw new AppError('not_found')
  const rows = await db
    .select({
      id: reports.id,
      asOf: reports.asOf,
      words: reportTexts.words,
      version: reportTexts.version,
      at: reportTexts.at,
      byName: people.name,
    })
    .from(reports)
    .innerJoin(
      reportTexts,
      and(
        joinReports,
        sql`${reportTexts.version} = (select max(v.version) from report_texts v
          where v.county_id = ${reports.countyId} and v.report_id = ${reports.id})`,
      ),
    )
    .leftJoin(people, joinBy)
    .where(and(eq(reports.countyId, countyId), eq(reports.bodyId, bodyId)))
    .orderBy(desc(reports.madeAt), desc(reports.id))
    .limit(100)
  return rows.map(({ words, byName, ...row }) => ({
    ...row,
    title: ReportText.parse(words).title,
    byName: byName ?? '',
  }))
}

export type ReportView = {
  id: ReportId
  bodyId: BodyId
  bodyName: string
  asOf: string
  locale: Locale
  figures: Figures
  /** The one that was asked for. */
  version: number
  words: ReportText
  /** The newest first; who saved it is empty where nobody with an account did. */
  versions: { version: number; at: Date; byName: string }[]
}

/** @param version left out: the newest @throws not_found also where the person may not */
export async function readReport(db: Db, actor: PersonActor, id: ReportId, version?: number): Promise<ReportView> {
  const { countyId } = actor
  const [report] = await db
    .select({
      id: reports.id,
      bodyId: reports.bodyId,
      bodyName: bodies.name,
      asOf: reports.asOf,
      locale: reports.locale,
      figures: reports.figures,
    })
    .from(reports)
    .innerJoin(bodies, and(eq(bodies.countyId, reports.countyId), eq(bodies.id, reports.bodyId)))
    .where(and(eq(reports.countyId, countyId), eq(reports.id, id)))
  if (!report || !can(actor, 'report.write', { kind: 'body', countyId, bodyId: report.bodyId }))
    throw new AppError('not_found')
  const all = await db
    .select({ version: reportTexts.version, words: reportTexts.words, at: reportTexts.at, byName: people.name })
    .from(reportTexts)
    .leftJoin(people, joinBy)
    .where(and(eq(reportTexts.countyId, countyId), eq(reportTexts.reportId, id)))
    .orderBy(desc(reportTexts.version))
  const shown = version === undefined ? all[0] : all.find((each) => each.version === version)
  if (!shown) throw new AppError('not_found')
  return {
    ...report,
    figures: Figures.parse(report.figures),
    version: shown.version,
    words: ReportText.parse(shown.words),
    versions: all.map(({ version: of, at, byName }) => ({ version: of, at, byName: byName ?? '' })),
  }
}
