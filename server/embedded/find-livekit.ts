// The LiveKit binary: LIVEKIT_BIN, the PATH, the cache, what Go built earlier; else fetched as the pinned release, whose
// archive must match the checksums that the same release publishes; else built with Go; else absent.
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Env } from '@/server/env'
import { log } from '@/server/log'

const run = promisify(execFile)
export const pinned = '1.13.5'
/** The first Go that fetches the newer toolchain a module asks for (LiveKit's go.mod asks for 1.26). */
const oldestGo = [1, 21] as const

export type Binary = { binary: string; how: string }
type Wish = Pick<Env, 'LIVEKIT_BIN'>

export const notInstalled = `no LiveKit found: install livekit-server ${pinned} on the PATH, or set LIVEKIT_BIN, or LIVEKIT_URL with its key and secret, and start again`

const exe = process.platform === 'win32' ? '.exe' : ''
const cacheFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lianxi')
const cached = () => join(cacheFolder(), `livekit-server-${pinned}${exe}`)

/** What is on this machine already. @throws where LIVEKIT_BIN is no LiveKit: what was asked for is never replaced silently */
export async function findLiveKit(env: Wish, dataDir: string): Promise<Binary | null> {
  if (env.LIVEKIT_BIN) {
    if (await isLiveKit(env.LIVEKIT_BIN)) return { binary: env.LIVEKIT_BIN, how: 'LIVEKIT_BIN' }
    throw new Error(`LIVEKIT_BIN is "${env.LIVEKIT_BIN}", which is no LiveKit server`)
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, `livekit-server${exe}`))
  const own = [cached(), join(dataDir, 'bin', `livekit-server${exe}`)]
  for (const binary of [...onPath, ...own, ...builtByGo()]) {
    if (fs.existsSync(binary) && (await isLiveKit(binary))) return { binary, how: binary }
  }
  return null
}

/** Finds or makes the binary; `say` hears what takes long. @returns null when it cannot be had here */
export async function obtainLiveKit(
  env: Wish,
  dataDir: string,
  say: (what: string) => void,
  signal?: AbortSignal,
): Promise<Binary | null> {
  const found = await findLiveKit(env, dataDir)
  if (found) return found
  fs.mkdirSync(cacheFolder(), { recursive: true })
  say(`fetching LiveKit ${pinned}`)
  if (await fetchRelease(signal)) return { binary: cached(), how: `release ${pinned}` }
  if (signal?.aborted || !(await hasGo())) return null
  say(`building LiveKit ${pinned} with Go, about two minutes`)
  return (await buildWithGo(say, signal)) ? { binary: cached(), how: 'built with Go' } : null
}

const builtByGo = () => {
  const path = (process.env.GOPATH ?? '').split(delimiter)[0] || join(homedir(), 'go')
  return [join(path, 'bin', `livekit-server${exe}`), join(path, 'bin', `server${exe}`)]
}

/** A program called `server` may be anything: only its own word for its version counts. */
const isLiveKit = (binary: string) =>
  run(binary, ['--version'], { timeout: 10_000 }).then(
    ({ stdout }) => /livekit-server version 1\./i.test(stdout),
    () => false,
  )

const hasGo = () =>
  run('go', ['env', 'GOVERSION'], { timeout: 10_000 }).then(
    ({ stdout }) => {
      const [major = 0, minor = 0] = stdout.replace(/^go/, '').split('.').map(Number)
      return major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1])
    },
    () => false,
  )

async function buildWithGo(say: (what: string) => void, signal?: AbortSignal): Promise<boolean> {
  const bin = fs.mkdtempSync(join(cacheFolder(), 'build-'))
  const began = performance.now()
  const progress = setInterval(
    () => say(`building LiveKit ${pinned} with Go, ${Math.round((performance.now() - began) / 1000)} s so far`),
    20_000,
  )
  try {
    const code = await new Promise<number | null>((done, fail) => {
      // A group of its own, so that the compilers it starts end with it.
      const child = spawn('go', ['install', `github.com/livekit/livekit-server/cmd/server@v${pinned}`], {
        env: { ...process.env, GOBIN: bin },
        stdio: 'ignore',
        detached: true,
      })
      const end = () => child.pid && process.kill(-child.pid, 'SIGTERM')
      signal?.addEventListener('abort', end, { once: true })
      child.once('error', fail).once('exit', done)
    })
    if (code !== 0) return false
    fs.renameSync(join(bin, `server${exe}`), cached())
    return true
  } finally {
    clearInterval(progress)
    fs.rmSync(bin, { recursive: true, force: true })
  }
}

/** The release's own checksums.txt over https is what the archive must match; an archive that does not is never opened. */
async function fetchRelease(signal?: AbortSignal): Promise<boolean> {
  const system = { linux: 'linux', win32: 'windows' }[process.platform as 'linux' | 'win32']
  const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch as 'x64' | 'arm64']
  // Releases carry no archive for macOS; there Homebrew or Go provide it.
  if (!system || !machine) return false
  const base = `https://github.com/livekit/livekit/releases/download/v${pinned}`
  const name = `livekit_${pinned}_${system}_${machine}.${system === 'windows' ? 'zip' : 'tar.gz'}`
  const scratch = fs.mkdtempSync(join(cacheFolder(), 'fetch-'))
  try {
    const get = async (file: string, ms: number) => {
      const timeout = AbortSignal.timeout(ms)
      const answer = await fetch(`${base}/${file}`, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`)
      return Buffer.from(await answer.arrayBuffer())
    }
    const sums = (await get('checksums.txt', 6000))
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
    const expected = sums.find(([, file]) => file?.replace(/^\*/, '') === name)?.[0]
    if (!expected) throw new Error(`checksums.txt does not name ${name}`)
    const archive = await get(name, 120_000)
    if (createHash('sha256').update(archive).digest('hex') !== expected) throw new Error(`${name}: checksum differs`)
    fs.writeFileSync(join(scratch, name), archive)
    await run('tar', ['-xf', join(scratch, name), '-C', scratch])
    const binary = join(scratch, `livekit-server${exe}`)
    fs.chmodSync(binary, 0o755)
    if (!(await isLiveKit(binary))) throw new Error(`${name} holds no program that runs here`)
    fs.renameSync(binary, cached())
    return true
  } catch (error) {
    log.info({ error: String(error) }, 'livekit: no release could be fetched')
    return false
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}
