// The house as a person starts it: server/launch.mjs on free ports with a data folder of its own, gone afterwards.
// Promises that stop() leaves no process and no folder behind; kill9() kills the server alone, as a crash would.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Connection, type Db } from '@/db/client'
import { runtime, setRuntime, type Runtime } from '@/server/env'
import { obtained } from './obtain.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const launcher = path.join(root, 'server/launch.mjs')

/** What `hub demo load` prints. */
export type Demo = {
  county: { id: string; name: string }
  bodies: { id: string; name: string }[]
  units: Record<string, string>
  meetings: { finished: string; live: string; planned: string }
  people: Record<string, string>
  guestSeat: string
  links: { convenor: string; secretary: string; liaison: string; join: string; parent: string }
}

export type Options = {
  /** Language of the demo's content. */
  locale?: 'zh-Hans' | 'zh-Hant' | 'en'
  /** Without: an empty house that prints its set-up code. */
  withDemo?: boolean
  /** Without: the start finds no LiveKit. */
  withLiveKit?: boolean
  env?: Record<string, string>
  /** As `npm run dev` starts it. */
  isDev?: boolean
  /** Loads the demo itself instead of taking a copy. */
  isFirst?: boolean
}

export type App = {
  http: string
  https: string
  ports: { http: number; https: number }
  dataDir: string
  /** Only with the demo. */
  demo: Demo
  /** Everything the terminal was told since the last start. */
  said(): string
  hub<T = unknown>(...words: string[]): Promise<T>
  hubText(...words: string[]): Promise<string>
  /** One statement on the house's own database, for what no page can bring about (an expired link). */
  sql(text: string, values?: (string | null)[]): Promise<Record<string, unknown>[]>
  /** What /metrics says of each of these names. */
  metrics<Name extends string>(...names: Name[]): Promise<Record<Name, number>>
  /** For a command that no page has a form for. */
  withDb<T>(work: (db: Db) => Promise<T>): Promise<T>
  kill9(): Promise<void>
  restart(): Promise<void>
  /** SIGTERM. @returns the exit code */
  terminate(): Promise<number | null>
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

/** Asks until the answer is there; the deadline is for a machine under load. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, limitMs = 60_000) {
  const end = performance.now() + limitMs
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) {
      last = error
    }
    if (performance.now() > end)
      throw new Error(`not within ${limitMs / 1000} s: ${what}${last ? ` (${String(last)})` : ''}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** How old the demo may be that a story gets a copy of: its sitting is going on, its links are good for so long and more. */
const freshMs = 15 * 60_000
const demoFile = 'demo.json'

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lianxi-e2e-'))
  // As root the database runs as another account, which passes through.
  chmodSync(folder, 0o711)
  return folder
}

/**
 * A data folder with the demo in it. Loaded once per build and quarter of an hour, then copied: what a story would else wait
 * for longest. Nobody else makes one meanwhile: stories run one at a time. Null where the database stands elsewhere
 * (server/embedded/postgres-place.ts).
 */
async function copyOfDemo(locale: string): Promise<string | null> {
  const kept = (name: string) => path.join(tmpdir(), `lianxi-demo-${name}`)
  const age = (folder: string) => Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const own = kept(`${readFileSync(path.join(root, '.next/BUILD_ID'), 'utf8').trim()}-${locale}`)
  if (age(path.join(own, demoFile)) > freshMs) {
    for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith('lianxi-demo-')))
      if (age(path.join(tmpdir(), name, demoFile)) > freshMs) rmSync(path.join(tmpdir(), name), { recursive: true })
    const first = await startApp({ locale: locale as Options['locale'], withLiveKit: false, isFirst: true })
    await first.terminate()
    if (!existsSync(path.join(first.dataDir, 'postgres'))) {
      await first.stop()
      return null
    }
    writeFileSync(path.join(first.dataDir, demoFile), JSON.stringify(first.demo))
    renameSync(first.dataDir, own)
  }
  const folder = newFolder()
  rmSync(folder, { recursive: true })
  // Keeps who owns what: a cluster is run by its owner.
  execFileSync('cp', ['-a', own, folder])
  return folder
}

export async function startApp(options: Options = {}): Promise<App> {
  const { locale = 'zh-Hant', withDemo = true, withLiveKit = true, isDev = false } = options
  // With an environment of its own the demo may come out another (a mail server, a clock).
  const copy = withDemo && !isDev && !options.env && !options.isFirst ? await copyOfDemo(locale) : null
  const dataDir = copy ?? newFolder()
  const ports = { http: await freePort(), https: await freePort() }
  const { CI: _ci, ...inherited } = process.env
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    NODE_ENV: isDev ? 'development' : 'production',
    PORT: String(ports.http),
    HTTPS_PORT: String(ports.https),
    DATA_DIR: dataDir,
    NEXT_TELEMETRY_DISABLED: '1',
    ...(withLiveKit && obtained().livekit ? { LIVEKIT_BIN: obtained().livekit } : {}),
    // No program, no cache, no Go: what a machine without any of them finds.
    ...(withLiveKit
      ? {}
      : { LIVEKIT_BIN: '', PATH: path.dirname(process.execPath), XDG_CACHE_HOME: dataDir, GOPATH: dataDir }),
    ...options.env,
  }
  let child: ChildProcess | undefined
  let said = ''

  const ended = async () => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    await new Promise((done) => running.once('exit', done))
  }

  const start = async () => {
    said = ''
    const running = spawn(process.execPath, [launcher, isDev ? 'dev' : 'start'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = running
    const hear = (chunk: Buffer) => (said += chunk.toString())
    running.stdout!.on('data', hear)
    running.stderr!.on('data', hear)
    await until(
      'the house is ready',
      async () => {
        if (running.exitCode !== null) throw new Error(`the start ended with ${running.exitCode}: ${said}`)
        const answer = await fetch(`http://127.0.0.1:${ports.http}/readyz${withLiveKit ? '?require=livekit' : ''}`)
        return answer.ok && said.includes('Ready in')
      },
      240_000,
    ).catch((error: unknown) => {
      running.kill('SIGKILL')
      throw new Error(`${String(error)}\n${said}`)
    })
  }

  async function onOwnLine<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const note = JSON.parse(readFileSync(path.join(dataDir, 'runtime.json'), 'utf8')) as {
      runtime: Runtime
    }
    // A command run here is one of this house: its line in the trail is sealed with the house's own key.
    const before = process.env.LIANXI_RUNTIME
    setRuntime(note.runtime)
    const connection = connect(note.runtime.databaseUrl, { max: 1, name: 'story' })
    try {
      return await work(connection)
    } finally {
      if (before === undefined) delete process.env.LIANXI_RUNTIME
      else process.env.LIANXI_RUNTIME = before
      await connection.end()
    }
  }

  const hubText = (...words: string[]) =>
    new Promise<string>((done, fail) => {
      execFile(
        process.execPath,
        [launcher, 'hub', ...words],
        { cwd: root, env, maxBuffer: 64 << 20 },
        (error, out, err) => (error ? fail(new Error(`hub ${words.join(' ')}: ${err || error.message}`)) : done(out)),
      )
    })

  const app: App = {
    http: `http://localhost:${ports.http}`,
    https: `https://localhost:${ports.https}`,
    ports,
    dataDir,
    demo: undefined as unknown as Demo,
    said: () => said,
    hubText,
    hub: async <T>(...words: string[]) => JSON.parse(await hubText(...words, '--json')) as T,
    sql: (text, values = []) => onOwnLine(async ({ sql }) => [...(await sql.unsafe(text, values))]),
    metrics: async (...names) => {
      const authorization = `Bearer ${await onOwnLine(async () => runtime().metricsToken)}`
      const text = await (await fetch(`${app.http}/metrics`, { headers: { authorization } })).text()
      const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1])
      return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<(typeof names)[number], number>
    },
    withDb: (work) => onOwnLine(({ db }) => work(db)),
    kill9: async () => {
      child?.kill('SIGKILL')
      await ended()
    },
    restart: start,
    terminate: async () => {
      const running = child
      if (running && running.exitCode === null && running.signalCode === null) running.kill('SIGTERM')
      await ended()
      return running?.exitCode ?? null
    },
    stop: async () => {
      await app.terminate()
      removePlace(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  try {
    await start()
    if (copy) app.demo = JSON.parse(readFileSync(path.join(dataDir, demoFile), 'utf8')) as Demo
    else if (withDemo) app.demo = await app.hub<Demo>('demo', 'load', '--locale', locale)
    return app
  } catch (error) {
    await app.stop()
    throw error
  }
}

/** As root the database may live outside the data folder; the folder's secrets name the place. */
export function removePlace(dataDir: string): void {
  try {
    const { place } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as { place?: string }
    if (place)
      for (const home of ['/var/lib', '/var/tmp']) rmSync(`${home}/lianxi-${place}`, { recursive: true, force: true })
  } catch {
    // Never started.
  }
}
