// Files on their way in, by the tus protocol (resumable uploads over plain HTTP). @tus/server speaks it; this store keeps the
// bytes below DATA_DIR and everything else in rows. Access is asked at every request: who was taken off a list in the middle
// of an upload brings not one byte more.
import { createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DataStore, ERRORS, MemoryLocker, Server, Upload } from '@tus/server'
import type { Db } from '@/db/client'
import { can, type PersonActor } from '@/server/access'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { FileId } from '@/server/ids'
import { log } from '@/server/log'
import { addFile } from './add-file'
import { UploadMetadata, uploadsPath } from './contract'
import { dropUpload } from './drop-upload'
import { finishFile } from './finish-file'
import { comingFolder, comingPath, makeFolder } from './place'
import { readFile } from './read'

export type UploadAsk = { db: Db; actor: PersonActor; now: () => Date }

/** A second request for one upload ends the first on this node. Two nodes would write the same bytes to the same places. */
const locker = new MemoryLocker()

export async function receiveUpload(req: IncomingMessage, res: ServerResponse, ask: UploadAsk): Promise<void> {
  const server = new Server({
    path: uploadsPath,
    datastore: new UploadStore(ask),
    locker,
    relativeLocation: true,
    allowedOrigins: () => false,
    namingFunction: () => crypto.randomUUID(),
    onUploadFinish: async (_request, { id }) => {
      await finishOrDrop(ask, FileId.parse(id))
      return {}
    },
    onResponseError: (_request, error) => answerTo(error),
  })
  await server.handle(req, res)
}

async function finishOrDrop(ask: UploadAsk, id: FileId): Promise<void> {
  try {
    await finishFile(ask.db, ask.actor, id, ask.now())
  } catch (error) {
    const { code } = fromDisk(error)
    // What is our own fault may be tried again with the bytes that are here; what the file is will not change.
    if (code !== 'internal') await dropUpload(ask.db, ask.actor, id, { result: 'refused', reason: code }, ask.now())
    throw fromDisk(error)
  }
}

const fullDisk = ['ENOSPC', 'EDQUOT']
const fromDisk = (error: unknown): AppError =>
  fullDisk.includes(String((error as NodeJS.ErrnoException).code))
    ? new AppError('disk_full', {}, { cause: error })
    : toAppError(error)

/** tus knows a status and a body: ours carries the code that a person's language has a sentence for. */
function answerTo(
  error: Error | { status_code: number; body: string },
): { status_code: number; body: string } | undefined {
  if ('status_code' in error) return undefined
  const { code, cause } = fromDisk(error)
  if (code === 'internal') log.error({ error: String((cause as Error)?.stack ?? cause) }, 'files: an upload failed')
  return { status_code: errorTable[code].http, body: JSON.stringify({ code }) }
}

class UploadStore extends DataStore {
  constructor(private readonly ask: UploadAsk) {
    super()
    this.extensions = ['creation', 'termination']
  }

  private path = (id: string) => comingPath(this.ask.actor.countyId, FileId.parse(id))

  override async create(upload: Upload): Promise<Upload> {
    const { db, actor, now } = this.ask
    const said = UploadMetadata.safeParse(upload.metadata ?? {})
    if (!said.success) throw new AppError('not_found')
    const id = FileId.parse(upload.id)
    await addFile(db, actor, actor.countyId, { id, ...said.data, bytes: upload.size ?? 0 }, now())
    await makeFolder(comingFolder(actor.countyId))
    await (await open(this.path(id), 'wx', 0o600)).close()
    // What came with it is in the row; what is told back at every HEAD need not be.
    upload.metadata = undefined
    return upload
  }

  /** @throws tus's 404 also for somebody else's upload */
  override async getUpload(text: string): Promise<Upload> {
    const { db, actor } = this.ask
    const id = FileId.safeParse(text)
    const found = id.success ? await readFile(db, actor.countyId, id.data) : null
    if (!found || found.row.uploaderId !== actor.personId || !can(actor, 'file.add', found.thing))
      throw ERRORS.FILE_NOT_FOUND
    const { row } = found
    if (row.state === 'removed') throw ERRORS.FILE_NOT_FOUND
    // The last answer was lost: nothing is left to send.
    if (row.state === 'ready') return new Upload({ id: text, size: row.bytes, offset: row.bytes })
    const { size: offset } = await stat(this.path(text))
    return new Upload({ id: text, size: row.bytes, offset })
  }

  /** What arrived before a cut stays: the length of the file is where the next request goes on. */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const out = createWriteStream(this.path(id), { flags: 'r+', start: offset })
    try {
      await pipeline(stream, out)
    } catch (error) {
      const { db, actor, now } = this.ask
      if (fromDisk(error).code === 'disk_full') {
        await dropUpload(db, actor, FileId.parse(id), { result: 'refused', reason: 'disk_full' }, now())
        throw fromDisk(error)
      }
      throw error
    }
    return offset + out.bytesWritten
  }

  override async remove(text: string): Promise<void> {
    const { db, actor, now } = this.ask
    const id = FileId.safeParse(text)
    if (id.success) await dropUpload(db, actor, id.data, { result: 'done', reason: 'cancelled' }, now())
  }
}
