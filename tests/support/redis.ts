// A real Redis for tests: no persistence, loopback, a free port of its own that it keeps through kills, gone afterwards.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, until } from './app'
import { obtain } from './obtain.mjs'

export type TestRedis = {
  url: string
  /** kill -9; what it knew is gone. */
  kill(): Promise<void>
  /** After a kill. Resolves when it answers. */
  start(): Promise<void>
  /** One command, as words; resolves with the first line of the answer. */
  ask(...words: string[]): Promise<string>
  stop(): Promise<void>
}

export async function startRedis(): Promise<TestRedis> {
  const { found, missing } = await obtain(() => {}, ['redis'])
  if (!found.redis) throw new Error(`redis: not to be had here; ${missing.redis}`)
  const binary = found.redis
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'lx-redis-'))
  let child: ChildProcess | null = null

  const ask = (...words: string[]) =>
    new Promise<string>((done, fail) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`${words.join(' ')}\r\n`))
      socket.once('error', fail)
      socket.once('data', (data) => {
        socket.destroy()
        done(data.toString().split('\r\n')[0]!)
      })
    })

  const start = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    child = spawn(binary, options, { stdio: 'ignore' })
    await until('Redis answers', async () => (await ask('PING')) === '+PONG', 20_000)
  }

  const kill = async () => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((done) => running.once('exit', done))
    running.kill('SIGKILL')
    await ended
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    ask,
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
