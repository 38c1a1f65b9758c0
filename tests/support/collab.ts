// The minutes service alone on a bare http server, people with bearer tokens, and a client that sees every frame.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { accessTokens } from '@/db/schema/people'
import { connect, type Connection, type Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { AccessTokenId, type DocumentId, type SeatId } from '@/server/ids'
import type { Editor } from '@/server/live/editor'
import { attachMinutes, type Minutes, type MinutesOptions } from '@/server/live/minutes'
import { Nodes } from '@/server/live/nodes'
import { RedisLine } from '@/server/live/redis-line'
import { createFreeDocument } from '@/server/minutes/create-document'
import { messageType, schemaVersion } from '@/server/minutes/contract'
import { readFrame, step1Frame, updateFrame, durableFrame, type Incoming } from '@/server/minutes/wire'
import { hashSecret, makeSecret } from '@/server/secrets'

export type CollabServer = {
  port: number
  url: string
  minutes: Minutes
  /** Null without `redisUrl`. */
  nodes: Nodes<Editor> | null
  connection: Connection
  /** As SIGTERM does it. */
  stop(): Promise<void>
  /** As a crash does it, as far as that goes in one process. */
  kill(): Promise<void>
}

export type CollabOptions = MinutesOptions & { redisUrl?: string; heartbeatMs?: number }

export async function startCollab(
  databaseUrl: string,
  { redisUrl, heartbeatMs, ...options }: CollabOptions = {},
  port = 0,
): Promise<CollabServer> {
  const connection = connect(databaseUrl, { max: 6 })
  const line = redisUrl === undefined ? null : new RedisLine(redisUrl)
  const nodes = line && new Nodes<Editor>(line, heartbeatMs)
  const minutes = attachMinutes({ ...connection, nodes, options })
  const server: Server = createServer((_req, res) => res.writeHead(404).end())
  server.on('upgrade', (req, socket, head) =>
    minutes.handleUpgrade(req, socket, head, {
      origins: (origin) => origin === 'http://localhost',
      secure: false,
      ip: '127.0.0.1',
    }),
  )
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await minutes.ready()
  await line?.firstTry(5_000)
  const end = async () => {
    await minutes.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await connection.end()
  }
  const at = (server.address() as AddressInfo).port
  return {
    port: at,
    url: `ws://127.0.0.1:${at}/collab`,
    minutes,
    nodes,
    connection,
    stop: async () => {
      await minutes.drain()
      await end()
      await nodes?.close()
    },
    kill: async () => {
      nodes?.kill()
      await end()
    },
  }
}

/** A bearer token, as `hub person token` and `hub seat token` make them. @param ttl seconds */
export async function tokenFor(
  db: Db,
  holder: PersonActor | { countyId: PersonActor['countyId']; seatId: SeatId },
  ttl = 3_600,
) {
  const secret = makeSecret()
  await db.insert(accessTokens).values({
    countyId: holder.countyId,
    id: AccessTokenId.parse(crypto.randomUUID()),
    personId: 'seatId' in holder ? null : holder.personId,
    seatId: 'seatId' in holder ? holder.seatId : null,
    secretHash: hashSecret(secret),
    createdAt: new Date(Date.now() - 1000),
    expiresAt: new Date(Date.now() + ttl * 1_000),
  })
  return secret
}

export const newFreeDocument = (db: Db, actor: PersonActor, title = '测试文稿'): Promise<DocumentId> =>
  db.transaction((tx) => createFreeDocument(tx, actor, { countyId: actor.countyId, title }, new Date()))

type Message = Incoming | { type: 'auth' | 'hello' | 'rejected' }
const ownTypes: Record<number, 'auth' | 'hello' | 'rejected'> = {
  [messageType.auth]: 'auth',
  [messageType.hello]: 'hello',
  [messageType.rejected]: 'rejected',
}

/** A client that keeps every frame and does nothing by itself. */
export class RawClient {
  readonly frames: Uint8Array[] = []
  private readonly replica = new Y.Doc()
  private applied = 0
  readonly ws: WebSocket
  closed: { code: number; reason: string } | null = null
  private readonly waiters = new Set<() => void>()

  constructor(
    url: string,
    documentId: string,
    token: string | null,
    {
      ext = false,
      schema = schemaVersion,
      origin,
      cookie,
    }: { ext?: boolean; schema?: number | null; origin?: string; cookie?: string } = {},
  ) {
    const query = ext ? `?ext=1${schema === null ? '' : `&schema=${schema}`}` : ''
    this.ws = new WebSocket(`${url}/${documentId}${query}`, {
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(origin === undefined ? {} : { origin }),
        ...(cookie === undefined ? {} : { cookie }),
      },
    })
    this.ws.on('message', (data) => {
      this.frames.push(new Uint8Array(data as Buffer))
      this.wake()
    })
    this.ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.wake()
    })
    this.ws.on('error', () => {})
  }

  private wake() {
    for (const waiter of this.waiters) waiter()
  }

  async opened(): Promise<this> {
    if (this.ws.readyState === this.ws.CONNECTING) await new Promise((resolve) => this.ws.once('open', resolve))
    return this
  }

  /** Resolves with what `found` finds among the frames and the close, as soon as it finds something. */
  until<T>(found: (client: this) => T | null | undefined | false, what = 'something', ms = 8_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const value = found(this)
        if (value === null || value === undefined || value === false) return
        clearTimeout(timer)
        this.waiters.delete(look)
        resolve(value)
      }
      const timer = setTimeout(() => {
        this.waiters.delete(look)
        reject(new Error(`${what} did not come within ${ms} ms; closed: ${JSON.stringify(this.closed)}`))
      }, ms)
      this.waiters.add(look)
      look()
    })
  }

  untilClosed = () => this.until((client) => client.closed, 'the close')

  private readonly read: Message[] = []
  private readonly barriers = new Set<string>()
  private readFrames = 0

  /** Own reading of the server's frames, message by message; each frame is read once. */
  messages(): readonly Message[] {
    for (; this.readFrames < this.frames.length; this.readFrames++) {
      const frame = this.frames[this.readFrames]!
      const own = ownTypes[frame[0]!]
      const messages: Message[] = own ? [{ type: own }] : [...readFrame(frame)]
      for (const message of messages)
        if (message.type === 'durable') this.barriers.add(Buffer.from(message.payload).toString('hex'))
      this.read.push(...messages)
    }
    return this.read
  }

  send(...frames: Uint8Array[]): this {
    for (const frame of frames) this.ws.send(frame)
    return this
  }

  /** Sends step 1 and waits for the whole answer. */
  async join(): Promise<this> {
    await this.opened()
    this.send(step1Frame(Uint8Array.of(0)))
    // Others' edits may follow it at once: each frame is looked at, and what was seen stays seen.
    let [looked, isIn] = [0, false]
    const look = () => {
      for (; looked < this.frames.length; looked++)
        isIn ||= this.frames[looked]![0] === 0 && this.frames[looked]![1] === 1
      return isIn
    }
    await this.until(() => look() || this.closed, 'step 2')
    if (!look()) throw new Error(`closed before step 2: ${JSON.stringify(this.closed)}`)
    return this
  }

  /** What the frames so far amount to. */
  doc(): Y.Doc {
    for (; this.applied < this.frames.length; this.applied++) {
      const frame = this.frames[this.applied]!
      if (frame[0] !== messageType.sync) continue
      for (const message of readFrame(frame)) {
        if (message.type === 'step2' || message.type === 'update') Y.applyUpdate(this.replica, message.update)
      }
    }
    return this.replica
  }

  text = () => this.doc().getText('t').toString()

  /** Sends a barrier and waits for its echo. */
  async durable(payload = crypto.getRandomValues(new Uint8Array(8)), ms = 8_000): Promise<void> {
    this.send(durableFrame(payload))
    await this.until((client) => client.sawBarrier(payload), '102', ms)
  }

  sawBarrier(payload: Uint8Array): boolean {
    this.messages()
    return this.barriers.has(Buffer.from(payload).toString('hex'))
  }

  close(): void {
    this.ws.terminate()
  }
}

/** Updates of one writer who types `text` into `t`, a character each. */
export function typing(text: string, clientId = Math.floor(Math.random() * 2 ** 31)): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of text) doc.getText('t').insert(doc.getText('t').length, letter)
  return updates
}

export const updateFrames = (text: string, clientId?: number) => typing(text, clientId).map(updateFrame)

/** Waits for a state, not for a time. */
export async function eventually<T>(look: () => Promise<T> | T, ms = 8_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms
  for (;;) {
    const value = await look()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
