// A real PostgreSQL from the npm package's binaries, ours to spawn: own process group (Ctrl-C in the terminal must reach us
// first, so that we stop in order), unix socket only, a random password. What a killed start left is stopped before; one
// that dies while we run (out of memory) is started again on the same socket, and every pool reconnects by itself.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connect } from '@/db/client'
import { StartError } from '@/server/env'
import { log } from '@/server/log'
import { isRunning, startTimeOf } from './lock'
import { findPlace, idsOf, type Place } from './postgres-place'

const run = promisify(execFile)

export type Embedded = {
  url: string
  pid: number
  /** One line for the operator, where something is not as they would expect. */
  note: string | null
  /** Fast shutdown: open transactions roll back, committed ones are on disk. */
  stop(): Promise<void>
  /** Now, without a checkpoint: the next start replays the log. Nothing committed is lost. */
  kill(): void
}

/** Brings the cluster of `dataDir` up, making it at the first start. @throws StartError in one line */
export async function startPostgres(dataDir: string, secret: string, placeId: string): Promise<Embedded> {
  const place = await findPlace(dataDir, placeId)
  await stopLeftover(place)
  if (!fs.existsSync(join(place.cluster, 'PG_VERSION'))) await initialise(place, secret)
  const url = `postgres://lianxi:${secret}@localhost:5432/lianxi?host=${encodeURIComponent(place.sockets)}`
  let child = spawnServer(place)
  try {
    await ready(url, child, place.log)
  } catch (error) {
    await end(child)
    throw error
  }
  let stopped = false
  let round = 0
  let timer: NodeJS.Timeout | undefined
  const watch = (running: ChildProcess) => {
    running.once('exit', (code, signal) => {
      if (stopped) return
      log.error({ code, signal }, 'PostgreSQL ended by itself and is started again')
      timer = setTimeout(
        () => {
          void stopLeftover(place)
            .then(() => {
              if (!stopped) watch((child = spawnServer(place)))
            })
            .catch((error: unknown) => log.error({ error: String(error) }, 'PostgreSQL does not start again'))
        },
        // A second at most: while a full disk keeps it down it ends at every try, and is wanted back at once afterwards.
        Math.min(1_000, 200 * 2 ** round++),
      )
    })
    setTimeout(() => running.exitCode === null && (round = 0), 30_000).unref()
  }
  watch(child)
  return {
    url,
    pid: child.pid!,
    note: place.note,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await end(child)
    },
    kill: () => {
      stopped = true
      if (isAlive(child)) child.kill('SIGQUIT')
    },
  }
}

async function initialise({ bin, cluster, account }: Place, secret: string): Promise<void> {
  const half = `${cluster}.half`
  const passwordFile = `${cluster}.password`
  const make = async (locale: readonly string[]) => {
    fs.rmSync(half, { recursive: true, force: true })
    fs.mkdirSync(half, { mode: 0o700 })
    fs.writeFileSync(passwordFile, secret, { mode: 0o600 })
    if (account) for (const path of [half, passwordFile]) fs.chownSync(path, account.uid, account.gid)
    const args = ['-D', half, '-U', 'lianxi', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8']
    const options = { ...idsOf(account), cwd: '/', env: plainEnv() }
    await run(join(bin, 'initdb'), [...args, ...locale], options)
  }
  try {
    // A system without C.UTF-8 (macOS, musl) gets the same order of code points from Postgres itself.
    await make(['--locale=C.UTF-8', '--locale-provider=libc']).catch(() =>
      make(['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']),
    )
  } catch (error) {
    const said = lastLine(String((error as { stderr?: string }).stderr ?? error))
    throw new StartError(`PostgreSQL could not make its data folder ${cluster}: ${said}`)
  } finally {
    fs.rmSync(passwordFile, { force: true })
  }
  fs.renameSync(half, cluster) // whole or not at all: a killed start leaves only a .half
}

function spawnServer({ bin, cluster, sockets, log: path, account }: Place): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: '60',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    logging_collector: 'off',
  }
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const out = fs.openSync(path, 'w', 0o600)
  const child = spawn(join(bin, 'postgres'), args, {
    ...idsOf(account),
    cwd: '/',
    detached: true,
    stdio: ['ignore', out, out],
    env: plainEnv(),
  })
  fs.closeSync(out)
  child.once('error', (error) => log.error({ error: String(error) }, 'PostgreSQL could not be run'))
  return child
}

/** A start after kill -9 finds the old postmaster by the pid file of this very cluster and stops it in order. */
async function stopLeftover({ cluster, sockets }: Place): Promise<void> {
  const pid = Number(readOr(join(cluster, 'postmaster.pid'), '').split('\n')[0])
  // Listed again each time: backends that outlive a postmaster are seen only once it is gone.
  let left = processesIn(cluster, pid)
  const told = new Set<number>()
  for (let waited = 0; left.some(isRunning); waited += 50) {
    for (const each of left.filter(({ pid }) => !told.has(pid))) {
      // Without its postmaster a backend ends by itself soon; one that does not would keep the shared memory.
      signal(each.pid, each.pid === pid ? 'SIGINT' : 'SIGTERM')
      told.add(each.pid)
    }
    if (waited === 10_000) for (const leftover of left.filter(isRunning)) signal(leftover.pid, 'SIGQUIT')
    if (waited > 20_000) {
      throw new StartError(`An earlier PostgreSQL (process ${left.find(isRunning)!.pid}) of ${cluster} does not stop.`)
    }
    await new Promise((done) => setTimeout(done, 50))
    left = processesIn(cluster, pid)
  }
  // Nobody works in this cluster and we hold its lock. Postgres itself would take a zombie, or an unrelated process that
  // was given the number after a reboot, for its old postmaster, and refuse for ever: by its pid file and by its socket's.
  if (hasProc() && !left.some(isRunning)) {
    for (const file of [join(cluster, 'postmaster.pid'), join(sockets, '.s.PGSQL.5432.lock')])
      fs.rmSync(file, { force: true })
  }
}

const hasProc = () => fs.existsSync('/proc/self/cwd')

/** The postmaster of this cluster, if it runs, else the backends it left. Every process of a cluster works in its folder. */
function processesIn(cluster: string, postmaster: number): { pid: number; startedAt: string }[] {
  const worksHere = (pid: number) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(cluster)
    } catch {
      return false
    }
  }
  // Where there is no /proc, Postgres itself refuses to start beside a living postmaster, in one line.
  if (!hasProc()) return []
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  const here = worksHere(postmaster) ? [postmaster] : all.filter(worksHere)
  return here.map((pid) => ({ pid, startedAt: startTimeOf(pid) }))
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended meanwhile.
  }
}

async function ready(url: string, child: ChildProcess, path: string): Promise<void> {
  const bootstrap = new URL(url)
  bootstrap.pathname = '/postgres'
  const { sql, end: close } = connect(bootstrap.href, { max: 1, name: 'lianxi start' })
  const deadline = performance.now() + 60_000
  try {
    for (;;) {
      if (!isAlive(child)) throw new StartError(`PostgreSQL did not start: ${reasonIn(readOr(path, ''))} (see ${path})`)
      try {
        await sql`select 1`
        break
      } catch (error) {
        const { code, message } = error as Error & { code?: string }
        if (code === '28P01') {
          throw new StartError(
            'The embedded PostgreSQL refuses the password in secrets.json; restore the file that belongs to this DATA_DIR.',
          )
        }
        if (performance.now() > deadline) throw new StartError(`PostgreSQL does not answer: ${message} (see ${path})`)
        await new Promise((done) => setTimeout(done, 40))
      }
    }
    if ((await sql`select 1 from pg_database where datname = 'lianxi'`).length === 0) await sql`create database lianxi`
    const [durable] = await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync`
    if (durable!.fsync !== 'on' || durable!.sync !== 'on') {
      throw new StartError('PostgreSQL runs without fsync or synchronous_commit; nothing could be called saved.')
    }
  } finally {
    await close()
  }
}

/** Nothing of ours reaches its environment: no secret, no PG… variable of the operator's. */
const plainEnv = () => ({ PATH: process.env.PATH, LC_ALL: 'C' }) as unknown as NodeJS.ProcessEnv

const isAlive = (child: ChildProcess) => child.pid !== undefined && child.exitCode === null && child.signalCode === null

async function end(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), 10_000)
  await ended
  clearTimeout(timer)
}

/** Postgres ends a refused start with "database system is shut down"; the reason stands before it. */
const reasonIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|HINT):/.test(line))
    .join(' ') || lastLine(text)

const lastLine = (text: string) => text.trim().split('\n').pop() ?? ''

function readOr(path: string, otherwise: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
