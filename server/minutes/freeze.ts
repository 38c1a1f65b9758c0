// Freezing the text that somebody has read, before it is circulated, signed or issued. The person's own words are on disk
// first (the client's whenDurable), then `readTextAt` says what stands there, then `freeze` takes exactly that or nothing.
// The race with late edits is settled by the document's row: the writer's statement locks it and passes over a frozen one
// (store.ts), `freeze` holds the same lock while it compares. An edit is either in the text compared, or refused.
import { and, eq, sql as raw } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { DocumentId } from '@/server/ids'
import { canonicalText, type CanonicalText } from '@/server/minutes/canonical'
import { buildDocInTurns, loadBytes, type StoredBytes } from '@/server/minutes/load'
import { readAgendaOf, readDocument, type DocumentHeader } from '@/server/minutes/read'
import { lockForSettling, settle } from '@/server/minutes/settle'
import { hasOpenVote, readCanonicalVotes } from '@/server/votes/read-canonical'

export type TextAt = CanonicalText & {
  /** Sequence of the newest update in it. */
  seq: number
}

/** What is on disk now, settled, so that its numbers are in it. @throws not_found, or why one may not read */
export async function readTextAt(db: Db, actor: Actor, documentId: DocumentId, at: Date): Promise<TextAt> {
  const document = await mustRead(db, documentId)
  requireAccess(actor, 'minutes.read', document.thing)
  await settle(db, documentId, at)
  return db.transaction((tx) => textIn(tx, document))
}

/**
 * @param seen what the person agreed to, as `readTextAt` gave it
 * @throws text_changed when anything was written since, document_frozen, not_allowed, not_found
 */
export async function freeze(
  db: Db | Tx,
  actor: Actor,
  { documentId, seq, sha256 }: { documentId: DocumentId; seq: number; sha256: string },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // In the order in which settling takes them.
    await lockForSettling(tx, documentId)
    const [row] = await tx.select().from(documents).where(eq(documents.id, documentId)).for('update')
    const document = await mustRead(tx, documentId)
    requireAccess(actor, 'minutes.freeze', document.thing)
    if (!row || row.frozenAt) throw new AppError('document_frozen')
    // Its result would change the text that was signed.
    if (await hasOpenVote(tx, document.thing.countyId, documentId)) throw new AppError('vote_open')
    // A record that is not in the ledger yet would be signed and never followed up.
    if (row.head !== seq || row.settledSeq !== row.head) throw new AppError('text_changed')
    const text = await textIn(tx, document)
    if (text.sha256 !== sha256) throw new AppError('text_changed')
    const { countyId } = document.thing
    await tx
      .update(documents)
      .set({ frozenAt: at, frozenSha256: sha256, epoch: raw`${documents.epoch} + 1` })
      .where(and(eq(documents.countyId, countyId), eq(documents.id, documentId)))
    await recordEvent(tx, countyId, actor, { verb: 'minutes.freeze', thingId: documentId, detail: { seq, sha256 } }, at)
    await notify(tx, { kind: 'document', documentId, head: row.head, epoch: row.epoch + 1 })
    await notify(tx, { kind: 'access', countyId, documentId })
  })
}

async function mustRead(db: Db | Tx, documentId: DocumentId): Promise<DocumentHeader> {
  const document = await readDocument(db, documentId)
  if (!document) throw new AppError('not_found')
  return document
}

const textIn = async (tx: Tx, document: DocumentHeader): Promise<TextAt> =>
  textOf(tx, document, await loadBytes(tx, document.thing.documentId))

/** @throws document_quarantined where rows are missing: what is left of a document is never made final */
export async function textOf(tx: Db | Tx, { thing }: DocumentHeader, stored: StoredBytes | null): Promise<TextAt> {
  if (!stored) throw new AppError('not_found')
  if (stored.missing > 0) throw new AppError('document_quarantined')
  const { doc } = await buildDocInTurns(stored)
  const agenda = thing.meeting ? await readAgendaOf(tx, thing.countyId, thing.meeting.meetingId) : null
  const votes = await readCanonicalVotes(tx, thing.countyId, thing.documentId)
  const text = canonicalText(doc, agenda, votes)
  doc.destroy()
  return { seq: stored.head, ...text }
}
