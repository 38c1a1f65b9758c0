// Processes and what they cost, read from /proc: Linux only. Only processes that were started here are ever signalled.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'

/** Clock ticks a second in /proc; fixed at 100 on Linux. */
const ticks = 100
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** Milliseconds of the machine's monotonic clock: comparable between processes. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6

/** Looks again and again until there is something. @throws after `ms`, saying what did not come */
export async function until<T>(look: () => T | null | undefined | false, what: string, ms = 15_000): Promise<T> {
  const deadline = nowMs() + ms
  for (;;) {
    const found = look()
    if (found !== null && found !== undefined && found !== false) return found
    if (nowMs() > deadline) throw new Error(`${what}: not within ${ms} ms`)
    await pause(5)
  }
}

type Stat = { parent: number; seconds: number }

function statOf(pid: number): Stat | null {
  try {
    const line = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    // From the third field on: state, parent … user and system time, own and of reaped children.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return {
      parent: Number(fields[1]),
      seconds: [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / ticks,
    }
  } catch {
    return null
  }
}

/** A process with its living descendants. */
function family(root: number): Stat[] {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), stat: statOf(Number(name)) }))
  const pids = new Set([root])
  const found: Stat[] = []
  for (let grown = true; grown;) {
    grown = false
    for (const { pid, stat } of all) {
      if (!stat || pids.has(pid) || !pids.has(stat.parent)) continue
      pids.add(pid)
      found.push(stat)
      grown = true
    }
  }
  const own = statOf(root)
  return own ? [own, ...found] : found
}

/** CPU seconds of a process with its descendants, reaped ones included. */
export const cpuSeconds = (pid: number) => family(pid).reduce((sum, { seconds }) => sum + seconds, 0)

/** Resident memory in MiB of one process. */
export function residentMiB(pid: number): number {
  const kB = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kB ?? NaN) / 1024
}

/** Busy CPU seconds of the whole machine since it started. */
function machineSeconds(): number {
  const [user, nice, system, , , irq, softirq] = fs
    .readFileSync('/proc/stat', 'latin1')
    .split('\n')[0]!
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user! + nice! + system! + irq! + softirq!) / ticks
}

/** Whose CPU is counted in a window. */
export type Watched = { server: number; postgres: number | null }
export type Reading = { at: number; server: number; postgres: number; machine: number; own: number }

export function readCpu({ server, postgres }: Watched): Reading {
  const { user, system } = process.cpuUsage()
  return {
    at: nowMs(),
    server: cpuSeconds(server),
    postgres: postgres === null ? 0 : cpuSeconds(postgres),
    machine: machineSeconds(),
    own: (user + system) / 1e6,
  }
}

export type Window = {
  wallMs: number
  /** CPU seconds of the server, of Postgres, of this load process, of the whole machine. */
  cpu: number
  postgresCpu: number
  ownCpu: number
  machineCpu: number
}

export const windowOf = (from: Reading, to: Reading): Window => ({
  wallMs: to.at - from.at,
  cpu: to.server - from.server,
  postgresCpu: to.postgres - from.postgres,
  ownCpu: to.own - from.own,
  machineCpu: to.machine - from.machine,
})

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export type Started = {
  pid: number
  /** Resolves when it is gone. */
  gone: Promise<void>
  isGone(): boolean
  signal(name: NodeJS.Signals): void
  /** SIGTERM, and SIGKILL for one that does not end in `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

const running = new Set<Started>()

/** Starts a Node process and waits for its first line, which each of ours prints when it serves. */
export async function startNode(args: readonly string[], env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + String(chunk)).slice(-2_000)))
  let isGone = false
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const started: Started = {
    pid: child.pid ?? 0,
    gone,
    isGone: () => isGone,
    signal: (name) => void (isGone || child.kill(name)),
    async stop(graceMs = 5_000) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await gone
      clearTimeout(timer)
    },
  }
  running.add(started)
  void gone.then(() => {
    isGone = true
    running.delete(started)
  })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no word from ${args.at(-1)} in 30 s: ${complaint}`)), 30_000)
    child.stdout.once('data', () => (clearTimeout(timer), resolve()))
    child.once('close', () => (clearTimeout(timer), reject(new Error(`${args.at(-1)} ended: ${complaint}`))))
    child.once('error', reject)
  })
  child.stdout.resume()
  return started
}

/** For an end in a hurry. */
export const killAll = () => running.forEach((each) => each.signal('SIGKILL'))

/**
 * Waits until a process has done almost nothing for three seconds (longer than anybody's pause before tidying up), or `ms`
 * at the most.
 */
export async function whenQuiet(pid: number, ms = 20_000): Promise<void> {
  const deadline = nowMs() + ms
  let [before, quietSince] = [cpuSeconds(pid), nowMs()]
  while (nowMs() < deadline && nowMs() - quietSince < 3_000) {
    await pause(250)
    const now = cpuSeconds(pid)
    if (now - before > 0.01) quietSince = nowMs()
    before = now
  }
}
