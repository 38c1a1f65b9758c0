// A test of this line on LiveKit's ConnectionCheck: does the signalling come through, do sound and picture, and how well. The
// last is a check of our own beside LiveKit's: theirs fills the line twice for ten seconds and fails where only UDP works.
import { CheckStatus, Checker, ConnectionCheck, Track, type CheckInfo } from 'livekit-client'
import type { LineFindings } from '@/server/rooms/line-test/model'

export type LineStep = 'signal' | 'media' | 'quality'

const measureMs = 6000
const lookMs = 500
/** What the line is filled with: more than the standard picture needs, less than disturbs others in the house for long. */
const maxBitrate = 1_000_000

type Measured = Pick<LineFindings, 'rttMs' | 'loss' | 'upKbps'>

/** @param url of the signalling, ws(s)://…/livekit */
export async function runLineTest(url: string, token: string, onStep: (step: LineStep) => void): Promise<LineFindings> {
  const check = new ConnectionCheck(url, token, { connectOptions: { maxRetries: 0 } })
  const isGood = (info: CheckInfo) => info.status === CheckStatus.SUCCESS
  const none: Measured = { rttMs: null, loss: null, upKbps: null }
  onStep('signal')
  if (!isGood(await check.checkWebsocket())) return { hasSignal: false, hasMedia: false, ...none }
  onStep('media')
  if (!isGood(await check.checkWebRTC())) return { hasSignal: true, hasMedia: false, ...none }
  onStep('quality')
  const quality = await check.createAndRunCheck(QualityCheck)
  return { hasSignal: true, hasMedia: true, ...none, ...(quality.data as Measured | undefined) }
}

/** Sends a picture that is drawn here, no camera, and reads from the answers how much of it arrives and how fast. */
class QualityCheck extends Checker {
  #measured: Measured | undefined

  get description(): string {
    return 'quality'
  }

  override getInfo(): CheckInfo {
    return { ...super.getInfo(), data: this.#measured }
  }

  protected async perform(): Promise<void> {
    await this.connect()
    const { track, stop } = drawPicture()
    try {
      const { track: sent } = await this.room.localParticipant.publishTrack(track, {
        // The token allows a camera and nothing else.
        source: Track.Source.Camera,
        simulcast: false,
        videoEncoding: { maxBitrate, maxFramerate: 20 },
      })
      const rtts: number[] = []
      let [lost, packets, bytes] = [0, 0, 0]
      const begun = performance.now()
      let heard = begun
      while (performance.now() - begun < measureMs) {
        await new Promise((resolve) => setTimeout(resolve, lookMs))
        const report = await sent?.getRTCStatsReport()
        report?.forEach((one: Record<string, unknown>) => {
          if (one.type === 'outbound-rtp') {
            ;[packets, bytes] = [Number(one.packetsSent ?? 0), Number(one.bytesSent ?? 0)]
            heard = performance.now()
          } else if (one.type === 'remote-inbound-rtp') {
            lost = Math.max(0, Number(one.packetsLost ?? 0))
            if (typeof one.roundTripTime === 'number') rtts.push(one.roundTripTime * 1000)
          }
        })
      }
      this.#measured = {
        rttMs: rtts.length > 0 ? Math.round(median(rtts)) : null,
        loss: packets > 0 ? lost / packets : null,
        upKbps: packets > 0 ? Math.round((bytes * 8) / (heard - begun)) : null,
      }
    } finally {
      stop()
    }
  }
}

const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!

/** Noise: the encoder cannot make it small, so the line is what limits it. */
function drawPicture(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 180
  const context = canvas.getContext('2d')!
  const picture = context.createImageData(canvas.width, canvas.height)
  const draw = () => {
    for (let at = 0; at < picture.data.length; at++) picture.data[at] = at % 4 === 3 ? 255 : Math.random() * 255
    context.putImageData(picture, 0, 0)
  }
  draw()
  const timer = setInterval(draw, 50)
  const [track] = canvas.captureStream(20).getVideoTracks()
  return {
    track: track!,
    stop: () => {
      clearInterval(timer)
      track!.stop()
    },
  }
}
