// The document's line to the server: a thin layer over y-websocket that knows what is on disk. Promises: `saved` only when
// the server has said so for everything typed here (message 102); while somebody composes pinyin, other people's changes,
// their carets and the margin wait for them, until five seconds without a key, thirty at most (decision 033); whatever
// comes over the line, the page stays up.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { IndexeddbPersistence } from 'y-indexeddb'
import { applyAwarenessUpdate } from 'y-protocols/awareness'
import { readSyncStep1 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
  closeCode,
  Hello,
  messageType,
  Rejected,
  schemaVersion,
  syncType,
  type PresenceUser,
} from '@/server/minutes/contract'
import { holdsUnknown } from './holds-unknown'

export type SaveState = 'saved' | 'saving' | 'unsaved' | 'kept'
export type ProviderState = {
  save: SaveState
  /** From the change itself until the server's word for it; `save` goes by what is worth showing. */
  isPending: boolean
  /** When everything was last known to be on disk; null before the first answer. */
  savedAt: Date | null
  isConnected: boolean
  /** True once the document has arrived, from the server or from this device. */
  isReady: boolean
  /** Null until the server has said it. */
  role: Hello['role'] | null
  /** Set when the line was closed for good. */
  closed: number | null
  /** The server refused what was typed here, or the document began a new life: what stands here must be copied out. */
  isCastOff: boolean
  people: readonly (PresenceUser & { client: number })[]
}

/** Milliseconds. */
const savingAfter = 300
const unsavedAfter = 5_000
const composingIdle = 5_000
const composingAtMost = 30_000
const barrierEvery = 50

export class MinutesProvider {
  readonly doc = new Y.Doc()
  readonly socket: WebsocketProvider
  private offline: IndexeddbPersistence | null = null
  private isKept = false
  /** Local changes, counted; what the server has confirmed; what was asked about last. */
  private written = 0
  private durable = 0
  /** A copy from this device was loaded: it may hold what the server has never seen. */
  private isDeviceUnconfirmed = false
  private pendingSince: number | null = null
  private barrierTimer: ReturnType<typeof setTimeout> | null = null
  private badgeTimer: ReturnType<typeof setTimeout> | null = null
  private held: (() => void)[] = []
  private holdTimer: ReturnType<typeof setTimeout> | null = null
  /** When this holding began; null while nothing is held back. */
  private composingSince: number | null = null
  private epoch: number | null = null
  private waiters: { until: number; resolve: () => void; reject: (reason: Error) => void }[] = []
  private readonly listeners = new Set<() => void>()
  private readonly marginListeners = new Set<() => void>()
  private state: ProviderState = {
    save: 'saved',
    isPending: false,
    savedAt: null,
    isConnected: false,
    isReady: false,
    role: null,
    closed: null,
    isCastOff: false,
    people: [],
  }

  constructor(
    private readonly options: {
      url: string
      documentId: string
      me: PresenceUser
      /** Only for members on their own devices: never for guests or restricted documents. */
      keepOnDevice: boolean
      onClosed?: (code: number) => void
      WebSocketPolyfill?: typeof WebSocket
    },
  ) {
    this.socket = new WebsocketProvider(options.url, options.documentId, this.doc, {
      params: { ext: '1', schema: String(schemaVersion) },
      // Two tabs would pass each other edits that the server has not seen, and call them shared.
      disableBc: true,
      connect: false,
      ...(options.WebSocketPolyfill ? { WebSocketPolyfill: options.WebSocketPolyfill } : {}),
    })
    this.listenToSocket()
    this.doc.on('update', this.onUpdate)
    this.socket.awareness.setLocalStateField('user', options.me)
    this.socket.awareness.on('change', this.readPeople)
    if (options.keepOnDevice && typeof indexedDB !== 'undefined') this.keepOnDevice()
    if (typeof window !== 'undefined') window.addEventListener('beforeunload', this.onLeave)
    this.socket.connect()
  }

  get awareness() {
    return this.socket.awareness
  }

  getState = (): ProviderState => this.state
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Heard when the margin changed, and when the line is there again: what was said meanwhile was not heard. */
  onComments = (listener: () => void): (() => void) => {
    this.marginListeners.add(listener)
    return () => this.marginListeners.delete(listener)
  }
  private readonly hearComments = (): void => {
    for (const listener of this.marginListeners) listener()
  }

  private set(change: Partial<ProviderState>): void {
    if (Object.entries(change).every(([key, value]) => this.state[key as keyof ProviderState] === value)) return
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }

  private listenToSocket(): void {
    const { socket } = this
    // Each provider has its own copy of the table.
    socket.messageHandlers[messageType.sync] = (reply, decoder, _provider, emitSynced) =>
      this.hearSync(reply, decoder, emitSynced)
    socket.messageHandlers[messageType.awareness] = (_reply, decoder) =>
      this.hearPresence(decoding.readVarUint8Array(decoder).slice())
    socket.messageHandlers[messageType.durable] = (_reply, decoder) =>
      this.hearDurable(decoding.readVarUint8Array(decoder))
    socket.messageHandlers[messageType.hello] = (_reply, decoder) => this.hearHello(decoding.readVarString(decoder))
    socket.messageHandlers[messageType.rejected] = (_reply, decoder) =>
      this.hearRejected(decoding.readVarString(decoder))
    socket.messageHandlers[messageType.comments] = () => this.inTurn(this.hearComments)
    socket.on('status', ({ status }: { status: string }) => {
      this.set({ isConnected: status === 'connected' })
      this.showSave()
    })
    socket.on('sync', (isSynced: boolean) => {
      if (!isSynced) return
      this.set({ isReady: true })
      // Our own answer to the server's step 1 went out before this: the barrier covers what was typed offline.
      this.askDurable()
      // Others hold a "gone" of the same clock for us: only a higher one brings our caret back.
      this.awareness.setLocalState(this.awareness.getLocalState())
    })
    socket.on('connection-close', (event: CloseEvent | null) => {
      // Everybody loses the line at the same moment; nobody should come back at the same moment.
      socket.maxBackoffTime = 1_500 + Math.random() * 3_500
      if (event?.code === closeCode.accessChanged) {
        socket.wsUnsuccessfulReconnects = -1
        this.set({ role: null })
      }
    })
    socket.on('closed', ({ code }: { code: number }) => {
      this.set({ closed: code })
      // Whoever lost the right to read keeps no copy.
      if (code === closeCode.notAllowed || code === closeCode.notSignedIn) void this.offline?.clearData()
      this.showSave()
      this.options.onClosed?.(code)
    })
  }

  // ── what comes in ────────────────────────────────────────────────────

  private hearSync(reply: encoding.Encoder, decoder: decoding.Decoder, emitSynced: boolean): void {
    const sub = decoding.readVarUint(decoder)
    if (sub === syncType.step1) {
      encoding.writeVarUint(reply, messageType.sync)
      readSyncStep1(decoder, reply, this.doc)
      return
    }
    const update = decoding.readVarUint8Array(decoder).slice()
    if (holdsUnknown(update)) return this.standBack()
    this.inTurn(() => {
      try {
        Y.applyUpdate(this.doc, update, this.socket)
      } catch (error) {
        console.error('a change of somebody else could not be applied', error)
      }
      if (emitSynced && sub === syncType.step2) this.socket.synced = true
    })
  }

  /** Carets wait too: one that moves in the composed paragraph has its text drawn anew, and the browser ends the composition. */
  private hearPresence(update: Uint8Array): void {
    this.inTurn(() => {
      try {
        applyAwarenessUpdate(this.awareness, update, this.socket)
      } catch (error) {
        console.error('the presence of somebody else could not be read', error)
      }
    })
  }

  /** At once, or in order when nobody composes here any more. */
  private inTurn(apply: () => void): void {
    if (this.composingSince !== null) this.held.push(apply)
    else apply()
  }

  /** Told by the editors, with each key of a composition too. Y.Doc and ProseMirror must never differ, so the whole document waits. */
  setComposing(isComposing: boolean): void {
    if (this.holdTimer) clearTimeout(this.holdTimer)
    this.holdTimer = null
    if (!isComposing) return this.letGo()
    this.composingSince ??= Date.now()
    const left = this.composingSince + composingAtMost - Date.now()
    this.holdTimer = setTimeout(() => this.letGo(), Math.min(composingIdle, left))
  }

  private letGo(): void {
    this.composingSince = null
    for (const apply of this.held.splice(0)) apply()
  }

  private hearHello(json: string): void {
    const hello = Hello.safeParse(parse(json))
    if (!hello.success) return
    if (this.epoch !== null && hello.data.epoch !== this.epoch) this.castOff()
    this.epoch = hello.data.epoch
    this.hearComments()
    this.set({ role: hello.data.role })
    if (hello.data.role === 'read' && this.written > this.durable) this.castOff()
    void this.compareCopy(hello.data.epoch)
  }

  /** A copy from before the document was frozen or restored must not come back into it. */
  private async compareCopy(epoch: number): Promise<void> {
    const { offline } = this
    if (!offline) return
    const known: unknown = await offline.get('epoch').catch(() => null)
    if (typeof known === 'number' && known !== epoch) this.castOff()
    else await offline.set('epoch', epoch).catch(() => null)
  }

  private castOff(): void {
    this.set({ isCastOff: true })
    // Nothing goes out any more, and starting afresh must not find the old words again.
    this.socket.disconnect()
    void this.offline?.clearData()
    this.offline = null
  }

  /** The editors would strike out what they do not know: nothing of it comes to them, and a newer page is asked for. */
  private standBack(): void {
    this.socket.disconnect()
    this.set({ closed: closeCode.outdated })
    this.showSave()
    this.options.onClosed?.(closeCode.outdated)
  }

  private hearRejected(json: string): void {
    if (Rejected.safeParse(parse(json)).success) this.castOff()
  }

  // ── what goes out ────────────────────────────────────────────────────

  private readonly onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this.socket || (this.offline !== null && origin === this.offline)) return
    this.written++
    this.pendingSince ??= Date.now()
    this.isKept = false
    this.barrierTimer ??= setTimeout(() => this.askDurable(), barrierEvery)
    this.confirmKept()
    this.showSave()
  }

  /** Asks the server to say when everything sent so far is on disk. */
  private askDurable(): void {
    if (this.barrierTimer) clearTimeout(this.barrierTimer)
    this.barrierTimer = null
    const { ws, wsconnected } = this.socket
    if (!wsconnected || !ws || !this.socket.synced) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageType.durable)
    encoding.writeVarUint8Array(
      encoder,
      encoding.encode((inner) => encoding.writeVarUint(inner, this.written)),
    )
    ws.send(encoding.toUint8Array(encoder))
  }

  private hearDurable(payload: Uint8Array): void {
    this.durable = Math.max(this.durable, decoding.readVarUint(decoding.createDecoder(payload)))
    this.isDeviceUnconfirmed = false
    if (this.durable >= this.written) {
      this.pendingSince = null
      this.set({ savedAt: new Date() })
    }
    this.waiters = this.waiters.filter((waiter) => {
      if (waiter.until > this.durable) return true
      waiter.resolve()
      return false
    })
    this.showSave()
  }

  /** Resolves when everything typed so far is on disk. Rejects after `ms`, or when the line is closed for good. */
  whenDurable(ms = 10_000): Promise<void> {
    if (this.durable >= this.written) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const waiter = { until: this.written, resolve, reject }
      this.waiters.push(waiter)
      setTimeout(() => {
        this.waiters = this.waiters.filter((each) => each !== waiter)
        reject(new Error('not durable yet'))
      }, ms)
      this.askDurable()
    })
  }

  get hasPending(): boolean {
    return this.written > this.durable || this.isDeviceUnconfirmed
  }

  private showSave(): void {
    if (this.badgeTimer) clearTimeout(this.badgeTimer)
    this.badgeTimer = null
    const isPending = this.hasPending
    if (!isPending) return this.set({ save: 'saved', isPending })
    const age = Date.now() - (this.pendingSince ?? Date.now())
    const isCut = !this.socket.wsconnected || this.state.closed !== null
    if (isCut || age >= unsavedAfter) return this.set({ save: this.isKept ? 'kept' : 'unsaved', isPending })
    // A quick save need not flicker; a slow one must not pretend.
    this.set(age >= savingAfter ? { save: 'saving', isPending } : { isPending })
    this.badgeTimer = setTimeout(() => this.showSave(), age < savingAfter ? savingAfter - age : unsavedAfter - age)
  }

  private readonly onLeave = (event: BeforeUnloadEvent): void => {
    if (this.hasPending && this.state.save !== 'kept') event.preventDefault()
  }

  // ── the copy on this device ──────────────────────────────────────────

  private keepOnDevice(): void {
    try {
      this.offline = new IndexeddbPersistence(`lianxi-minutes-${this.options.documentId}`, this.doc)
    } catch {
      return
    }
    void this.offline.whenSynced.then(() => {
      if (this.doc.store.clients.size === 0 || this.state.isReady) return
      this.isDeviceUnconfirmed = true
      this.isKept = true
      this.set({ isReady: true })
      this.showSave()
    })
  }

  /** IndexedDB runs transactions of one store in order: when a later one is done, the copy of what was typed is too. */
  private confirmKept(): void {
    const db = (this.offline as { db?: IDBDatabase | null } | null)?.db
    if (!db) return
    const upTo = this.written
    const transaction = db.transaction(['updates'], 'readwrite')
    transaction.oncomplete = () => {
      if (this.written !== upTo) return
      this.isKept = true
      this.showSave()
    }
  }

  private readonly readPeople = (): void => {
    const people: (PresenceUser & { client: number })[] = []
    for (const [client, state] of this.awareness.getStates()) {
      const user = (state as { user?: PresenceUser }).user
      if (user && typeof user.name === 'string') people.push({ client, name: user.name, kind: user.kind ?? null })
    }
    this.set({ people })
  }

  destroy(): void {
    if (typeof window !== 'undefined') window.removeEventListener('beforeunload', this.onLeave)
    for (const timer of [this.barrierTimer, this.badgeTimer, this.holdTimer]) if (timer) clearTimeout(timer)
    for (const waiter of this.waiters) waiter.reject(new Error('closed'))
    this.letGo()
    this.listeners.clear()
    this.marginListeners.clear()
    this.socket.destroy()
    void this.offline?.destroy()
    this.doc.destroy()
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
