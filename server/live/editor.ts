// One connection to one document: reads its frames, keeps to the limits, answers 102 only after the commit of everything
// that came before it, and never holds more than about a megabyte for a reader that does not read.
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Admission, Asker } from '@/server/live/gate'
import { copy, type LogEntry, type OpenDocument } from '@/server/live/documents'
import { everybody, hearPresence } from '@/server/live/presence'
import { closeCode, limits, messageType, type Hello, type PresenceUser } from '@/server/minutes/contract'
import { bringsNothing, deletesOnly, encodeVector, readUpdate, type Brings } from '@/server/minutes/update-bytes'
import * as wire from '@/server/minutes/wire'
import * as Y from 'yjs'

/** What the connection needs of the process. */
export type EditorHost = {
  /** Puts an update in the writer's queue; it is already in the log. */
  store(document: OpenDocument<Editor>, entry: LogEntry): void
  /** Writers that are not read from until the queue is shorter. */
  readonly paused: Set<Editor>
  /** Somebody waits for a commit. */
  hurry(): void
  /** True while so much waits for Postgres that writers must stop reading their sockets. */
  isFull(document: OpenDocument<Editor>): boolean
}

/** Above: stop live frames. Below: resume from where they stopped. Bytes waiting in the socket. */
const lagAt = 1_000_000
const resumeAt = 64_000
/** A snapshot above this is sent whole to a stale client: computing the difference would hold up everybody. */
const diffUpTo = 1_000_000

export class Editor {
  /** Nothing live before step 1 was answered. */
  private isSynced = false
  /** Log position from which a slow reader must be served again; null while it keeps up. */
  lagFrom: number | null = null
  lagSince = 0
  lastSentAt = performance.now()
  lastHeardAt = performance.now()
  /** Since the gate asked last: an open page is no use of a session, writing is. */
  hasWritten = false
  speaksFor: number | null = null
  /** The client its first live edit came from, for who shows no presence. */
  private typesAs: number | null = null
  private isBound = false
  /** Its socket holds back what is written until this turn of the loop is over. */
  isCorked = false
  private updates = 0
  /** Ticket of the document's queue that must be committed before a 102 sent now may be answered. */
  private needed = 0
  private barriers: { needed: number; payload: Uint8Array }[] = []
  private updatesSinceBarrier = 0
  private readonly chatter = new Bucket(100, 500)
  private readonly barrierFlood = new Bucket(100, 1000)
  private readonly joins = new Bucket(2, 20)

  constructor(
    readonly ws: WebSocket,
    readonly document: OpenDocument<Editor>,
    readonly asker: Asker,
    readonly admission: Admission,
    private readonly host: EditorHost,
    private readonly withExtensions: boolean,
  ) {}

  get senderId(): string {
    return this.admission.senderId
  }
  get user(): PresenceUser {
    return this.admission.user
  }
  get isWriter(): boolean {
    return this.admission.rights === 'write'
  }

  /** First words: who may what, what we lack, who is here. */
  greet(): void {
    if (this.withExtensions) {
      const hello: Hello = {
        role: this.admission.rights,
        epoch: this.document.epoch,
        limits: { update: limits.update, step2: limits.step2 },
      }
      this.send(wire.jsonFrame(messageType.hello, hello))
    }
    if (this.isWriter) this.askForMissing()
    const here = everybody(this.document)
    if (here) this.send(here)
  }

  /** The margin changed: to be read again. */
  tellOfComments(): void {
    if (this.withExtensions) this.send(wire.commentsFrame)
  }

  askForMissing(): void {
    this.send(wire.step1Frame(this.document.known.vector()))
  }

  hear(data: Buffer, isBinary: boolean): void {
    // Told to go: a client that stays on the line all the same says nothing any more.
    if (this.ws.readyState !== this.ws.OPEN) return
    this.lastHeardAt = performance.now()
    if (!isBinary) return this.close(closeCode.malformed, 'text frame')
    try {
      for (const message of wire.readFrame(data)) {
        this.hearMessage(message)
        if (this.ws.readyState !== this.ws.OPEN) return
      }
    } catch {
      this.close(closeCode.malformed, 'malformed')
    }
  }

  private hearMessage(message: wire.Incoming): void {
    switch (message.type) {
      case 'step1':
        if (!this.joins.take()) return this.close(closeCode.tooFast, 'too many step 1')
        return this.answerStep1(message.vector)
      case 'step2':
        return this.hearUpdate(message.update, limits.step2, false)
      case 'update':
        return this.hearUpdate(message.update, limits.update, true)
      case 'awareness':
        if (!this.chatter.take()) return this.close(closeCode.tooFast, 'too much presence')
        return hearPresence(this.document, this, message.payload)
      case 'queryAwareness': {
        if (!this.chatter.take()) return this.close(closeCode.tooFast, 'too many queries')
        const here = everybody(this.document)
        if (here) this.sendPresence(here)
        return
      }
      case 'durable':
        return this.hearBarrier(message.payload)
      case 'unknown':
        return
    }
  }

  private hearUpdate(update: Uint8Array, limit: number, isLive: boolean): void {
    if (update.length > limit) return this.close(closeCode.tooLarge, `more than ${limit} bytes`)
    const brings = readUpdate(update)
    this.updates++
    this.updatesSinceBarrier++
    if (bringsNothing(brings)) return
    if (!this.isWriter) return this.refuse('read-only')
    const { document } = this
    if (document.known.covers(brings)) {
      // Somebody's copy of it may still be under way to disk.
      this.needed = document.queued
      return
    }
    this.take(update, brings, isLive)
  }

  private take(update: Uint8Array, brings: Brings, isLive: boolean): void {
    this.hasWritten = true
    const { document } = this
    const whose = this.whoseWords(brings, isLive)
    const entry = document.append({ data: copy(update), senderId: this.senderId, ...whose, seq: 0 })
    document.noteBrings(brings)
    document.gapSince = document.known.hasGap ? (document.gapSince ?? performance.now()) : null
    this.needed = ++document.queued
    this.host.store(document, entry)
    const frame = wire.updateFrame(entry.data)
    for (const other of document.connections) if (other !== this && other.isWriter) other.sendLive(frame, entry)
    if (this.host.isFull(document)) {
      this.host.paused.add(this)
      this.ws.pause()
    }
  }

  /**
   * Whose words an update brings (DECISIONS 7). A client is its connection's own by its presence, which nobody else can
   * take, or by the first live edit of one client that nobody else is present as; what else is sent was written by others.
   */
  private whoseWords({ structs }: Brings, isLive: boolean): Pick<LogEntry, 'clients' | 'binds'> {
    const clients = [...structs.keys()]
    if (isLive && clients.length === 1) {
      const holder = this.document.presence.get(clients[0]!)?.owner
      if (!holder || holder.senderId === this.senderId) this.typesAs ??= clients[0]!
    }
    const own = this.speaksFor ?? this.typesAs
    const binds = !this.isBound && own !== null && structs.has(own) ? own : null
    if (binds !== null) this.isBound = true
    return { clients: clients.every((client) => client === own) ? null : clients, binds }
  }

  private refuse(reason: 'read-only'): void {
    this.send(wire.deniedFrame(reason))
    if (this.withExtensions) this.send(wire.jsonFrame(messageType.rejected, { update: this.updates, reason }))
  }

  private hearBarrier(payload: Uint8Array): void {
    // Barriers that follow updates are bounded by those; barriers about nothing are a flood.
    if (this.updatesSinceBarrier === 0 && !this.barrierFlood.take()) {
      return this.close(closeCode.tooFast, 'too many barriers')
    }
    if (payload.length > 1000) throw new Error('barrier too large')
    this.updatesSinceBarrier = 0
    const last = this.barriers[this.barriers.length - 1]
    // Latest wins among those that wait for the same commit; one that waits for an earlier commit keeps its place, or
    // steady typing over a slow disk would never be answered.
    const barrier = { needed: this.needed, payload: copy(payload) }
    if (last && (last.needed === this.needed || this.barriers.length > 1))
      this.barriers[this.barriers.length - 1] = barrier
    else this.barriers.push(barrier)
    this.answerBarriers()
    if (this.barriers.length > 0) this.host.hurry()
  }

  answerBarriers(): void {
    let answer: Uint8Array | null = null
    while (this.barriers.length > 0 && this.barriers[0]!.needed <= this.document.committed) {
      answer = this.barriers.shift()!.payload
    }
    if (answer) this.send(wire.durableFrame(answer))
  }

  /** The whole document, or what a vector lacks of it. `synced` is the last frame: stock clients believe the first 0/1. */
  private answerStep1(vector: ReadonlyMap<number, number>): void {
    const parts = this.snapshotFor(vector)
    for (const entry of this.document.log) if (this.isWriter || entry.seq > 0) parts.push(entry.data)
    const last = parts.pop() ?? Uint8Array.of(0, 0)
    for (const part of parts) this.send(wire.updateFrame(part))
    this.send(wire.step2Frame(last))
    this.isSynced = true
    this.lagFrom = null
    this.noteLag(this.document.lastN + 1)
  }

  private snapshotFor(vector: ReadonlyMap<number, number>): Uint8Array[] {
    const { snapshot } = this.document
    if (!snapshot) return []
    if (vector.size === 0) return [snapshot.data]
    const has = [...wire.readVector(snapshot.vector)].every(([client, clock]) => (vector.get(client) ?? 0) >= clock)
    if (has) return [deletesOnly(snapshot.data, snapshot.deletesAt)]
    if (snapshot.data.length > diffUpTo) return [snapshot.data]
    return [Y.diffUpdate(snapshot.data, encodeVector(vector))]
  }

  /** A live update; a reader that lags is served later, from the log. */
  sendLive(frame: Uint8Array, entry: LogEntry): void {
    if (!this.isSynced || this.lagFrom !== null) return
    this.send(frame)
    this.noteLag(entry.n + 1)
  }

  sendPresence(frame: Uint8Array): void {
    if (this.lagFrom === null) this.send(frame)
  }

  private noteLag(next: number): void {
    if (this.ws.bufferedAmount <= lagAt) return
    this.lagSince = performance.now()
    // A viewer is sent updates as they are committed, not as they come: what waits now must not be passed over.
    const waiting = this.isWriter ? undefined : this.document.log.find((entry) => entry.seq === 0)?.n
    this.lagFrom = waiting === undefined ? next : Math.min(waiting, next)
  }

  /** Serves a slow reader what it missed, as far as it reads. Returns false when it has not read for too long. */
  catchUp(patienceMs: number): boolean {
    if (this.lagFrom === null) return true
    if (this.ws.bufferedAmount > resumeAt) return performance.now() - this.lagSince < patienceMs
    const { document } = this
    const from = this.lagFrom
    this.lagFrom = null
    if (from <= document.droppedN && document.snapshot) this.send(wire.updateFrame(document.snapshot.data))
    for (const entry of document.log) {
      if (entry.n < from || (!this.isWriter && entry.seq === 0)) continue
      this.send(wire.updateFrame(entry.data))
      this.noteLag(entry.n + 1)
      if (this.lagFrom !== null) return true
    }
    const here = everybody(document)
    if (here) this.send(here)
    return true
  }

  send(frame: Uint8Array): void {
    if (this.ws.readyState !== this.ws.OPEN) return
    this.lastSentAt = performance.now()
    const { _socket: socket } = this.ws as unknown as { _socket: Socket }
    if (!this.isCorked) {
      this.isCorked = true
      socket.cork()
      uncorkSoon(this, socket)
    }
    socket.write(asMessage(frame))
  }

  close(code: number, reason: string): void {
    // Paused sockets do not read the other side's answer to our close.
    if (this.ws.isPaused) this.ws.resume()
    this.ws.close(code, reason)
    setTimeout(() => this.ws.terminate(), 2_000).unref()
  }
}

/**
 * Everything that is sent to a socket in one turn of the loop leaves in one write. Messages go past `ws`, which would write
 * head and payload of each apart: without compression and without fragments a message is only these bytes, and writes to
 * a socket are most of what the whole process costs.
 */
function uncorkSoon(editor: Editor, socket: Socket): void {
  if (corked.length === 0) setImmediate(uncorkAll)
  corked.push([editor, socket])
}
let corked: [Editor, Socket][] = []
function uncorkAll(): void {
  const turn = corked
  corked = []
  for (const [editor, socket] of turn) {
    editor.isCorked = false
    socket.uncork()
  }
}

/** A frame for everybody is the same object for each of them. */
function asMessage(frame: Uint8Array): Buffer {
  if (frame !== lastFrame) {
    lastFrame = frame
    lastMessage = wire.messageOf(frame)
  }
  return lastMessage
}
let lastFrame: Uint8Array | null = null
let lastMessage: Buffer = Buffer.alloc(0)

/** Tokens come back at `perSecond` up to `burst`. */
class Bucket {
  private tokens: number
  private at = performance.now()
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.tokens = burst
  }
  take(): boolean {
    const now = performance.now()
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }
}
