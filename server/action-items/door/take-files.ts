// Files of a plain form go the same way as those that come piece by piece: a row and its room, the bytes, then what they are.
import { writeFile } from 'node:fs/promises'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { toAppError, type ErrorCode } from '@/server/errors'
import { addFile } from '@/server/files/add-file'
import { dropUpload } from '@/server/files/drop-upload'
import { finishFile } from '@/server/files/finish-file'
import { comingFolder, comingPath, makeFolder } from '@/server/files/place'
import { FileId, type ActionItemId } from '@/server/ids'

/** @returns why the first one that was refused was; null when all are there */
export async function takeFiles(
  db: Db,
  person: PersonActor,
  actionItemId: ActionItemId,
  files: readonly File[],
  at: Date,
): Promise<ErrorCode | null> {
  const { countyId } = person
  for (const file of files) {
    const id = FileId.parse(crypto.randomUUID())
    try {
      const place = { kind: 'actionItem', id: actionItemId } as const
      await addFile(db, person, countyId, { id, place, name: file.name, bytes: file.size }, at)
      await makeFolder(comingFolder(countyId))
      await writeFile(comingPath(countyId, id), Buffer.from(await file.arrayBuffer()), { mode: 0o600, flag: 'wx' })
      await finishFile(db, person, id, at)
    } catch (error) {
      const { code } = toAppError(error)
      await dropUpload(db, person, id, { result: 'refused', reason: code }, at)
      if (code === 'internal') throw error
      return code
    }
  }
  return null
}
