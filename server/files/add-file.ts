// The first half of adding a file: a row that keeps its place and its room while the bytes are on their way.
import type { Db } from '@/db/client'
import { files } from '@/db/schema/files'
import { can, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, FileId } from '@/server/ids'
import { countTry } from '@/server/people/rate-limit'
import { maxFileBytes, type FilePlace } from './contract'
import { cleanName } from './model'
import { takeRoom } from './quota'
import { placeColumns, readPlace } from './read'

/** Files one person may begin in ten minutes. */
const mostInTenMinutes = 100

/**
 * @param input.bytes as promised; no more are taken
 * @throws not_found also for a place the person may not add to: a restricted item's list is nobody else's business
 * @throws file_empty, file_too_large, quota_full, too_many_tries
 */
export async function addFile(
  db: Db,
  actor: PersonActor,
  countyId: CountyId,
  input: { id: FileId; place: FilePlace; name: string; bytes: number },
  at: Date,
): Promise<void> {
  const thing = await readPlace(db, countyId, input.place)
  if (!thing || !can(actor, 'file.read', thing)) throw new AppError('not_found')
  if (!can(actor, 'file.add', thing)) throw new AppError('not_allowed')
  if (input.bytes < 1) throw new AppError('file_empty')
  if (input.bytes > maxFileBytes) throw new AppError('file_too_large')
  await countTry(db, `file-add:${countyId}:${actor.personId}`, mostInTenMinutes, 600_000, at)
  const { id } = input
  await db.transaction(async (tx) => {
    await takeRoom(tx, countyId, input.bytes)
    await tx.insert(files).values({
      countyId,
      id,
      name: cleanName(input.name),
      bytes: input.bytes,
      uploaderId: actor.personId,
      ...placeColumns(input.place),
      createdAt: at,
    })
    await recordEvent(
      tx,
      countyId,
      actor,
      {
        verb: 'file.begin',
        thingId: id,
        detail: { place: input.place.kind, placeId: input.place.id, bytes: input.bytes },
      },
      at,
    )
  })
}
