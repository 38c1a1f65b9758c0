import { rm } from 'node:fs/promises'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { files } from '@/db/schema/files'
import type { PersonActor } from '@/server/access'
import { recordEvent } from '@/server/events/record'
import type { FileId } from '@/server/ids'
import { comingPath } from './place'

/** An upload that was cancelled or refused: its row goes and with it the room it took, then its bytes. */
export async function dropUpload(
  db: Db,
  actor: PersonActor,
  id: FileId,
  why: { result: 'done' | 'refused'; reason: string },
  at: Date,
): Promise<void> {
  const { countyId, personId } = actor
  await db.transaction(async (tx) => {
    const dropped = await tx
      .delete(files)
      .where(
        and(
          eq(files.countyId, countyId),
          eq(files.id, id),
          eq(files.uploaderId, personId),
          eq(files.state, 'uploading'),
        ),
      )
      .returning({ id: files.id })
    if (dropped.length === 0) return
    const { result, reason } = why
    await recordEvent(tx, countyId, actor, { verb: 'file.drop', thingId: id, result, detail: { reason } }, at)
  })
  await rm(comingPath(countyId, id), { force: true })
}
