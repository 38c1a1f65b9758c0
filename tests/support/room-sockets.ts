// Rooms on real sockets: the signals of one node on a bare http server, and people who dial it with their cookies.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { expect } from 'vitest'
import type { Connection } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { attachSignals, type Signals, type SignalsOptions } from '@/server/live/signals'
import { createSession, sessionCookieName, sessionCookieValue } from '@/server/people/sessions'
import type { RoomSnapshot } from '@/server/rooms/contract'
import { deviceCookieName } from '@/server/rooms/read-seat'
import type { TestRoom } from '@/tests/support/room'

export const ourOrigin = 'http://hub.test'

export type SignalsNode = {
  port: number
  url: string
  signals: Signals
  /** As SIGTERM does it. */
  stop(): Promise<void>
  /** The lines break without a word, as at kill -9. */
  kill(): Promise<void>
}

export async function startSignals(
  { sql }: Pick<Connection, 'sql'>,
  options: Partial<SignalsOptions> = {},
): Promise<SignalsNode> {
  const signals = await attachSignals({ sql, origins: [ourOrigin], secure: false, ...options })
  const http = createServer().on('upgrade', (request, socket, head) => signals.handleUpgrade(request, socket, head))
  const sockets = new Set<Duplex>()
  http.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const stop = async () => {
    await signals.close()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
  return {
    port,
    url: roomsAt(port),
    signals,
    stop,
    kill: () => {
      sockets.forEach((socket) => socket.destroy())
      return stop()
    },
  }
}

export const roomsAt = (port: number) => `http://127.0.0.1:${port}/rooms`

export type Headers = Record<string, string>

export function dialRoom(
  url: string,
  meetingId: string,
  headers: Headers,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Socket {
  return io(url, {
    transports: ['websocket'],
    auth: { meetingId },
    extraHeaders: { origin: ourOrigin, ...headers },
    reconnection: false,
    forceNew: true,
    ...options,
  })
}

/** 'connected', or the code of the refusal. */
export const outcome = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'))
    socket.on('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code ?? 'refused'))
  })

export async function connected(socket: Socket): Promise<Socket> {
  expect(await outcome(socket)).toBe('connected')
  return socket
}

export async function signIn({ db }: Pick<Connection, 'db'>, who: PersonActor) {
  const sessionId = await createSession(db, who.countyId, who.personId, 'test', clock.now())
  const value = await sessionCookieValue({ sid: sessionId, cid: who.countyId })
  return { sessionId, headers: { cookie: `${sessionCookieName(false)}=${value}` } }
}

export const seated = async (connection: Pick<Connection, 'db'>, room: TestRoom, who: PersonActor) => {
  const seat = await room.enter(who)
  return { seat, ...(await signIn(connection, who)) }
}

export const asGuest = (secret: string): Headers => ({ cookie: `${deviceCookieName(false)}=${secret}` })

export const send = (socket: Socket, name: string, payload: unknown = {}) =>
  socket.timeout(5000).emitWithAck(name, payload) as Promise<{ ok: boolean; code?: string; seq?: number }>

export const readRoomBy = async (socket: Socket) =>
  ((await send(socket, 'room:read')) as unknown as { snapshot: RoomSnapshot }).snapshot

export const next = (socket: Socket, name: string, ms = 1000) =>
  new Promise<Record<string, unknown>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within ${ms} ms`)), ms)
    socket.once(name, (value: Record<string, unknown>) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
