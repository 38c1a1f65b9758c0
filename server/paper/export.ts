// The minutes of a sitting as a file to take away.
import { z } from 'zod'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { DocumentId, MeetingId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import { readIssuedPaper } from '@/server/signing/read-issued'
import { paperFormats, paperStyles, type PaperFormat } from './contract'
import { readDraft } from './read'
import { renderPaper } from './render'
import { writeJson } from './write-json'

/** What the address of a download says. @see components/paper/download-menu.tsx */
export const MinutesExport = z.object({
  format: z.enum(paperFormats, 'unknown'),
  style: z.enum(paperStyles).catch('official').default('official'),
})
export type MinutesExport = z.infer<typeof MinutesExport>

const types: Record<PaperFormat, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
}

export type ExportedFile = { body: Uint8Array<ArrayBuffer>; type: string; fileName: string }

/**
 * As issued, the stored bytes and nothing made anew; until then a draft that says so.
 * @param style and locale of a draft; what was issued has one form
 * @throws not_found, not_allowed, document_quarantined, unavailable
 */
export async function exportMinutes(
  db: Db,
  actor: PersonActor,
  meetingId: MeetingId,
  wish: MinutesExport & { locale: Locale },
  at: Date,
): Promise<ExportedFile> {
  const { format } = wish
  const issued = await readIssuedPaper(db, actor, meetingId, format)
  const made = issued ? asIssued(issued) : await asDraft(db, actor, meetingId, wish, at)
  // Minutes that leave the house leave a line: they name people.
  const detail = { format, style: issued ? 'official' : wish.style, state: issued ? 'issued' : 'draft' }
  const event = { verb: 'minutes.export', thingId: made.documentId, detail }
  await db.transaction((tx) => recordEvent(tx, actor.countyId, actor, event, at))
  const fileName = `${issued ? '' : 'draft-'}minutes-${made.issueNumber}-${made.day}.${format}`
  return { body: made.body, type: types[format], fileName }
}

type Made = { body: Uint8Array<ArrayBuffer>; documentId: DocumentId; issueNumber: number; day: string }

const asIssued = ({ data, row }: NonNullable<Awaited<ReturnType<typeof readIssuedPaper>>>): Made => ({
  body: data,
  documentId: row.documentId,
  issueNumber: row.issueNumber,
  day: row.day,
})

async function asDraft(
  db: Db,
  actor: PersonActor,
  meetingId: MeetingId,
  { format, style, locale }: MinutesExport & { locale: Locale },
  at: Date,
): Promise<Made> {
  const { documentId, head, items, paper } = await readDraft(db, actor, meetingId, at)
  const body =
    format === 'json'
      ? writeJson(head, items, { record: null, issue: null })
      : await renderPaper(paper, { format, style, locale })
  return { body, documentId, issueNumber: paper.issueNumber, day: paper.date }
}
