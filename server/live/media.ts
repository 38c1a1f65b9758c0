// LiveKit's part of the house: tells every page through runtime() whether there is video, and the terminal when that changes.
import { startLiveKit, type MediaState } from '@/server/embedded/livekit'
import { writeRuntimeNote } from '@/server/embedded/data-dir'
import type { Secrets } from '@/server/embedded/secrets'
import { setRuntime, type Env } from '@/server/env'

/** How long the banner waits, so that it tells the usual case in one piece. */
const patienceMs = 3500

export async function bringUpMedia(env: Env, dataDir: string, secrets: Secrets, httpPort: number) {
  let line = 'looking for LiveKit'
  let isAnnounced = false
  let settled: () => void
  const first = new Promise<void>((done) => (settled = done))
  const onState = (state: MediaState) => {
    const isNew = state.how !== line
    line = state.how
    if (state.state === 'ready') {
      const { httpUrl, apiKey, apiSecret } = state
      setRuntime({ livekit: { httpUrl, apiKey, apiSecret }, livekitMissing: null })
    } else setRuntime({ livekit: null, livekitMissing: state.reason })
    writeRuntimeNote(dataDir)
    if (state.state === 'ready' || state.reason !== 'starting') settled()
    const word = state.state === 'ready' ? 'ready' : state.reason
    if (isAnnounced && isNew) process.stdout.write(`  video      ${word} (${line})\n`)
  }
  const media = startLiveKit({
    env,
    dataDir,
    key: secrets.livekitKey,
    secret: secrets.livekitSecret,
    webhookUrl: `http://127.0.0.1:${httpPort}/api/livekit/webhook`,
    onState,
  })
  return {
    stop: media.stop,
    kill: media.kill,
    /** What to print now; later changes are printed as they come. */
    announce: async (): Promise<string> => {
      let timer: NodeJS.Timeout
      await Promise.race([first, new Promise((done) => (timer = setTimeout(done, patienceMs)))])
      clearTimeout(timer!)
      isAnnounced = true
      return line
    },
  }
}
