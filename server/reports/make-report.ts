// One press writes it: counted, put into words, kept as a draft. Of one press that arrives twice the key lets one through.
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { reports, reportTexts } from '@/db/schema/reports'
import { requireAccess, type Actor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { ReportId, type CountyId } from '@/server/ids'
import type { MakeReportForm } from './contract'
import { countBody } from './count'
import { firstText } from './first-text'

/** @returns the draft @throws not_allowed, not_found */
export async function makeReport(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { bodyId, onceKey }: MakeReportForm,
  at: Date,
): Promise<ReportId> {
  requireAccess(actor, 'report.write', { kind: 'body', countyId, bodyId })
  const counted = await countBody(db, { countyId, bodyId }, at)
  const id = ReportId.parse(crypto.randomUUID())
  const byId = actor.kind === 'person' ? actor.personId : null
  const { asOf, locale, figures } = counted
  return db.transaction(async (tx) => {
    const made = await tx
      .insert(reports)
      .values({ countyId, id, bodyId, asOf, locale, figures, onceKey, madeById: byId, madeAt: at })
      .onConflictDoNothing()
      .returning({ id: reports.id })
    if (made.length === 0) {
      const [known] = await tx
        .select({ id: reports.id })
        .from(reports)
        .where(and(eq(reports.countyId, countyId), eq(reports.bodyId, bodyId), eq(reports.onceKey, onceKey)))
      return known!.id
    }
    await tx.insert(reportTexts).values({ countyId, reportId: id, version: 1, words: firstText(counted), byId, at })
    const detail = { bodyId, total: figures.whole.total }
    await recordEvent(tx, countyId, actor, { verb: 'report.make', thingId: id, detail }, at)
    return id
  })
}
