// A sitting with LiveKit in it: the real server, our signalling proxy and sockets before it, webhooks of which some get
// lost, and bots that speak LiveKit's own protocol.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node'
import type { Connection } from '@/db/client'
import type { SeatActor } from '@/server/access'
import { listen } from '@/server/bus'
import { clock } from '@/server/clock'
import { startLiveKit, type MediaState } from '@/server/embedded/livekit'
import { setRuntime } from '@/server/env'
import { makeLivekitProxy } from '@/server/live/livekit-proxy'
import { attachSignals } from '@/server/live/signals'
import { mintToken } from '@/server/rooms/mint-token'
import { receiveWebhook } from '@/server/rooms/receive-webhook'
import { until } from './app'

export type MediaHouse = Awaited<ReturnType<typeof openMediaHouse>>

/** @param isLost which webhooks never arrive, by their number */
export async function openMediaHouse({ db, sql }: Pick<Connection, 'db' | 'sql'>, isLost = (_n: number) => false) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lianxi-media-'))
  const proxy = makeLivekitProxy(db)
  const counts = { webhooks: 0, lost: 0 }
  const server: Server = createServer((req, res) => {
    const url = new URL(req.url!, 'http://localhost')
    if (url.pathname.startsWith('/livekit')) return void proxy.handleRequest(req, res, url)
    // An empty page, for browsers that bring their script along.
    if (req.method === 'GET') return void res.setHeader('content-type', 'text/html').end()
    let body = ''
    req.on('data', (chunk: Buffer) => (body += chunk.toString()))
    req.on('end', () => {
      // LiveKit believes that it was taken, as when an answer was sent and the work was lost.
      res.end()
      if (isLost(counts.webhooks++)) return void counts.lost++
      receiveWebhook(db, body, req.headers.authorization ?? null, clock.now()).catch(() => {})
    })
  }).on('upgrade', (req, socket, head) => {
    void proxy.handleUpgrade(req, socket, head, new URL(req.url!, 'http://localhost'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  let state: MediaState = { state: 'missing', reason: 'starting', how: '' }
  const livekit = startLiveKit({
    env: {},
    dataDir,
    key: 'testkey',
    secret: 'testsecrettestsecrettestsecret00',
    webhookUrl: `http://127.0.0.1:${port}/webhook`,
    onState: (next) => {
      state = next
      if (next.state === 'ready') setRuntime({ livekit: next, livekitMissing: null })
      else setRuntime({ livekit: null, livekitMissing: next.reason })
    },
  })
  const isReady = () => until('LiveKit', () => Promise.resolve(state.state === 'ready'))
  await isReady()
  let pid = NaN
  /** The newest that is known: between two lives nothing is written. */
  const liveKitPid = () => {
    try {
      pid = (JSON.parse(readFileSync(path.join(dataDir, 'livekit.pid'), 'utf8')) as { pid: number }).pid
    } catch {
      // As said.
    }
    return pid
  }
  const unlisten = await listen(sql, (notice) => {
    if (notice.kind === 'access') void proxy.onAccess(notice)
  })
  const signals = await attachSignals({ sql, origins: [], secure: false })
  return {
    url: `ws://127.0.0.1:${port}/livekit`,
    counts,
    isReady,
    liveKitPid,
    /** As a crash: the house starts it again by itself. */
    async killLiveKit() {
      process.kill(liveKitPid(), 'SIGKILL')
      await until('its end', () => Promise.resolve(state.state !== 'ready'))
    },
    async close() {
      await signals.close()
      await unlisten()
      await proxy.close()
      await livekit.stop()
      setRuntime({ livekit: null, livekitMissing: 'notInstalled' })
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function tokenOf(seat: SeatActor): Promise<string> {
  const media = await mintToken(seat)
  if (media.state !== 'ready') throw new Error('no token')
  return media.token
}

/** Somebody's client: joined, counting what it hears. @throws when LiveKit or our proxy refuses */
export async function joinBot(url: string, token: string) {
  const room = new Room()
  const heard = { frames: 0, tracks: 0 }
  let speaking: NodeJS.Timeout | undefined
  room.on(RoomEvent.TrackSubscribed, (track) => {
    heard.tracks++
    void (async () => {
      // A stream without packets goes on with silence: only what sounds is heard.
      for await (const frame of new AudioStream(track))
        if (frame.data.some((sample) => Math.abs(sample) > 500)) heard.frames++
    })().catch(() => {})
  })
  room.on(RoomEvent.TrackUnsubscribed, () => void heard.tracks--)
  await room.connect(url, token, { autoSubscribe: true, dynacast: false })
  return {
    room,
    heard,
    /** Ten milliseconds of a tone a hundred times a second. */
    async speak() {
      const source = new AudioSource(48_000, 1)
      const options = new TrackPublishOptions()
      options.source = TrackSource.SOURCE_MICROPHONE
      await room.localParticipant!.publishTrack(LocalAudioTrack.createAudioTrack('voice', source), options)
      const tone = new Int16Array(480).map((_, at) => 8000 * Math.sin((2 * Math.PI * 500 * at) / 48_000))
      speaking = setInterval(() => void source.captureFrame(new AudioFrame(tone, 48_000, 1, 480)).catch(() => {}), 10)
    },
    async leave() {
      clearInterval(speaking)
      await new Promise((done) => setTimeout(done, 50))
      await room.disconnect()
    },
  }
}
