// The minutes of a sitting as a file to take away.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import { type MeetingId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import { paperFormats, paperStyles, type PaperFormat, type PaperMinutes } from './contract'
import { paperOf, readCanonicalMinutes } from './read'
import { renderPaper } from './render'

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
 * @param locale of labels; the text is as it was written
 * @throws not_found, not_allowed, document_quarantined, unavailable
 */
export async function exportMinutes(
  db: Db,
  actor: PersonActor,
  meetingId: MeetingId,
  { format, style, locale }: MinutesExport & { locale: Locale },
  at: Date,
): Promise<ExportedFile> {
  const { meeting, items } = await readCanonicalMinutes(db, actor, meetingId, at)
  const paper = await paperOf(db, meeting, items, at)
  const body = format === 'json' ? asJson(paper, items) : await renderPaper(paper, { format, style, locale })
  // Minutes that leave the house leave a line: they name people.
  const detail = { format, style, state: paper.state }
  const event = { verb: 'minutes.export', thingId: meeting.documentId, detail }
  await db.transaction((tx) => recordEvent(tx, actor.countyId, actor, event, at))
  return { body, type: types[format], fileName: `minutes-${meeting.issueNumber}-${paper.date}.${format}` }
}

type Item = { id: string; content: unknown[] | null; sha256: string }

/**
 * `items`: each with `sha256` over the RFC 8785 form of `{ id, content }`; `content` may be taken out (null) and the whole
 * still verifies. `sha256`: over the RFC 8785 form of the list of `{ id, sha256 }`. `record`: what the paper prints around it.
 */
function asJson(paper: PaperMinutes, items: readonly Item[]): Uint8Array<ArrayBuffer> {
  const root = items.map(({ id, sha256 }) => ({ id, sha256 }))
  const sha256 = createHash('sha256').update(canonicalize(root)!).digest('hex')
  const { sections, actionItems: _, ...facts } = paper
  const record = {
    ...facts,
    agenda: sections.map(({ id, number, title, isRestricted }) => ({ id, number, title, isRestricted })),
  }
  const file = {
    format: 'lianxi-minutes/1',
    items: items.map(({ id, content, sha256: of }) => ({ id, content, sha256: of })),
    sha256,
    record,
  }
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`)
}
