// The stock y-websocket client in Node: nothing of it is changed, and every frame its sockets sent and heard is kept.
import { WebSocket, type ClientOptions } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { eventually } from './collab'

export const asBrowserSocket = (socket: unknown) => socket as typeof globalThis.WebSocket

/** A socket as y-websocket opens them, with a bearer token. */
export const withToken = (token: string) =>
  asBrowserSocket(
    class extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { authorization: `Bearer ${token}` } })
      }
    },
  )

export class Line extends WebSocket {
  readonly heard: Uint8Array[] = []
  readonly sent: Uint8Array[] = []
  /** How many frames had been heard when the first left; null until then. */
  heardAtFirstSend: number | null = null

  constructor(
    url: string,
    options: ClientOptions,
    private readonly sendDelay: number,
  ) {
    super(url, options)
    // Before the provider hears it: what is here was there when the provider acted.
    this.on('message', (data) => this.heard.push(new Uint8Array(data as ArrayBuffer).slice()))
  }

  override send(data: Uint8Array | string): void {
    const go = () => {
      if (this.readyState !== this.OPEN) return
      this.heardAtFirstSend ??= this.heard.length
      if (typeof data !== 'string') this.sent.push(data.slice())
      super.send(data)
    }
    if (this.sendDelay > 0) setTimeout(go, this.sendDelay)
    else go()
  }
}

/**
 * From now on a client's socket does not answer a close, as one that means no good: what it sends goes out all the same.
 * @returns the code it was closed with, null as long as it was not
 */
export function becomeDeafToClose(ws: WebSocket): () => number | null {
  let heard: number | null = null
  const { _receiver: receiver } = ws as unknown as { _receiver: NodeJS.EventEmitter }
  receiver.removeAllListeners('conclude')
  receiver.on('conclude', (code: number) => (heard = code))
  return () => heard
}

export type StockOptions = {
  /** Milliseconds that each frame takes to leave. */
  sendDelay?: number
  /** Presence is off: the client says nothing by itself while it is idle. */
  withoutPresence?: boolean
  doc?: Y.Doc
}

export class StockClient {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly provider: WebsocketProvider
  /** Its sockets, the oldest first: more than one says that it reconnected. */
  readonly lines: Line[] = []
  /** Codes with which the other side, or the network (1006), closed them. */
  readonly codes: number[] = []
  /** The close after which it gave up; null as long as it would come back. */
  end: { code: number; reason: string } | null = null

  constructor(url: string, documentId: DocumentId, token: string, options: StockOptions = {}) {
    const { sendDelay = 0, withoutPresence = false, doc = new Y.Doc() } = options
    const { lines } = this
    this.doc = doc
    this.awareness = new Awareness(doc)
    if (withoutPresence) this.awareness.setLocalState(null)
    this.provider = new WebsocketProvider(url, documentId, doc, {
      WebSocketPolyfill: asBrowserSocket(
        class extends Line {
          constructor(at: string) {
            super(at, { headers: { authorization: `Bearer ${token}` } }, sendDelay)
            lines.push(this)
          }
        },
      ),
      awareness: this.awareness,
      disableBc: true,
      maxBackoffTime: 150,
    })
    this.provider.on('connection-close', (event) => event && this.codes.push(event.code))
    this.provider.on('closed', (end) => (this.end = end))
  }

  async synced(): Promise<this> {
    await eventually(() => this.provider.synced)
    return this
  }

  get line(): Line {
    return this.lines.at(-1)!
  }
  get heard(): Uint8Array[] {
    return this.lines.flatMap((line) => line.heard)
  }
  get text(): string {
    return this.doc.getText('t').toString()
  }
  type(words: string): void {
    const text = this.doc.getText('t')
    text.insert(text.length, words)
  }
  async reads(words: string, ms?: number): Promise<void> {
    await eventually(() => this.text === words, ms).catch(() => {
      throw new Error(`reads “${this.text.slice(0, 200)}”, not “${words.slice(0, 200)}”`)
    })
  }
  /** Client ids whose presence it sees, its own among them. */
  sees(id: number): Record<string, unknown> | undefined {
    return this.awareness.getStates().get(id)
  }
  destroy(): void {
    this.provider.destroy()
    this.awareness.destroy()
    this.doc.destroy()
  }
}
