// Turns a long tail into a snapshot, in a worker, because collecting the garbage of a long session takes hundreds of
// milliseconds. The rows stay (DECISIONS 7: archived until the minutes are issued); a load no longer reads them.
// A snapshot is kept only when it was read back and found to be the same document; otherwise the tail just stays longer.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { and, eq, lt } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { documents, documentSnapshots } from '@/db/schema/minutes'
import type { DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { loadBytes, type StoredSnapshot } from '@/server/minutes/load'
import { findDeleteSet, readDeleteSet } from '@/server/minutes/update-bytes'

/** `refused`: how many updates Yjs threw at; they are not in the snapshot. */
type Answer = { data: Uint8Array; vector: Uint8Array; refused: number } | { problem: string }

// Runs in the worker: plain JavaScript, because the bundled server has no file of its own for it.
// One update at a time: in one transaction Y would collect garbage only at its end, four times slower on real sessions.
const source = `
const { parentPort, workerData } = require('node:worker_threads')
const Y = require(workerData.yjs)
const build = (parts) => {
  const doc = new Y.Doc()
  for (const [at, part] of parts.entries()) {
    try {
      Y.applyUpdate(doc, part)
    } catch {
      return { at }
    }
  }
  return { doc }
}
parentPort.on('message', ({ id, parts }) => {
  try {
    let refused = 0
    let built = build(parts)
    // Anew without it: what it left half done must not stay.
    for (; !built.doc && refused < 50; refused++) built = build((parts.splice(built.at, 1), parts))
    const { doc } = built
    if (!doc) throw new Error('Yjs refuses too many updates')
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('something is missing before an update')
    const data = Y.encodeStateAsUpdate(doc)
    const { doc: again } = build([data])
    if (!again) throw new Error('the snapshot cannot be read')
    if (again.store.pendingStructs || again.store.pendingDs) throw new Error('the snapshot has gaps')
    if (Buffer.compare(Y.encodeStateAsUpdate(again), data) !== 0) throw new Error('the snapshot reads back differently')
    parentPort.postMessage({ id, answer: { data, vector: Y.encodeStateVector(doc), refused } })
  } catch (error) {
    parentPort.postMessage({ id, answer: { problem: String(error && error.message) } })
  }
})`

let worker: Worker | null = null
let lastId = 0
const asked = new Map<number, (answer: Answer) => void>()

function warmWorker(): Worker {
  if (worker) return worker
  const yjs = createRequire(join(process.cwd(), 'package.json')).resolve('yjs')
  const made = new Worker(source, { eval: true, workerData: { yjs } })
  made.unref()
  made.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
    asked.get(id)?.(answer)
    asked.delete(id)
  })
  const fail = (error?: unknown) => {
    worker = null
    for (const [id, answer] of asked) {
      asked.delete(id)
      answer({ problem: `the worker ended: ${String(error ?? '')}` })
    }
  }
  made.on('error', fail)
  made.on('exit', () => worker === made && fail())
  worker = made
  return made
}

function rebuild(parts: Uint8Array[]): Promise<Answer> {
  return new Promise((resolve) => {
    const id = ++lastId
    asked.set(id, resolve)
    warmWorker().postMessage({ id, parts })
  })
}

/** Null when there was nothing to gain, somebody was faster, or the snapshot could not be trusted. */
export async function compact(db: Db, documentId: DocumentId, at: Date): Promise<StoredSnapshot | null> {
  const stored = await loadBytes(db, documentId)
  if (!stored || stored.rows.length === 0) return null
  // A snapshot of what is left would hide for good that something is missing.
  if (stored.missing > 0 || stored.rows.some((row) => row.isDamaged)) return null
  const parts = [...(stored.snapshot ? [stored.snapshot.data] : []), ...stored.rows.flatMap((row) => row.updates)]
  const answer = await rebuild(parts.map((part) => new Uint8Array(part)))
  if ('problem' in answer) {
    log.warn({ documentId, problem: answer.problem }, 'minutes: not compacted')
    return null
  }
  const { data, vector, refused } = answer
  if (refused > 0) log.error({ documentId, refused }, 'minutes: updates that Yjs refuses are not in the snapshot')
  const deletesAt = findDeleteSet(data)
  readDeleteSet(data, deletesAt)
  const seq = stored.head
  const sha256 = createHash('sha256').update(data).digest('hex')
  return db.transaction(async (tx) => {
    const [moved] = await tx
      .update(documents)
      .set({ snapshotSeq: seq })
      .where(and(eq(documents.id, documentId), lt(documents.snapshotSeq, seq)))
      .returning({ countyId: documents.countyId })
    if (!moved) return null
    await tx
      .insert(documentSnapshots)
      .values({ countyId: moved.countyId, documentId, seq, data, sha256, vector, deletesAt, at })
    return { seq, data, vector, deletesAt }
  })
}
