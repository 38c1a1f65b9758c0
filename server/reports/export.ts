// A report as a file to send: the newest words over the figures of its day.
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { ReportId } from '@/server/ids'
import { renderLetter } from '@/server/paper/render'
import type { ReportFormat } from './contract'
import { letterOf } from './letter'
import { readReport } from './read'

const types: Record<ReportFormat, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** @throws not_found also where the actor may not; unavailable */
export async function exportReport(
  db: Db,
  actor: PersonActor,
  id: ReportId,
  format: ReportFormat,
  at: Date,
): Promise<{ body: Uint8Array<ArrayBuffer>; type: string; fileName: string }> {
  const report = await readReport(db, actor, id)
  const body = await renderLetter(letterOf(report), { format })
  const detail = { format, version: report.version }
  await db.transaction((tx) =>
    recordEvent(tx, actor.countyId, actor, { verb: 'report.export', thingId: id, detail }, at),
  )
  return { body, type: types[format], fileName: `report-${report.asOf}.${format}` }
}
