// A WebSocket client on a bare socket, cheap on purpose: without `onMessage` it only counts, so that hundreds of passive
// clients cost the load process next to nothing and what is measured is the server. It masks what it sends (`ws` has a
// shortcut for a mask of zeros), answers pings, offers no extension.
import { randomBytes } from 'node:crypto'
import net from 'node:net'

export type SocketOptions = {
  headers?: Record<string, string>
  onMessage?: ((payload: Buffer) => void) | null
  timeoutMs?: number
}

const opcode = { binary: 2, close: 8, ping: 9, pong: 10 }

export class Socket {
  /** Null: frames are counted and dropped. Payloads are views, to be copied by who keeps them. */
  onMessage: ((payload: Buffer) => void) | null
  onClose: ((reason: string) => void) | null = null
  messages = 0
  /** Payload bytes of data frames. */
  bytes = 0
  /** Why it is closed; null while it is open or opening. */
  closed: string | null = null
  readonly ready: Promise<void>
  readonly raw: net.Socket
  private settle!: { resolve(): void; reject(error: Error): void }
  private readonly mask = randomBytes(4)
  private kept: Buffer[] = []
  private keptBytes = 0
  /** Bytes that must be there before reading on makes sense. */
  private needed = 2
  /** Bytes of a payload nobody reads that are still to come. */
  private toSkip = 0
  private fragments: Buffer[] = []
  private readonly timer: NodeJS.Timeout

  constructor(url: string, { headers = {}, onMessage = null, timeoutMs = 30_000 }: SocketOptions = {}) {
    this.onMessage = onMessage
    this.mask[0]! |= 1
    const { hostname, port, host, pathname, search } = new URL(url)
    this.ready = new Promise((resolve, reject) => (this.settle = { resolve, reject }))
    this.ready.catch(() => {})
    this.timer = setTimeout(() => this.end(`no handshake within ${timeoutMs} ms`), timeoutMs)
    this.raw = net.connect({ host: hostname, port: Number(port), noDelay: true })
    const wanted = {
      Host: host,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...headers,
    }
    const lines = Object.entries(wanted).map(([name, value]) => `${name}: ${value}\r\n`)
    this.raw.once('connect', () => this.raw.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`))
    this.raw.on('error', (error) => this.end(error.message))
    this.raw.on('close', () => this.end('socket closed'))
    this.readHead()
  }

  private readHead(): void {
    let head = Buffer.alloc(0)
    const hear = (data: Buffer) => {
      head = Buffer.concat([head, data])
      const at = head.indexOf('\r\n\r\n')
      if (at < 0) return head.length > 65_536 ? this.end('endless response head') : undefined
      const firstLine = head.toString('latin1', 0, head.indexOf('\r\n'))
      if (!firstLine.startsWith('HTTP/1.1 101')) return this.end(`refused: ${firstLine}`)
      clearTimeout(this.timer)
      this.raw.off('data', hear).on('data', (next: Buffer) => this.hear(next))
      this.settle.resolve()
      if (head.length > at + 4) this.hear(head.subarray(at + 4))
    }
    this.raw.on('data', hear)
  }

  private end(reason: string): void {
    clearTimeout(this.timer)
    if (this.closed !== null) return
    this.closed = reason
    this.raw.destroy()
    this.settle.reject(new Error(reason))
    this.onClose?.(reason)
  }

  private hear(data: Buffer): void {
    if (this.toSkip > 0) {
      const skipped = Math.min(this.toSkip, data.length)
      this.toSkip -= skipped
      if (skipped === data.length) return
      data = data.subarray(skipped)
    }
    if (this.keptBytes > 0) {
      this.kept.push(data)
      this.keptBytes += data.length
      if (this.keptBytes < this.needed) return
      data = Buffer.concat(this.kept, this.keptBytes)
      this.kept = []
      this.keptBytes = 0
    }
    for (let at = 0; at < data.length;) {
      const next = this.readFrame(data, at)
      if (next === null) return
      at = next
    }
  }

  /** Returns where the next frame begins, or null when the rest has to come first. */
  private readFrame(data: Buffer, at: number): number | null {
    const left = data.length - at
    if (left < 2) return this.keep(data, at, 2)
    // Servers never mask.
    let length = data[at + 1]! & 127
    const head = length === 127 ? 10 : length === 126 ? 4 : 2
    if (left < head) return this.keep(data, at, head)
    if (length === 126) length = data.readUInt16BE(at + 2)
    else if (length === 127) length = Number(data.readBigUInt64BE(at + 2))
    const kind = data[at]! & 15
    const isLast = (data[at]! & 128) !== 0
    const end = at + head + length
    if (kind < 8 && this.onMessage === null) {
      if (isLast) this.messages++
      this.bytes += length
      if (end <= data.length) return end
      this.toSkip = end - data.length
      return null
    }
    if (end > data.length) return this.keep(data, at, head + length)
    const payload = data.subarray(at + head, end)
    if (kind < 8) this.take(payload, kind, isLast)
    else if (kind === opcode.ping) this.write(opcode.pong, payload)
    else if (kind === opcode.close) {
      this.end(`close ${payload.length >= 2 ? payload.readUInt16BE(0) : ''} ${payload.toString('utf8', 2)}`)
      return null
    }
    return this.closed === null ? end : null
  }

  private take(payload: Buffer, kind: number, isLast: boolean): void {
    this.bytes += payload.length
    const isWhole = isLast && kind !== 0
    if (!isWhole) this.fragments.push(Buffer.from(payload))
    if (!isLast) return
    this.messages++
    this.onMessage?.(isWhole ? payload : Buffer.concat(this.fragments.splice(0)))
  }

  private keep(data: Buffer, at: number, needed: number): null {
    this.kept = [data.subarray(at)]
    this.keptBytes = data.length - at
    this.needed = needed
    return null
  }

  private write(kind: number, payload: Uint8Array): boolean {
    if (this.closed !== null) return false
    const length = payload.length
    const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
    const frame = Buffer.allocUnsafe(head + 4 + length)
    frame[0] = 128 | kind
    frame[1] = 128 | (head === 2 ? length : head === 4 ? 126 : 127)
    if (head === 4) frame.writeUInt16BE(length, 2)
    else if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2)
    frame.set(this.mask, head)
    for (let i = 0; i < length; i++) frame[head + 4 + i] = payload[i]! ^ this.mask[i & 3]!
    return this.raw.write(frame)
  }

  /** Sends one binary message; false says that the socket's buffer is full: wait for `drained`. */
  send(payload: Uint8Array): boolean {
    return this.write(opcode.binary, payload)
  }

  drained(): Promise<void> {
    if (this.closed !== null || !this.raw.writableNeedDrain) return Promise.resolve()
    return new Promise((resolve) => {
      this.raw.once('drain', resolve)
      this.raw.once('close', () => resolve())
    })
  }

  /** Says goodbye and waits until the other side has closed, two seconds at the most. */
  async close(): Promise<void> {
    this.onClose = null
    if (this.closed !== null) return
    const gone = new Promise((resolve) => this.raw.once('close', resolve))
    this.write(opcode.close, Uint8Array.of(3, 232))
    const timer = setTimeout(() => this.raw.destroy(), 2_000)
    await gone
    clearTimeout(timer)
  }

  /** As a client that is gone. */
  destroy(): void {
    this.onClose = null
    this.end('destroyed')
  }
}
