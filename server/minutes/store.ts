// The one writer of a process: whatever queued while the last commit ran goes to disk in one statement, for all documents
// together. Promises: `onCommitted` only after COMMIT; a batch whose outcome is unknown is written again (updates are
// idempotent); a document that Postgres refuses, or whose row somebody holds, never holds up the others for more than a
// second; after an outage it goes on by itself.
import type postgres from 'postgres'
import type { CountyId, DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import type { HintedRow } from '@/server/minutes/hints'
import { isTheDocumentsFault } from '@/server/minutes/quarantine'
import { NoAnswer, ownLine, toRows, whyRefused, write, type Committed, type Part } from '@/server/minutes/write-rows'

export type QueuedUpdate = {
  data: Uint8Array
  senderId: string | null
  /** Whose words they are, by client id; null when all of them are the sender's own. */
  clients: readonly number[] | null
  /** The sender's client id, with the first own edit on a connection: its author from then on. */
  binds: number | null
  /** Sequence of its row; 0 until committed. */
  seq: number
}
export type Refusal = 'frozen' | 'gone' | 'failing'
/** Whose updates they are. A document that was dropped and opened again is another sink: answers never get mixed up. */
export type Sink = {
  readonly countyId: CountyId
  readonly id: DocumentId
  /** Rows base+1 … head are these updates, in the order pushed. */
  onCommitted(updates: readonly QueuedUpdate[], base: number, head: number): void
  /** These updates will never be stored. */
  onRefused(updates: readonly QueuedUpdate[], why: Refusal): void
}
export type Flusher = {
  push(sink: Sink, update: QueuedUpdate): void
  /** Somebody waits to be told that what is queued is on disk. */
  hurry(): void
  /** Bytes waiting or under way: of everything, and of one document. */
  readonly pendingBytes: number
  pendingBytesOf(sink: Sink): number
  /** Connects and lets Postgres plan the statement, so that the first edit need not wait for either. */
  warm(): Promise<void>
  /** True while a commit is under way. */
  readonly isBusy: boolean
  /** Resolves when nothing waits, or false after `timeoutMs`. */
  drain(timeoutMs: number): Promise<boolean>
  /** `commitMs` is the sum of waits for Postgres. */
  stats(): { commits: number; updates: number; failures: number; commitMs: number; pendingBytes: number }
  close(): Promise<void>
}

/** Bounds one statement: larger ones make everybody's answer wait, smaller ones waste commits. */
const batchBytes = 512 * 1024
/** Milliseconds until a document whose row somebody holds is tried again. */
const heldMs = 2_000
/**
 * Milliseconds between two commits that are far from full, while somebody waits for an answer and while nobody does: each
 * costs the same, however little is in it. The first edit after a pause never waits.
 */
const paceMs = { asked: 4, unasked: 50 }
const fullFrom = 64 * 1024

/** @param noteHead told of every new head and the rows up to it, after their commit */
export function createFlusher(
  shared: postgres.Sql,
  now: () => Date,
  noteHead: (documentId: DocumentId, head: number, rows: readonly HintedRow[]) => void,
): Flusher {
  let sql = ownLine(shared)
  const waiting = new Map<Sink, QueuedUpdate[]>()
  const bytesOf = new Map<Sink, number>()
  /** Documents whose row somebody else held, and when each is tried again. */
  const heldUntil = new Map<Sink, number>()
  let pendingBytes = 0
  let isBusy = false
  let isClosed = false
  let isScheduled = false
  let lastBegun = -Infinity
  let isAsked = false
  let endRest: (() => void) | null = null
  const wakeDrain: (() => void)[] = []
  const count = { commits: 0, updates: 0, failures: 0, commitMs: 0 }

  const settleBytes = (part: Part) => {
    const size = part.updates.reduce((sum, update) => sum + update.data.length, 0)
    pendingBytes -= size
    const left = (bytesOf.get(part.sink) ?? 0) - size
    if (left > 0) bytesOf.set(part.sink, left)
    else bytesOf.delete(part.sink)
  }

  function takeBatch(): Part[] {
    const parts: Part[] = []
    const taken = new Set<DocumentId>()
    let room = batchBytes
    for (const [sink, queue] of waiting) {
      if (room <= 0) break
      if ((heldUntil.get(sink) ?? 0) > performance.now()) continue
      // Never twice in one statement: rows are numbered per document.
      if (taken.has(sink.id)) continue
      taken.add(sink.id)
      let take = 0
      for (; take < queue.length && (take === 0 || room > 0); take++) room -= queue[take]!.data.length
      const updates = queue.splice(0, take)
      parts.push({ sink, updates, rows: toRows(updates) })
      waiting.delete(sink)
      // To the end of the line: one busy document must not starve the rest.
      if (queue.length > 0) waiting.set(sink, queue)
    }
    return parts
  }

  async function run(): Promise<void> {
    if (isBusy || isClosed) return
    isBusy = true
    try {
      while (waiting.size > 0 && !isClosed) {
        await rest()
        lastBegun = performance.now()
        isAsked = false
        const parts = takeBatch()
        // Only held ones are left.
        if (parts.length === 0) await pause(50)
        else await commit(parts)
      }
    } finally {
      isBusy = false
      for (const wake of wakeDrain.splice(0)) wake()
    }
  }

  /** Until the next commit is due; ended early by who asks, and by a queue that fills. */
  async function rest(): Promise<void> {
    for (;;) {
      const early = lastBegun + (isAsked ? paceMs.asked : paceMs.unasked) - performance.now()
      if (early <= 0.5 || pendingBytes >= fullFrom || isClosed) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, early)
        endRest = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      endRest = null
    }
  }

  /** Writes until Postgres has answered for every part. */
  async function commit(parts: Part[]): Promise<void> {
    for (let attempt = 0; parts.length > 0 && !isClosed; attempt++) {
      try {
        const from = performance.now()
        const committed = await write(sql, parts, now())
        count.commitMs += performance.now() - from
        finish(parts, committed)
        return
      } catch (error) {
        count.failures++
        if (error instanceof NoAnswer) {
          // What is sent on that line would wait behind it.
          void sql.end({ timeout: 0 }).catch(() => {})
          sql = ownLine(shared)
        }
        const isHeld = (error as { code?: unknown }).code === '55P03'
        if (isHeld || isTheDocumentsFault(error)) {
          // One of them cannot be written: find out which, alone.
          if (parts.length > 1) {
            for (const part of parts) await commit([part])
            return
          }
          if (isHeld) return putBack(parts[0]!)
          // A page that cannot be read once may be readable the next time; what stays is the document's.
          if (attempt >= 3) return refuse(parts[0]!, 'failing', error)
        }
        if (attempt === 0 || attempt % 20 === 0)
          log.warn({ err: error, attempt }, 'minutes: Postgres does not take updates')
        await pause(Math.min(500, 40 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random()))
      }
    }
  }

  /** First in its line again, and the others go on without it. */
  function putBack({ sink, updates }: Part): void {
    heldUntil.set(sink, performance.now() + heldMs)
    waiting.set(sink, [...updates, ...(waiting.get(sink) ?? [])])
  }

  function finish(parts: Part[], committed: readonly Committed[]): void {
    count.commits++
    const byId = new Map(committed.map((row) => [row.id, row]))
    for (const part of parts) {
      const row = byId.get(part.sink.id)
      if (!row) {
        void whyRefused(sql, part.sink.id).then((why) => refuse(part, why, null))
        continue
      }
      const [base, head] = [Number(row.base), Number(row.head)]
      part.rows.forEach(({ updates }, index) => updates.forEach((update) => (update.seq = base + 1 + index)))
      count.updates += part.updates.length
      settleBytes(part)
      heldUntil.delete(part.sink)
      noteHead(part.sink.id, head, withSequence(part.rows, base))
      part.sink.onCommitted(part.updates, base, head)
    }
  }

  function refuse(part: Part, why: Refusal, error: unknown): void {
    log.warn({ err: error, documentId: part.sink.id, why, updates: part.updates.length }, 'minutes: updates refused')
    settleBytes(part)
    heldUntil.delete(part.sink)
    part.sink.onRefused(part.updates, why)
  }

  return {
    push(sink, update) {
      const queue = waiting.get(sink)
      if (queue) queue.push(update)
      else waiting.set(sink, [update])
      pendingBytes += update.data.length
      bytesOf.set(sink, (bytesOf.get(sink) ?? 0) + update.data.length)
      if (pendingBytes >= fullFrom) endRest?.()
      if (isBusy || isScheduled) return
      isScheduled = true
      // After this turn of the loop: what arrived in one read of many sockets shares a commit.
      setImmediate(() => {
        isScheduled = false
        void run()
      })
    },
    hurry() {
      isAsked = true
      endRest?.()
    },
    get pendingBytes() {
      return pendingBytes
    },
    pendingBytesOf: (sink) => bytesOf.get(sink) ?? 0,
    get isBusy() {
      return isBusy
    },
    async warm() {
      // Two runs: the driver asks for the types of a statement before the first.
      for (let n = 0; n < 2; n++) await write(sql, [], now()).catch(() => {})
    },
    async drain(timeoutMs) {
      const deadline = performance.now() + timeoutMs
      while (pendingBytes > 0 && performance.now() < deadline) {
        this.hurry()
        void run()
        await Promise.race([new Promise<void>((resolve) => wakeDrain.push(resolve)), pause(50)])
      }
      return pendingBytes === 0
    },
    stats: () => ({ ...count, pendingBytes }),
    async close() {
      isClosed = true
      endRest?.()
      await sql.end({ timeout: 1 }).catch(() => {})
    },
  }
}

const withSequence = (rows: Part['rows'], base: number): HintedRow[] =>
  rows.map(({ senderId, data }, index) => ({ seq: base + 1 + index, senderId, data }))

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
