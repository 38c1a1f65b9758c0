// What the line makes of a Redis that is not one, refuses us, or takes the connection and says nothing.
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { eventually } from '@/tests/support/collab'
import { freePort } from '@/tests/support/app'
import { RedisLine } from './redis-line'

/** Runs `work` beside a server on a free port that treats every connection alike. */
async function beside(treat: (socket: Socket) => void, work: (url: string) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    treat(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    await work(`redis://:secret@127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    sockets.forEach((socket) => socket.destroy())
    await new Promise((done) => server.close(done))
  }
}

async function opened(url: string): Promise<RedisLine> {
  const line = new RedisLine(url)
  await line.firstTry(10_000)
  return line
}

it.each([
  ['another protocol', (socket: Socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['a wrong password', (socket: Socket) => void socket.write('-WRONGPASS invalid username-password pair\r\n')],
  ['a Redis without RESP3', (socket: Socket) => void socket.write("-ERR unknown command 'HELLO'\r\n")],
  ['a line that is cut', (socket: Socket) => void socket.destroy()],
])('tells %s in a line without the address, and tries again', async (_what, treat) => {
  let tries = 0
  const counted = (socket: Socket) => {
    tries++
    treat(socket)
  }
  await beside(counted, async (url) => {
    const line = await opened(url)
    expect(line.isUp).toBe(false)
    expect(line.state).toMatch(/^Redis cannot be used now \(.+\)/)
    expect(line.state).not.toMatch(/secret|127\.0\.0\.1|\n/)
    await eventually(() => tries >= 3)
    line.kill()
  })
})

it('gives up a server that says nothing, after seconds', async () => {
  let tries = 0
  await beside(
    () => void tries++,
    async (url) => {
      const line = await opened(url)
      expect(line.state).toContain('(no answer)')
      await eventually(() => tries >= 2)
      line.kill()
    },
  )
})

it('says nothing to nobody, throws nothing, and ends, while there is no Redis', async () => {
  const line = await opened(`redis://127.0.0.1:${await freePort()}`)
  line.subscribe('channel', () => {})
  line.publish('channel', Uint8Array.of(1))
  line.unsubscribe('channel')
  line.renew()
  expect(line.state).toContain('(ECONNREFUSED)')
  await line.close()
})
