// Opening a frozen text again: for whoever decides over it (server/signing), with a reason that the caller keeps. The rows
// are not touched: the text begins a new life (epoch) as the very text that was frozen, so that nothing an old client still
// holds from before comes into it. The locks are those of `freeze`, in the same order.
import { and, eq, sql as raw } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { requireAccess, type Actor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { DocumentId } from '@/server/ids'
import { readDocument } from '@/server/minutes/read'
import { lockForSettling } from '@/server/minutes/settle'

/** @param sha256 what it is frozen as. @throws conflict when it is not frozen, or as another text; not_found, not_allowed */
export async function unfreeze(
  tx: Tx,
  actor: Actor,
  { documentId, sha256 }: { documentId: DocumentId; sha256: string },
  at: Date,
): Promise<void> {
  await lockForSettling(tx, documentId)
  const [row] = await tx.select().from(documents).where(eq(documents.id, documentId)).for('update')
  const document = await readDocument(tx, documentId)
  if (!row || !document) throw new AppError('not_found')
  requireAccess(actor, 'minutes.reopen', document.thing)
  if (row.frozenAt === null || row.frozenSha256 !== sha256) throw new AppError('conflict')
  const { countyId } = document.thing
  await tx
    .update(documents)
    .set({ frozenAt: null, frozenSha256: null, epoch: raw`${documents.epoch} + 1` })
    .where(and(eq(documents.countyId, countyId), eq(documents.id, documentId)))
  await recordEvent(tx, countyId, actor, { verb: 'minutes.unfreeze', thingId: documentId, detail: { sha256 } }, at)
  await notify(tx, { kind: 'document', documentId, head: row.head, epoch: row.epoch + 1 })
  await notify(tx, { kind: 'access', countyId, documentId })
}
