// One client of one document, in the language of the server it speaks to. Every server gets the same updates.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { messageType, syncType } from '@/server/minutes/contract'
import { Socket } from './socket'

/**
 * How a server is spoken to. `relay`: nobody answers a sync. `y-websocket`: the stock protocol, one path a document.
 * `hocuspocus`: each message begins with the document's name; a token and step 1 are sent at once, as its provider does.
 */
export type Wire = {
  language: 'relay' | 'y-websocket' | 'hocuspocus'
  /** `{doc}` stands for the document's name. */
  url: string
  headers: Record<string, string>
  /** Answers message 102 when everything before it is on disk. */
  hasBarriers: boolean
}

/** Message types of Hocuspocus beyond y-websocket's: an answer to a sync, and "applied in memory", one per update. */
const hocuspocusType = { syncReply: 4, applied: 8 }
const emptyVector = Uint8Array.of(0)
const emptyUpdate = Uint8Array.of(0, 0)

export type ClientOptions = {
  /** Takes what comes and sends what is edited in it. */
  doc?: Y.Doc
  /** After the update was applied, where there is a `doc`. */
  onUpdate?: (update: Uint8Array, isStep2: boolean) => void
  onPresence?: (payload: Uint8Array) => void
  /** The payload of a 102, or null where the server only counts. */
  onAnswer?: (payload: Uint8Array | null) => void
  /** Every message before it is looked at. */
  onBytes?: (message: Buffer) => void
}

export class Client {
  /** There from `open` on. */
  socket!: Socket
  private synced: { resolve(): void; reject(error: Error): void } = { resolve: () => {}, reject: () => {} }
  private readonly sendLocal = (update: Uint8Array, origin: unknown) => {
    if (origin !== this) this.socket.send(this.updateMessage(update))
  }

  constructor(
    readonly wire: Wire,
    readonly document: string,
    private readonly options: ClientOptions = {},
  ) {
    options.doc?.on('update', this.sendLocal)
  }

  /** Resolves when the server's answer to step 1 has come; at a relay, when the socket is open. */
  async open(timeoutMs = 30_000): Promise<this> {
    const url = this.wire.url.replaceAll('{doc}', this.document)
    const isSynced = new Promise<void>((resolve, reject) => (this.synced = { resolve, reject }))
    isSynced.catch(() => {})
    const onMessage = (message: Buffer) => this.hear(message)
    this.socket = new Socket(url, { headers: this.wire.headers, timeoutMs, onMessage })
    this.socket.onClose = (reason) => this.synced.reject(new Error(reason))
    const timer = setTimeout(() => this.synced.reject(new Error(`not synced within ${timeoutMs} ms`)), timeoutMs)
    try {
      await this.socket.ready
      if (this.wire.language === 'hocuspocus') this.socket.send(this.tokenMessage())
      if (this.wire.language === 'relay') this.synced.resolve()
      else {
        const vector = this.options.doc ? Y.encodeStateVector(this.options.doc) : emptyVector
        this.socket.send(this.syncMessage(syncType.step1, vector))
      }
      await isSynced
    } finally {
      clearTimeout(timer)
    }
    if (Object.keys(this.options).length === 0) this.socket.onMessage = null
    return this
  }

  private message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    return encoding.encode((encoder) => {
      if (this.wire.language === 'hocuspocus') encoding.writeVarString(encoder, this.document)
      encoding.writeVarUint(encoder, type)
      write(encoder)
    })
  }

  private syncMessage(sub: number, bytes: Uint8Array): Uint8Array {
    return this.message(messageType.sync, (encoder) => {
      encoding.writeVarUint(encoder, sub)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  }

  updateMessage(update: Uint8Array): Uint8Array {
    return this.syncMessage(syncType.update, update)
  }

  /** A presence state of one client, as y-protocols' awareness writes it. */
  presenceMessage(clientId: number, clock: number, state: string): Uint8Array {
    const entry = encoding.encode((encoder) => {
      for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, state)
    })
    return this.message(messageType.awareness, (encoder) => encoding.writeVarUint8Array(encoder, entry))
  }

  barrierMessage(count: number): Uint8Array {
    const payload = encoding.encode((encoder) => encoding.writeVarUint(encoder, count))
    return this.message(messageType.durable, (encoder) => encoding.writeVarUint8Array(encoder, payload))
  }

  private tokenMessage(): Uint8Array {
    return this.message(messageType.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, 'bench')
      encoding.writeVarString(encoder, '4.7.0')
    })
  }

  /** Reads one message of the server. */
  hear(message: Buffer): void {
    this.options.onBytes?.(message)
    const isHocuspocus = this.wire.language === 'hocuspocus'
    const decoder = decoding.createDecoder(message)
    if (isHocuspocus) decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === messageType.sync || (isHocuspocus && type === hocuspocusType.syncReply)) {
      this.hearSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    } else if (type === messageType.awareness) {
      this.options.onPresence?.(decoding.readVarUint8Array(decoder))
    } else if (type === messageType.durable) {
      this.options.onAnswer?.(decoding.readVarUint8Array(decoder))
    } else if (isHocuspocus && type === hocuspocusType.applied) {
      this.options.onAnswer?.(null)
    } else if (isHocuspocus && type === messageType.auth && decoding.readVarUint(decoder) === 1) {
      this.synced.reject(new Error('permission denied'))
    }
  }

  private hearSync(sub: number, bytes: Uint8Array): void {
    const { doc, onUpdate } = this.options
    if (sub === syncType.step1) {
      const missing = doc ? Y.encodeStateAsUpdate(doc, bytes) : emptyUpdate
      if (this.wire.language !== 'relay') this.socket?.send(this.syncMessage(syncType.step2, missing))
      return
    }
    if (doc) Y.applyUpdate(doc, bytes, this)
    onUpdate?.(bytes, sub === syncType.step2)
    if (sub === syncType.step2) this.synced.resolve()
  }

  async close(): Promise<void> {
    this.options.doc?.off('update', this.sendLocal)
    await this.socket.close()
  }

  destroy(): void {
    this.options.doc?.off('update', this.sendLocal)
    this.socket?.destroy()
  }
}

/** The number in the payload of a barrier. */
export const readCount = (payload: Uint8Array) => decoding.readVarUint(decoding.createDecoder(payload))
