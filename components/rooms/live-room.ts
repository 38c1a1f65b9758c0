import { AudioPresets, Room, ScreenSharePresets, VideoPresets, type ReconnectPolicy } from 'livekit-client'
import { retryDelay } from './retry-delay'

const canMatch = typeof window !== 'undefined' && typeof window.matchMedia === 'function'

/** Whether this is held in a hand: smaller pictures go out, since old phones heat and thin lines fill. */
export const isHandheld = () => canMatch && window.matchMedia('(max-width: 40em), (pointer: coarse)').matches

/**
 * LiveKit's own policy waits up to 8 s between tries: measured, a picture came back 20 s after a killed server did. Here never
 * more than 2 s; after a minute MediaLink begins again with a fresh token.
 */
export const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount, elapsedMs }) => {
    if (elapsedMs > 60_000) return null
    return retryCount === 0 ? 0 : retryDelay(retryCount - 1, undefined, 300, 2000)
  },
}

/** LiveKit's room with our defaults: nothing published, sound before pictures. */
export function makeLiveRoom(): Room {
  const preset = isHandheld() ? VideoPresets.h360 : VideoPresets.h540
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    reconnectPolicy,
    audioCaptureDefaults: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    videoCaptureDefaults: { resolution: preset.resolution, facingMode: 'user' },
    publishDefaults: {
      simulcast: true,
      videoCodec: 'vp8',
      videoEncoding: preset.encoding,
      audioPreset: AudioPresets.speech,
      dtx: true,
      red: true,
      screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
    },
  })
}
