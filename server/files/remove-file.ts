// Taking a file away and bringing it back: the bytes stay for 30 days (server/files/sweep.ts).
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { files } from '@/db/schema/files'
import { can, type PersonActor, type Verb } from '@/server/access'
import { noteEvidence } from '@/server/action-items/note-evidence'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { FileId } from '@/server/ids'
import { readFile, type FileRow } from './read'
import { tellTable } from './tell-table'

/** @throws not_found also for a file the person may not read; conflict for evidence of an item that was verified with it */
export const removeFile = (db: Db, actor: PersonActor, id: FileId, at: Date) =>
  change(db, actor, id, { from: 'ready', to: 'removed', verb: 'file.remove', event: 'file.remove' }, at)

/** Whoever may remove may undo it, as long as it is kept. */
export const restoreFile = (db: Db, actor: PersonActor, id: FileId, at: Date) =>
  change(db, actor, id, { from: 'removed', to: 'ready', verb: 'file.remove', event: 'file.restore' }, at)

type Step = { from: FileRow['state']; to: FileRow['state']; verb: Verb; event: string }

async function change(db: Db, actor: PersonActor, id: FileId, step: Step, at: Date): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const here = and(eq(files.countyId, countyId), eq(files.id, id))
    await tx.select({ id: files.id }).from(files).where(here).for('update')
    const found = await readFile(tx, countyId, id)
    if (!found || !can(actor, 'file.read', found.thing)) throw new AppError('not_found')
    if (!can(actor, step.verb, found.thing)) throw new AppError('not_allowed')
    if (found.row.state !== step.from) throw new AppError('conflict')
    await tx
      .update(files)
      .set({ state: step.to, removedAt: step.to === 'removed' ? at : null })
      .where(here)
    if (found.row.actionItemId) {
      const kind = step.to === 'removed' ? 'evidence-removed' : 'evidence-restored'
      await noteEvidence(tx, actor, found.row.actionItemId, { id, kind }, at)
    }
    await tellTable(tx, found.row)
    await recordEvent(tx, countyId, actor, { verb: step.event, thingId: id }, at)
  })
}
