// The words of a report, saved as its next version. Two who save over the same version meet at the key of report_texts: one
// is a version more, the other is told, and nothing of either is overwritten.
import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { reports, reportTexts } from '@/db/schema/reports'
import { can, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId } from '@/server/ids'
import { requireNoChildData } from '@/server/privacy/model'
import { ReportText, textFields, type EditReportForm } from './contract'

/** @returns the version in force @throws not_found also where the actor may not; conflict; invalid_input */
export async function editReport(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { reportId, version, keep, ...words }: EditReportForm,
  at: Date,
): Promise<number> {
  return db.transaction(async (tx) => {
    const [newest] = await tx
      .select({ bodyId: reports.bodyId, version: reportTexts.version, words: reportTexts.words })
      .from(reportTexts)
      .innerJoin(reports, and(eq(reports.countyId, reportTexts.countyId), eq(reports.id, reportTexts.reportId)))
      .where(and(eq(reportTexts.countyId, countyId), eq(reportTexts.reportId, reportId)))
      .orderBy(desc(reportTexts.version))
      .limit(1)
    if (!newest || !can(actor, 'report.write', { kind: 'body', countyId, bodyId: newest.bodyId }))
      throw new AppError('not_found')
    requireNoChildData(actor, countyId, words, keep)
    if (newest.version !== version) throw new AppError('conflict')
    const before = ReportText.parse(newest.words)
    if (textFields.every((name) => before[name] === words[name])) return version
    const saved = await tx
      .insert(reportTexts)
      .values({
        countyId,
        reportId,
        version: version + 1,
        words,
        byId: actor.kind === 'person' ? actor.personId : null,
        at,
      })
      .onConflictDoNothing()
      .returning({ version: reportTexts.version })
    if (saved.length === 0) throw new AppError('conflict')
    const detail = { version: version + 1 }
    await recordEvent(tx, countyId, actor, { verb: 'report.edit', thingId: reportId, detail }, at)
    return version + 1
  })
}
