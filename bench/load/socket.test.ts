// The load client is checked before its numbers are believed: against `ws`, around every border of the frame format.
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { Socket } from './socket'

const sizes = [0, 1, 2, 125, 126, 127, 1_000, 65_535, 65_536, 70_000, 1_000_000]
const sent = sizes.map((size) => randomBytes(size))
let server: WebSocketServer
let url: string
let pongs = 0

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('connection', (ws) => {
    ws.on('pong', () => pongs++)
    // Echoes: in two fragments where there is enough, each after a ping.
    ws.on('message', (data) => {
      const bytes = data as Buffer
      ws.ping('x')
      if (bytes.length > 10) ws.send(bytes.subarray(0, 5), { fin: false })
      ws.send(bytes.length > 10 ? bytes.subarray(5) : bytes, { fin: true })
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => void server.close())

test('what is sent comes back the same, in fragments and between pings', async () => {
  const heard: Buffer[] = []
  const socket = new Socket(url, { onMessage: (payload) => heard.push(Buffer.from(payload)) })
  await socket.ready
  sent.forEach((bytes) => socket.send(bytes))
  await vi.waitFor(() => expect(heard).toHaveLength(sizes.length))
  expect(heard.map((bytes, i) => bytes.equals(sent[i]!))).toEqual(sizes.map(() => true))
  await vi.waitFor(() => expect(pongs).toBe(sizes.length))
  await socket.close()
})

test('a client that only counts counts the same messages and bytes', async () => {
  const socket = new Socket(url)
  await socket.ready
  sent.forEach((bytes) => socket.send(bytes))
  await vi.waitFor(() => expect(socket.messages).toBe(sizes.length))
  expect(socket.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
  await socket.close()
})

test('the reason of a close is told, and a refused handshake is an error', async () => {
  const socket = new Socket(url)
  await socket.ready
  for (const ws of server.clients) ws.close(4401, 'not signed in')
  await vi.waitFor(() => expect(socket.closed).toBe('close 4401 not signed in'))
  await expect(new Socket('ws://127.0.0.1:1/').ready).rejects.toThrow()
})
