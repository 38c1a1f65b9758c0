// What nobody will come back for: uploads not finished within a day, files removed 30 days ago, bytes that no row names.
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, lt, or } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { files } from '@/db/schema/files'
import { recordEvent } from '@/server/events/record'
import { FileId, type CountyId } from '@/server/ids'
import { lockBytes } from './finish-file'
import { comingFolder, comingPath, keptPath } from './place'

export const unfinishedForMs = 86_400_000
export const removedForMs = 30 * 86_400_000
const atOnce = 500

export async function sweepFiles(db: Db, at: Date): Promise<{ uploads: number; files: number }> {
  const sum = { uploads: 0, files: 0 }
  for (const { id: countyId } of await db.select({ id: counties.id }).from(counties)) {
    const swept = await sweepCounty(db, countyId, at)
    sum.uploads += swept.uploads
    sum.files += swept.files
    await sweepStrays(db, countyId, at)
  }
  return sum
}

async function sweepCounty(db: Db, countyId: CountyId, at: Date): Promise<{ uploads: number; files: number }> {
  const old = or(
    and(eq(files.state, 'uploading'), lt(files.createdAt, new Date(at.getTime() - unfinishedForMs))),
    and(eq(files.state, 'removed'), lt(files.removedAt, new Date(at.getTime() - removedForMs))),
  )
  return db.transaction(async (tx) => {
    // Skipping what is locked: somebody just brings the last byte, or undoes the removal.
    const rows = await tx
      .select()
      .from(files)
      .where(and(eq(files.countyId, countyId), old))
      .limit(atOnce)
      .for('update', { skipLocked: true })
    for (const row of rows) {
      await tx.delete(files).where(and(eq(files.countyId, countyId), eq(files.id, row.id)))
      await rm(comingPath(countyId, row.id), { force: true })
      if (row.sha256 !== null) await letGo(tx, countyId, row.sha256)
    }
    const uploads = rows.filter((row) => row.state === 'uploading').length
    const swept = { uploads, files: rows.length - uploads }
    if (rows.length > 0) await recordEvent(tx, countyId, { kind: 'system' }, { verb: 'file.sweep', detail: swept }, at)
    return swept
  })
}

/** Bytes go with the last row that names them. A crash between this and the commit finds the row again, and no bytes. */
export async function letGo(tx: Tx, countyId: CountyId, sha256: string): Promise<void> {
  await lockBytes(tx, countyId, sha256)
  const [other] = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.countyId, countyId), eq(files.sha256, sha256)))
    .limit(1)
  if (!other) await rm(keptPath(countyId, sha256), { force: true })
}

/** What arrived for a row that is gone: a process was killed between the two. */
async function sweepStrays(db: Db, countyId: CountyId, at: Date): Promise<void> {
  const folder = comingFolder(countyId)
  for (const name of await readdir(folder).catch(() => [])) {
    const seen = await stat(join(folder, name)).catch(() => null)
    if (!seen || at.getTime() - seen.mtimeMs < 2 * unfinishedForMs) continue
    const id = FileId.safeParse(name)
    const [row] = id.success
      ? await db
          .select({ id: files.id })
          .from(files)
          .where(and(eq(files.countyId, countyId), eq(files.id, id.data), eq(files.state, 'uploading')))
      : []
    if (!row) await rm(join(folder, name), { force: true })
  }
}
