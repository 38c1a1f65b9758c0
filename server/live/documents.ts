// Open documents as bytes: the snapshot, the log of updates since, which clocks they bring, who is connected, who is
// present. No Y.Doc here. Promises: one load per document whatever the number of joiners; a failed load is never kept;
// a document is dropped only when nothing of it waits to be written.
import { clock } from '@/server/clock'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import { loadBytes, type StoredBytes, type StoredSnapshot } from '@/server/minutes/load'
import type { Db } from '@/db/client'
import type { CountyId, DocumentId } from '@/server/ids'
import type { QueuedUpdate, Refusal, Sink } from '@/server/minutes/store'
import { isTheDocumentsFault, quarantine } from '@/server/minutes/quarantine'
import { Known, readDeleteSet, readUpdate, type Brings } from '@/server/minutes/update-bytes'
import { readVector } from '@/server/minutes/wire'

export type LogEntry = QueuedUpdate & {
  /** Position in this process's log; grows without end. */
  n: number
}

/** A connection at another node. `life` is that node for as long as neither its line to Redis nor ours breaks. */
export class Elsewhere {
  constructor(
    readonly senderId: string,
    readonly life: object,
  ) {}
}

/** `since`: when the owner began to speak for this client, in milliseconds since 1970. */
export type Presence<C> = { clock: number; state: string; owner: C | Elsewhere; since: number }

/** What one node tells the others of a client of its own; a state of 'null' says that it left. */
export type PresenceNews = { client: number; clock: number; state: string; senderId: string; since: number }

/** What the owner of the connections does when the writer answers. */
export type DocumentEvents<C> = {
  opened(document: OpenDocument<C>): void
  dropped(document: OpenDocument<C>): void
  committed(document: OpenDocument<C>, entries: readonly LogEntry[]): void
  /** Rows of other nodes lie below our own. */
  behind(document: OpenDocument<C>): void
  refused(document: OpenDocument<C>, why: Refusal): void
}

/** C is the connection type of server/live/minutes.ts. */
export class OpenDocument<C> implements Sink {
  readonly connections = new Set<C>()
  readonly presence = new Map<number, Presence<C>>()
  /** Clients whose presence changed since it was last sent on. */
  readonly presenceChanged = new Set<number>()
  /** Clients that left since then, with their last clock: without it stock clients would not believe the null. */
  readonly presenceLeft = new Map<number, number>()
  presenceTimer: NodeJS.Timeout | null = null
  /** Own clients that the other nodes have not been told of since they changed. */
  readonly presenceForNodes = new Set<number>()
  /** Null on a house of one node. */
  tellNodes: ((news: PresenceNews[]) => void) | null = null
  readonly known = new Known()
  snapshot: StoredSnapshot | null = null
  /** Everything since the snapshot: durable rows, and what waits for its commit (seq 0). */
  log: LogEntry[] = []
  private nextN = 1
  /** Every row up to here is in `log` or the snapshot. */
  lastSeq = 0
  /** Highest sequence anybody told us of. */
  headHeard = 0
  /** What we have beyond lastSeq: base → head, until the rows between are there. */
  private readonly beyond = new Map<number, number>()
  /** Tickets count updates put into the writer's queue and updates committed, in the same order. */
  queued = 0
  committed = 0
  /** Highest log position that a snapshot has replaced. */
  droppedN = 0
  logBytes = 0
  epoch = 1
  isPulling = false
  isPullAsked = false
  idleSince: number | null = null
  settleTimer: NodeJS.Timeout | null = null
  /** Since when something waits to be settled, and since when something that may be a record does. */
  dirtySince: number | null = null
  recordsDirtySince: number | null = null
  gapSince: number | null = null
  compactNotBefore = 0

  constructor(
    readonly countyId: CountyId,
    readonly id: DocumentId,
    private readonly events: DocumentEvents<C>,
  ) {}

  onCommitted(updates: readonly QueuedUpdate[], base: number, head: number): void {
    this.committed += updates.length
    const isBehind = this.noteOwn(base, head)
    this.events.committed(this, updates as readonly LogEntry[])
    if (isBehind || (this.headHeard > this.lastSeq && this.queued === this.committed)) this.events.behind(this)
  }

  onRefused(_updates: readonly QueuedUpdate[], why: Refusal): void {
    this.events.refused(this, why)
  }

  /** An update that was not known came, from here or from another node. */
  noteBrings(brings: Brings): void {
    this.known.add(brings)
    if (!brings.isProse) this.recordsDirtySince ??= performance.now()
  }

  append(update: QueuedUpdate): LogEntry {
    const entry: LogEntry = Object.assign(update, { n: this.nextN++ })
    this.log.push(entry)
    this.logBytes += update.data.length
    return entry
  }

  /** Notes own rows base+1…head. Returns true when rows of others lie below and must be pulled. */
  private noteOwn(base: number, head: number): boolean {
    this.beyond.set(base, head)
    this.advance()
    return this.beyond.size > 0
  }

  /** Whether this row is our own, or was seen already. */
  hasRow(seq: number): boolean {
    if (seq <= this.lastSeq) return true
    for (const [base, head] of this.beyond) if (seq > base && seq <= head) return true
    return false
  }

  /** This row of somebody else's is in the log. */
  noteForeign(seq: number): void {
    this.beyond.set(seq - 1, seq)
    this.advance()
  }

  private advance(): void {
    for (;;) {
      let moved = false
      for (const [base, head] of this.beyond) {
        if (base > this.lastSeq) continue
        this.beyond.delete(base)
        this.lastSeq = Math.max(this.lastSeq, head)
        moved = true
      }
      if (!moved) return
    }
  }

  /** A newer snapshot stands for the rows up to its sequence. */
  adopt(snapshot: StoredSnapshot): void {
    if (this.snapshot && this.snapshot.seq >= snapshot.seq) return
    this.snapshot = snapshot
    const kept: LogEntry[] = []
    this.logBytes = 0
    for (const entry of this.log) {
      if (entry.seq > 0 && entry.seq <= snapshot.seq) this.droppedN = Math.max(this.droppedN, entry.n)
      else {
        kept.push(entry)
        this.logBytes += entry.data.length
      }
    }
    this.log = kept
  }

  /** Highest position in the log so far. */
  get lastN(): number {
    return this.nextN - 1
  }
}

/** The documents this process has open. */
export class Registry<C> {
  private readonly loads = new Map<DocumentId, Promise<OpenDocument<C> | null>>()
  private readonly open = new Map<DocumentId, OpenDocument<C>>()

  constructor(
    private readonly db: Db,
    private readonly events: DocumentEvents<C>,
  ) {}

  get(id: DocumentId): OpenDocument<C> | undefined {
    return this.open.get(id)
  }

  all(): IterableIterator<OpenDocument<C>> {
    return this.open.values()
  }

  get size(): number {
    return this.open.size
  }

  /** Null when there is no such document. Rejects when Postgres fails; the next caller tries again. */
  async load(id: DocumentId): Promise<OpenDocument<C> | null> {
    const there = this.open.get(id)
    if (there) return there
    let loading = this.loads.get(id)
    if (!loading) {
      loading = this.read(id).finally(() => this.loads.delete(id))
      this.loads.set(id, loading)
    }
    return loading
  }

  private async read(id: DocumentId): Promise<OpenDocument<C> | null> {
    const stored = await this.bytesOf(id)
    if (!stored) return null
    const document = new OpenDocument<C>(stored.countyId, id, this.events)
    document.epoch = stored.epoch
    document.lastSeq = stored.head
    const { snapshot } = stored
    if (snapshot) {
      document.snapshot = { ...snapshot, data: copy(snapshot.data) }
      document.known.seed(readVector(snapshot.vector), () => readDeleteSet(snapshot.data, snapshot.deletesAt))
    }
    for (const row of stored.rows) {
      if (row.isDamaged) log.error({ documentId: id, seq: row.seq }, 'minutes: a damaged row is left out')
      for (const update of row.updates) {
        const brings = tryRead(update)
        // Never sent on: a stock client would throw at it, and at every reconnect again.
        if (!brings) {
          log.error({ documentId: id, seq: row.seq }, 'minutes: a damaged update is left out')
          continue
        }
        document.append({ data: copy(update), senderId: row.senderId, clients: null, binds: null, seq: row.seq })
        document.known.add(brings)
      }
    }
    document.idleSince = performance.now()
    this.open.set(id, document)
    this.events.opened(document)
    return document
  }

  /** A document whose own rows are at fault is set aside. @throws document_quarantined when nothing of it can be read */
  private async bytesOf(id: DocumentId): Promise<StoredBytes | null> {
    try {
      const stored = await loadBytes(this.db, id)
      if (stored && stored.missing > 0) await quarantine(this.db, id, 'read', clock.now())
      return stored
    } catch (error) {
      if (!isTheDocumentsFault(error)) throw error
      await quarantine(this.db, id, 'read', clock.now())
      throw new AppError('document_quarantined', {}, { cause: error })
    }
  }

  /** Forgets a document; the next joiner loads it anew. */
  drop(document: OpenDocument<C>): void {
    if (this.open.get(document.id) === document) {
      this.open.delete(document.id)
      this.events.dropped(document)
    }
    for (const timer of [document.presenceTimer, document.settleTimer]) if (timer) clearTimeout(timer)
  }
}

/** Rows were checked when they came; should one be damaged since, the rest still loads. */
export function tryRead(update: Uint8Array): Brings | null {
  try {
    return readUpdate(update)
  } catch {
    return null
  }
}

/** A view into a socket's or a driver's buffer would keep 64 kB alive for a few bytes. */
export const copy = (bytes: Uint8Array) => new Uint8Array(bytes)
