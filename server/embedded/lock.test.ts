import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isRunning, lockHolder, startTimeOf, takeLock } from './lock'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lx-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (holder: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(holder))

it('is held until it is released, and names its holder', () => {
  const release = takeLock(folder, 'a running server')
  expect(() => takeLock(folder, 'the command "doctor"')).toThrow(`in use by a running server (process ${process.pid})`)
  release()
  expect(lockHolder(folder)).toBe(null)
  takeLock(folder, 'again')()
  expect(readdirSync(folder)).toEqual([])
})

it('is taken over from a process that is gone, from a number given to another process, and from half a file', () => {
  for (const stale of [
    { pid: 2 ** 22 + 1, startedAt: '1', what: 'gone' },
    { pid: process.pid, startedAt: 'another time', what: 'an earlier process of this number' },
  ]) {
    write(stale)
    takeLock(folder, 'me')()
  }
  writeFileSync(join(folder, 'lock'), '{"pid":')
  const release = takeLock(folder, 'me')
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid, what: 'me' })
  release()
})

it('is not removed by a holder that lost it', () => {
  const release = takeLock(folder, 'me')
  write({ pid: 1, startedAt: startTimeOf(1), what: 'somebody else' })
  release()
  expect(existsSync(join(folder, 'lock'))).toBe(true)
})

it('counts a killed process that nobody collected as gone', async () => {
  // The shell starts a child and becomes a sleep that never collects it; the child ends only then, since a shell still might:
  // a zombie.
  const child = '(until [ "$(cat /proc/$$/comm)" = sleep ]; do :; done) &'
  const parent = spawn('sh', ['-c', `${child} echo $!; exec sleep 30`], { stdio: ['ignore', 'pipe', 'ignore'] })
  const pid = Number(
    await new Promise<string>((done) => parent.stdout.once('data', (data: Buffer) => done(String(data)))),
  )
  for (let tries = 0; tries < 100 && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '); tries++) {
    await new Promise((done) => setTimeout(done, 20))
  }
  expect(() => process.kill(pid, 0)).not.toThrow()
  expect(isRunning({ pid, startedAt: startTimeOf(pid) })).toBe(false)
  parent.kill('SIGKILL')
})
