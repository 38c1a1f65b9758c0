// The one writer of a process: whatever queued while the last commit ran goes to disk in one statement, for all documents
// together. Promises: `onCommitted` only after COMMIT; a batch whose outcome is unknown is written again (updates are
// idempotent); a document that Postgres refuses, or whose row somebody holds, never holds up the others for more than a
// second; after an outage it goes on by itself.
import postgres from 'postgres'
import type { CountyId, DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { isTheDocumentsFault } from '@/server/minutes/quarantine'
import { packUpdates } from '@/server/minutes/update-bytes'

export type QueuedUpdate = {
  data: Uint8Array
  senderId: string | null
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
const rowBytes = 256 * 1024
const statementMs = 10_000
/** Milliseconds the row of a document is waited for, while somebody else holds it; and until it is asked for again. */
const lockMs = 1_000
const heldMs = 2_000
/**
 * Milliseconds between two commits that are far from full, while somebody waits for an answer and while nobody does: each
 * costs the same, however little is in it. The first edit after a pause never waits.
 */
const paceMs = { asked: 4, unasked: 50 }
const fullFrom = 64 * 1024

type Part = { sink: Sink; updates: QueuedUpdate[]; rows: Row[] }
type Row = { senderId: string | null; data: Uint8Array; updates: QueuedUpdate[] }
type Committed = { id: DocumentId; base: string; head: string }

/** @param noteHead told of every new head, after its commit */
export function createFlusher(
  shared: postgres.Sql,
  now: () => Date,
  noteHead: (documentId: DocumentId, head: number) => void,
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
      noteHead(part.sink.id, head)
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

/**
 * A connection of the writer's own: no page's slow query is ever before it, and the statement keeps one plan. Left to
 * itself Postgres plans it anew each time (an array of one looks cheaper than the general case): 5 ms against 0.4.
 */
function ownLine(shared: postgres.Sql): postgres.Sql {
  const { options } = shared
  const connection = {
    ...options.connection,
    plan_cache_mode: 'force_generic_plan',
    lock_timeout: lockMs,
    // Whatever the database or the role is set to: a commit that does not wait for the disk is no promise.
    synchronous_commit: 'on',
  }
  return postgres({ ...(options as object), max: 1, idle_timeout: 0, max_lifetime: null, connection })
}

/** Consecutive updates of one sender share a row, within bounds. Order within a sender is kept. */
function toRows(updates: readonly QueuedUpdate[]): Row[] {
  const rows: { senderId: string | null; updates: QueuedUpdate[]; bytes: number }[] = []
  const open = new Map<string | null, (typeof rows)[number]>()
  for (const update of updates) {
    let row = open.get(update.senderId)
    if (!row || row.bytes + update.data.length > rowBytes) {
      row = { senderId: update.senderId, updates: [], bytes: 0 }
      open.set(update.senderId, row)
      rows.push(row)
    }
    row.updates.push(update)
    row.bytes += update.data.length
  }
  return rows.map((row) => ({
    senderId: row.senderId,
    updates: row.updates,
    data: packUpdates(row.updates.map((update) => update.data)),
  }))
}

/**
 * Locks the documents in the order of their ids (two nodes never deadlock), refuses frozen ones and those set aside, bumps
 * their heads and inserts the rows: one statement, one transaction. All bytes travel as one parameter, cut in SQL.
 */
async function write(sql: postgres.Sql, parts: readonly Part[], at: Date): Promise<Committed[]> {
  const rows = parts.flatMap((part) => part.rows.map((row, index) => ({ ...row, documentId: part.sink.id, index })))
  const blob = Buffer.concat(rows.map((row) => row.data))
  let offset = 0
  const offsets = rows.map((row) => {
    const start = offset + 1
    offset += row.data.length
    return start
  })
  const query = sql<Committed[]>`
    with c as (
      select * from unnest(
        ${parts.map((p) => p.sink.countyId)}::uuid[], ${parts.map((p) => p.sink.id)}::uuid[],
        ${parts.map((p) => p.rows.length)}::int[]) as c(county_id, id, n)
    ), lk as (
      select d.county_id, d.id, c.n from documents d join c using (county_id, id)
      where d.frozen_at is null and d.quarantined_at is null order by d.id for update of d
    ), h as (
      update documents d set head = d.head + lk.n from lk where d.county_id = lk.county_id and d.id = lk.id
      returning d.county_id, d.id, d.head - lk.n as base, d.head
    ), ins as (
      insert into document_updates (county_id, document_id, seq, data, sender_id, at)
      select h.county_id, h.id, h.base + 1 + x.k, substring(${blob}::bytea from x.start for x.len), x.sender, ${at.toISOString()}::timestamptz
      from unnest(
        ${rows.map((row) => row.documentId)}::uuid[], ${rows.map((row) => row.index)}::int[], ${offsets}::int[],
        ${rows.map((row) => row.data.length)}::int[], ${rows.map((row) => row.senderId)}::uuid[]
      ) as x(id, k, start, len, sender) join h on h.id = x.id
    )
    select id, base, head from h`
  return withDeadline(query, statementMs)
}

async function whyRefused(sql: postgres.Sql, documentId: DocumentId): Promise<Refusal> {
  const [row] = await sql<{ aside: boolean }[]>`
    select frozen_at is null and quarantined_at is not null as aside from documents where id = ${documentId}
  `.catch(() => [{ aside: false }])
  if (!row) return 'gone'
  return row.aside ? 'failing' : 'frozen'
}

class NoAnswer extends Error {}

/** A swallowed connection never answers: after `ms` the outcome counts as unknown. */
async function withDeadline(query: Promise<Committed[]>, ms: number): Promise<Committed[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms)
  })
  // Should it fail later, nobody is listening any more.
  query.catch(() => {})
  try {
    return await Promise.race([query, late])
  } finally {
    clearTimeout(timer)
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
