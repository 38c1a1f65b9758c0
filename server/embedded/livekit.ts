// LiveKit for the picture and the sound. Found (LIVEKIT_URL, LIVEKIT_BIN, PATH, cache), else fetched as a pinned release
// whose checksum the release itself publishes, else built with Go, else absent: then the house runs and every page that
// needs video says what is missing. Never holds up the start; reports through `onState`.
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import type { Env } from '@/server/env'
import { notInstalled, obtainLiveKit } from './find-livekit'
import { isRunning, startTimeOf } from './lock'

export type MediaState =
  | { state: 'ready'; httpUrl: string; apiKey: string; apiSecret: string; how: string }
  | { state: 'missing'; reason: 'notInstalled' | 'starting' | 'unreachable'; how: string }

export type Media = { stop(): Promise<void>; /** Now: it holds nothing that must be kept. */ kill(): void }

type Options = {
  env: Pick<Env, 'LIVEKIT_URL' | 'LIVEKIT_API_KEY' | 'LIVEKIT_API_SECRET' | 'LIVEKIT_BIN'>
  dataDir: string
  key: string
  secret: string
  /** Address LiveKit posts its webhooks to: our own, on loopback. */
  webhookUrl: string
  onState: (state: MediaState) => void
}

export function startLiveKit(options: Options): Media {
  const { env } = options
  const pidFile = join(options.dataDir, 'livekit.pid')
  if (env.LIVEKIT_URL) {
    void stopLeftover(pidFile)
    return watchExternal(options)
  }
  let stopped = false
  const giveUp = new AbortController()
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let round = 0
  const say = (reason: 'notInstalled' | 'starting' | 'unreachable', how: string) => {
    if (!stopped) options.onState({ state: 'missing', reason, how })
  }
  const launch = async (binary: string, how: string): Promise<void> => {
    const port = await freeTcpPort()
    const config = await writeConfig(options, port)
    if (stopped) return
    const out = fs.openSync(join(options.dataDir, 'livekit.log'), 'w', 0o600)
    const started = spawn(binary, ['--config', config], { detached: true, stdio: ['ignore', out, out] })
    fs.closeSync(out)
    child = started
    let failed = false
    started.once('error', () => (failed = true))
    if (started.pid)
      fs.writeFileSync(pidFile, JSON.stringify({ pid: started.pid, startedAt: startTimeOf(started.pid) }))
    started.once('exit', () => {
      fs.rmSync(pidFile, { force: true })
      if (stopped) return
      say('unreachable', `LiveKit ended and is started again (see ${join(options.dataDir, 'livekit.log')})`)
      timer = setTimeout(() => void launch(binary, how).catch(report), Math.min(30_000, 500 * 2 ** round++))
    })
    const httpUrl = `http://127.0.0.1:${port}`
    for (let waited = 0; waited < 20_000 && !failed && started.exitCode === null && !stopped; waited += 100) {
      if (await answers(httpUrl)) {
        options.onState({ state: 'ready', httpUrl, apiKey: options.key, apiSecret: options.secret, how })
        round = 0
        return
      }
      await new Promise((done) => setTimeout(done, 100))
    }
    if (failed) say('notInstalled', `${binary} could not be run`)
  }
  const report = (error: unknown) => say('notInstalled', (error as Error).message.split('\n')[0]!)

  say('starting', 'looking for LiveKit')
  void stopLeftover(pidFile)
    .then(() => obtainLiveKit(env, options.dataDir, (how) => say('starting', how), giveUp.signal))
    .then((found) => (found === null ? say('notInstalled', notInstalled) : launch(found.binary, found.how)))
    .catch(report)

  return {
    kill: () => void child?.kill('SIGKILL'),
    stop: async () => {
      stopped = true
      giveUp.abort()
      clearTimeout(timer)
      if (child && child.exitCode === null && child.signalCode === null) {
        const running = child
        const ended = new Promise((done) => running.once('exit', done))
        running.kill('SIGTERM')
        // It would wait for everybody to leave; the signalling has told them to come back later already.
        const hard = setTimeout(() => running.kill('SIGKILL'), 1500)
        await ended
        clearTimeout(hard)
      }
    },
  }
}

async function writeConfig({ dataDir, key, secret, webhookUrl }: Options, port: number): Promise<string> {
  // JSON is YAML. node_ip stays unset and STUN off: LiveKit then offers every address of this machine, loopback included,
  // so that this browser and a phone on the LAN both get media (a fixed 127.0.0.1 would leave the phone without).
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [key]: secret },
    rtc: {
      tcp_port: await freeTcpPort(),
      udp_port: await freeUdpPort(),
      use_external_ip: false,
      enable_loopback_candidate: true,
      stun_servers: [],
    },
    room: { auto_create: false },
    webhook: { api_key: key, urls: [webhookUrl] },
    logging: { level: 'warn' },
  }
  const path = join(dataDir, 'livekit.json')
  fs.writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 })
  return path
}

async function stopLeftover(pidFile: string): Promise<void> {
  try {
    const left = JSON.parse(fs.readFileSync(pidFile, 'utf8')) as { pid: number; startedAt: string }
    if (isRunning(left)) process.kill(left.pid, 'SIGTERM')
    for (let waited = 0; isRunning(left) && waited < 5000; waited += 50)
      await new Promise((done) => setTimeout(done, 50))
    if (isRunning(left)) process.kill(left.pid, 'SIGKILL')
  } catch {
    // No file: nothing was left.
  }
  fs.rmSync(pidFile, { force: true })
}

const answers = (httpUrl: string) =>
  fetch(httpUrl, { signal: AbortSignal.timeout(1500) }).then(
    (answer) => answer.status < 500,
    () => false,
  )

const freeTcpPort = () =>
  new Promise<number>((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

const freeUdpPort = () =>
  new Promise<number>((done, fail) => {
    const socket = createSocket('udp4')
    socket.once('error', fail)
    socket.bind(0, () => {
      const { port } = socket.address()
      socket.close(() => done(port))
    })
  })

function watchExternal({ env, onState }: Options): Media {
  const httpUrl = env.LIVEKIT_URL!.replace(/^ws/, 'http').replace(/\/$/, '')
  let last = ''
  const check = async () => {
    const state: MediaState = (await answers(httpUrl))
      ? { state: 'ready', httpUrl, apiKey: env.LIVEKIT_API_KEY!, apiSecret: env.LIVEKIT_API_SECRET!, how: httpUrl }
      : { state: 'missing', reason: 'unreachable', how: `LIVEKIT_URL ${httpUrl} does not answer` }
    if (state.state !== last) onState(state)
    last = state.state
  }
  void check()
  const timer = setInterval(() => void check(), 10_000)
  return { stop: async () => clearInterval(timer), kill: () => {} }
}
