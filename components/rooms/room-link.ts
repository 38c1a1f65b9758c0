// The line to the room's signals: what the room looks like now, and commands that are acknowledged. The server says "changed,
// now at n", with what that makes of the room it sent last on this line; whoever has another room than that one reads until
// it has n, so a lost signal costs time, never truth. Framework-free: use-room wraps it for React, tests drive it with a
// socket of their own.
import { RoomChanged, RoomClosed, RoomReactions, RoomSnapshot } from '@/server/rooms/contract'
import type { Ack, RoomCommand, RoomPayload } from '@/server/rooms/contract'
import { patchRoom } from '@/server/rooms/patch/model'
import { retryDelay } from './retry-delay'
import { clockSkew } from './time-text'

export type RoomState = {
  snapshot: RoomSnapshot
  /** Add to Date.now() for the server's time. */
  skew: number
  /** Since when signals are away, epoch milliseconds; null while they are here. */
  downSince: number | null
  /** Why this seat is no longer in the room; final. */
  closed: string | null
}

/** What is used of a socket.io-client Socket. */
export type SignalSocket = {
  connected: boolean
  active: boolean
  on(event: string, listener: (...args: never[]) => void): unknown
  connect(): unknown
  disconnect(): unknown
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> }
}

type Options = {
  initial: RoomSnapshot
  socket: SignalSocket
  now?: () => number
  /** Milliseconds between two readings without any signal, against signals lost on the server's side. */
  rereadMs?: number
}

const ackMs = 8000
/** Milliseconds after which a change that was acknowledged is no longer waited for. */
const lateMs = 500
/** These end the seat's stay; any other refusal is tried again. */
const finalCodes: readonly string[] = [
  'not_signed_in',
  'not_allowed',
  'not_found',
  'wrong_meeting',
  'seat_waiting',
  'seat_refused',
  'seat_banned',
  'device_ended',
  'meeting_over',
  'meeting_not_open',
]
export const isFinal = (code: string) => finalCodes.includes(code)

export class RoomLink {
  #state: RoomState
  #listeners = new Set<() => void>()
  #watchers = new Set<(shown: RoomReactions['shown']) => void>()
  #tables = new Set<() => void>()
  #socket: SignalSocket
  #now: () => number
  #wanted = 0
  #reading: Promise<void> | null = null
  /** The snapshot is what was sent last on this line: by a reading that was answered, or by changes since one. */
  #isInStep = false
  /** Changes that came while a reading was under way: they may be to its answer. */
  #held: RoomChanged[] = []
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #late: ReturnType<typeof setTimeout> | undefined
  #tick: ReturnType<typeof setInterval> | undefined
  #rereadMs: number
  #isStarted = false

  constructor({ initial, socket, now = Date.now, rereadMs = 45_000 }: Options) {
    this.#socket = socket
    this.#now = now
    this.#rereadMs = rereadMs
    // Signals are not down before they were ever up: the first connection is "connecting", told by the media's state.
    this.#state = { snapshot: initial, skew: clockSkew(initial.serverTime, now()), downSince: null, closed: null }
    this.#listen()
  }

  getState = (): RoomState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What seats show for a moment: told once, and to nobody who was away. */
  onReactions = (watcher: (shown: RoomReactions['shown']) => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Papers were laid on the table or taken from it, or the line was away and they may have been. */
  onMaterials = (watcher: () => void): (() => void) => {
    this.#tables.add(watcher)
    return () => this.#tables.delete(watcher)
  }

  start(): void {
    this.#isStarted = true
    this.#socket.connect()
    this.#tick = setInterval(() => void this.read(), this.#rereadMs)
  }

  stop(): void {
    this.#isStarted = false
    clearTimeout(this.#retry)
    clearTimeout(this.#late)
    clearInterval(this.#tick)
    this.#socket.disconnect()
  }

  /** The person goes; the seat stays theirs. */
  leave = (): void => this.#close('left')

  /** The page is seen again, or the network is back: do not wait for the next try. */
  wake(): void {
    if (!this.#isStarted || this.#state.closed !== null) return
    if (this.#socket.connected) void this.read()
    else this.#connectNow()
  }

  /** Never throws: a lost line answers `unavailable`, and the caller keeps what was typed. */
  send = async <C extends RoomCommand>(command: C, payload: RoomPayload<C>): Promise<Ack<C>> => {
    const answer = await this.#ask(command, payload)
    if (answer.ok && 'seq' in answer) this.#expect(answer.seq as number)
    return answer
  }

  /** Reads the room again; readings asked for meanwhile are one. */
  read(): Promise<void> {
    if (!this.#socket.connected) return Promise.resolve()
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = null
      for (const changed of this.#held.splice(0)) this.#take(changed)
      if (this.#socket.connected && this.#wanted > this.#state.snapshot.seq) void this.read()
    })
    return this.#reading
  }

  async #readOnce(): Promise<void> {
    const asked = this.#now()
    // An answer that comes too late is lost, but the server counts it as sent.
    this.#isInStep = false
    const answer = await this.#ask('room:read', {})
    if (!answer.ok) {
      if (isFinal(answer.code)) this.#close(answer.code)
      // A wish that cannot be met now must not spin: the next signal, tick or connect asks again.
      this.#wanted = 0
      return
    }
    const parsed = RoomSnapshot.safeParse(answer.snapshot)
    if (!parsed.success) {
      this.#wanted = 0
      return
    }
    const snapshot = parsed.data
    if (this.#wanted <= snapshot.seq) this.#wanted = 0
    // An older answer that was overtaken never takes the room back.
    if (snapshot.seq < this.#state.snapshot.seq) return
    this.#isInStep = this.#socket.connected
    // Half the way there is the best guess of when the server looked at its clock.
    const skew = clockSkew(snapshot.serverTime, (asked + this.#now()) / 2)
    this.#set({ snapshot, skew })
  }

  async #ask<C extends RoomCommand>(command: C, payload: RoomPayload<C>): Promise<Ack<C>> {
    const lost: Ack<C> = { ok: false, code: 'unavailable' }
    if (this.#state.closed !== null) return { ok: false, code: this.#state.closed }
    try {
      const answer = await this.#socket.timeout(ackMs).emitWithAck(command, payload)
      return isAck(answer) ? (answer as Ack<C>) : lost
    } catch {
      return lost
    }
  }

  #take(changed: RoomChanged): void {
    const { seq, patch } = changed
    if (this.#reading) {
      this.#held.push(changed)
      this.#wanted = Math.max(this.#wanted, seq)
      return
    }
    const next = patch && this.#isInStep ? patchRoom(this.#state.snapshot, seq, patch) : null
    if (next) this.#set({ snapshot: next })
    this.#want(seq)
  }

  /** The change itself is on its way: it is read only when it does not come. */
  #expect(seq: number): void {
    if (!this.#isInStep) return this.#want(seq)
    if (seq <= this.#state.snapshot.seq) return
    clearTimeout(this.#late)
    this.#late = setTimeout(() => this.#want(seq), lateMs)
  }

  #want(seq: number): void {
    this.#wanted = Math.max(this.#wanted, seq)
    if (seq > this.#state.snapshot.seq) void this.read()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => {
      this.#attempt = 0
      this.#held = []
      const wasAway = this.#state.downSince !== null
      this.#set({ downSince: null })
      void this.read()
      if (wasAway) this.#lookAtTable()
    })
    socket.on('disconnect', () => {
      this.#isInStep = false
      this.#down()
      // socket.io comes back by itself from a lost line, not after the server ended the socket.
      if (!socket.active) this.#connectLater()
    })
    socket.on('connect_error', ((error: { data?: { code?: unknown } }) => {
      const code = error.data?.code
      if (typeof code === 'string' && isFinal(code)) return this.#close(code)
      this.#down()
      if (!socket.active) this.#connectLater()
    }) as never)
    socket.on('room:changed', ((message: unknown) => {
      const changed = RoomChanged.safeParse(message)
      // 0 says: signals may have been lost, read.
      if (!changed.success || changed.data.seq === 0) void this.read()
      else this.#take(changed.data)
    }) as never)
    socket.on('room:reactions', ((message: unknown) => {
      const parsed = RoomReactions.safeParse(message)
      if (parsed.success) for (const watcher of this.#watchers) watcher(parsed.data.shown)
    }) as never)
    socket.on('room:materials', () => this.#lookAtTable())
    socket.on('room:closed', ((message: unknown) => {
      const closed = RoomClosed.safeParse(message)
      const code = closed.success ? closed.data.code : 'internal'
      if (isFinal(code)) this.#close(code)
    }) as never)
  }

  #lookAtTable(): void {
    for (const watcher of this.#tables) watcher()
  }

  #down(): void {
    if (this.#isStarted && this.#state.downSince === null) this.#set({ downSince: this.#now() })
  }

  #connectLater(): void {
    if (!this.#isStarted || this.#state.closed !== null) return
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#connectNow(), retryDelay(this.#attempt++))
  }

  #connectNow(): void {
    clearTimeout(this.#retry)
    if (this.#isStarted && this.#state.closed === null && !this.#socket.connected) this.#socket.connect()
  }

  #close(code: string): void {
    this.#set({ closed: code, downSince: null })
    this.stop()
  }

  #set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

const isAck = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  'ok' in answer &&
  (answer.ok === true || (answer.ok === false && 'code' in answer && typeof answer.code === 'string'))
