// The second half of adding a file: all bytes are here. What they are is found in them, a picture is cleaned, the copy is
// put away under its hash, and only then is there a file for others.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { and, eq, sql } from 'drizzle-orm'
import { fileTypeFromFile } from 'file-type'
import type { Db, Tx } from '@/db/client'
import { files } from '@/db/schema/files'
import type { PersonActor } from '@/server/access'
import { noteEvidence } from '@/server/action-items/note-evidence'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { CountyId, FileId } from '@/server/ids'
import { hasConsent } from '@/server/privacy/consent'
import { mediaTypes, type MediaType } from './contract'
import { mayBeText, nameFor, takenType } from './model'
import { carryOut, Reader, type Piece } from './pieces'
import { comingPath, keptPath, makeFolder } from './place'
import { planHeic } from './strip-heic'
import { planJpeg } from './strip-jpeg'
import { planPng, planWebp } from './strip-png'
import { tellTable } from './tell-table'
import { isTextFile } from './text-file'

const plans: Partial<Record<MediaType, (file: Reader) => Promise<Piece[]>>> = {
  'image/jpeg': planJpeg,
  'image/png': planPng,
  'image/webp': planWebp,
  'image/heic': planHeic,
}

/**
 * Under the row's lock: of two requests that both bring the last byte, one finishes and the other finds it done.
 * @throws file_refused, file_unreadable, consent_needed: then nothing of it is kept
 */
export async function finishFile(db: Db, actor: PersonActor, id: FileId, at: Date): Promise<void> {
  const { countyId } = actor
  await db.transaction(async (tx) => {
    const here = and(eq(files.countyId, countyId), eq(files.id, id))
    const [row] = await tx.select().from(files).where(here).for('update')
    if (!row) throw new AppError('not_found')
    if (row.state !== 'uploading') return
    const coming = comingPath(countyId, id)
    const type = await typeOf(coming, row.name)
    if (type === null) throw new AppError('file_refused')
    // Whoever can be recognised in a photo was asked: whoever takes it has said so (server/privacy/consent.ts).
    const isPhoto = mediaTypes[type].kind === 'image' && row.actionItemId !== null
    if (isPhoto && !(await hasConsent(tx, countyId, actor.personId, 'photoEvidence')))
      throw new AppError('consent_needed')
    const { sha256, bytes } = await putAway(tx, countyId, coming, type)
    await tx
      .update(files)
      .set({ state: 'ready', mediaType: type, name: nameFor(row.name, type), sha256, bytes })
      .where(here)
    if (row.actionItemId) await noteEvidence(tx, actor, row.actionItemId, { id, kind: 'evidence' }, at)
    await tellTable(tx, row)
    await recordEvent(tx, countyId, actor, { verb: 'file.add', thingId: id, detail: { bytes, sha256, type } }, at)
  })
  await rm(comingPath(countyId, id), { force: true })
}

async function typeOf(path: string, name: string): Promise<MediaType | null> {
  const sniffed = await fileTypeFromFile(path)
  if (sniffed) return takenType(sniffed.mime)
  return mayBeText(name) && (await isTextFile(path)) ? 'text/plain' : null
}

/** A cleaned copy beside the original, then one rename: under the hash there is never half a file. */
async function putAway(tx: Tx, countyId: CountyId, coming: string, type: MediaType) {
  const clean = `${coming}.clean`
  const original = await open(coming, 'r')
  try {
    const { size } = await original.stat()
    const plan = (await plans[type]?.(new Reader(original, size))) ?? [{ from: 0, to: size }]
    const sha256 = await writeOut(original, plan, clean)
    const bytes = (await stat(clean)).size
    const kept = keptPath(countyId, sha256)
    await makeFolder(dirname(kept))
    // The sweep takes the same lock before it lets go of bytes that no row names any more.
    await lockBytes(tx, countyId, sha256)
    await rename(clean, kept)
    return { sha256, bytes }
  } finally {
    await original.close()
    await rm(clean, { force: true })
  }
}

/** Held until the transaction ends. */
export const lockBytes = (tx: Tx, countyId: CountyId, sha256: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${countyId} ${sha256}`}, 12))`)

/** On disk before its row says that it is. */
async function writeOut(original: FileHandle, plan: readonly Piece[], path: string): Promise<string> {
  const hash = createHash('sha256')
  async function* hashed() {
    for await (const bytes of carryOut(original, plan)) {
      hash.update(bytes)
      yield bytes
    }
  }
  await pipeline(hashed, createWriteStream(path, { mode: 0o600, flush: true }))
  return hash.digest('hex')
}
