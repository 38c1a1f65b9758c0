// The minutes of a sitting as they stand on disk, to be printed as a draft: put together as they would be signed now.
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { BodyId, CountyId, DocumentId, MeetingId } from '@/server/ids'
import { readMeeting } from '@/server/meetings/read'
import { canonicalItems, type CanonicalItem } from '@/server/minutes/canonical'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { readDocument } from '@/server/minutes/read'
import { settle } from '@/server/minutes/settle'
import { headOf } from '@/server/signing/text'
import { readCanonicalVotes } from '@/server/votes/read-canonical'
import type { PaperMinutes } from './contract'
import { paperOf, type HeadWithFacts } from './paper-of'

export type Draft = { documentId: DocumentId; head: HeadWithFacts; items: CanonicalItem[]; paper: PaperMinutes }

/** As a draft. @throws as readDraft */
export const readPaper = async (db: Db, actor: Actor, meetingId: MeetingId, at: Date): Promise<PaperMinutes> =>
  (await readDraft(db, actor, meetingId, at)).paper

/**
 * Records are settled first, so that their numbers are on the paper.
 * @throws not_found, not_allowed, document_quarantined where rows are missing
 */
export async function readDraft(db: Db, actor: Actor, meetingId: MeetingId, at: Date): Promise<Draft> {
  const { countyId, bodyId, bodyName, documentId, agenda } = await readMeeting(db, actor, meetingId)
  const header = await readDocument(db, documentId)
  if (!header) throw new AppError('not_found')
  requireAccess(actor, 'minutes.read', header.thing)
  await settle(db, documentId, at)
  const stored = await loadBytes(db, documentId)
  if (!stored) throw new AppError('not_found')
  // What is left of a document is never printed as if it were the whole.
  if (stored.missing > 0) throw new AppError('document_quarantined')
  const { doc } = await buildDocInTurns(stored)
  const items = canonicalItems(doc, agenda, await readCanonicalVotes(db, countyId, documentId))
  doc.destroy()
  const [head, now] = await Promise.all([
    headOf(db, { countyId, meetingId }, at),
    readUnitsNow(db, { countyId, bodyId }),
  ])
  const paper = paperOf(head, items, {
    issuingUnit: now.find(({ isLead }) => isLead)?.name ?? bodyName,
    documentNumber: '',
    distribution: now.map(({ name }) => name),
    signOff: null,
    state: 'draft',
  })
  return { documentId, head, items, paper }
}

/** The lead first. */
export const readUnitsNow = (db: Db | Tx, { countyId, bodyId }: { countyId: CountyId; bodyId: BodyId }) =>
  db
    .select({ id: units.id, name: units.name, isLead: bodyUnits.isLead })
    .from(bodyUnits)
    .innerJoin(units, and(eq(units.countyId, bodyUnits.countyId), eq(units.id, bodyUnits.unitId)))
    .where(and(eq(bodyUnits.countyId, countyId), eq(bodyUnits.bodyId, bodyId), isNull(bodyUnits.takenOutAt)))
    .orderBy(sql`${bodyUnits.isLead} desc`, asc(units.createdAt), asc(units.name))
