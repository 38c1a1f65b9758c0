// A server of one kind in a process of its own, bundled once, started, asked for its figures, killed.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { ToldOfAnswers } from './answers-process'
import type { Told } from './collab-process'
import type { ToldOfSignals } from './signals-process'

let entry = ''

/** In a test file: bundles the process before its tests, takes it away after them. */
export function bundleForThisFile(
  source: 'collab-process' | 'signals-process' | 'answers-process' = 'collab-process',
): void {
  let folder = ''
  beforeAll(() => {
    // Below the project, so that the bundle finds its packages.
    const artifacts = join(process.cwd(), 'tests/.artifacts')
    mkdirSync(artifacts, { recursive: true })
    folder = mkdtempSync(join(artifacts, 'node-'))
    entry = join(folder, `${source}.mjs`)
    const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external', `--alias:@=${process.cwd()}`]
    const out = [`--outfile=${entry}`, '--log-level=error']
    execFileSync('node_modules/.bin/esbuild', [`tests/fault/${source}.ts`, ...options, ...out])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
}

export type Stats = {
  port: number
  residentBytes: number
  /** Of the signals' process: user and system time since it began. */
  cpuMs: number
  pendingBytes: number
  documents: number
  connections: number
  commits: number
  failures: number
}

export class Node {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(told: Told | ToldOfSignals | ToldOfAnswers): Promise<Node> {
    const child = spawn(process.execPath, [entry, JSON.stringify(told)], {
      env: { ...process.env, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const { port } = await new Promise<{ port: number }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as { port: number }))
      child.once('exit', (code) => reject(new Error(`the process ended with ${code} before it listened`)))
    })
    return new Node(child, port)
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/collab`
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  stats(): Promise<Stats> {
    return new Promise((resolve, reject) => {
      this.child.once('message', (message) => resolve(message as Stats))
      this.child.send('stats', (error) => error && reject(error))
    })
  }

  /** SIGKILL. Resolves when it is gone. @returns when it was sent, by `performance.now()` */
  async kill9(): Promise<number> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    const at = performance.now()
    if (!this.isRunning) return at
    this.child.kill('SIGKILL')
    await gone
    return at
  }

  /** SIGTERM, as an operator does it. */
  async stop(): Promise<void> {
    if (!this.isRunning) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await gone
  }
}
