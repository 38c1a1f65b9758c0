import { AudioPresets, Room, ScreenSharePresets, VideoPresets } from 'livekit-client'

const canMatch = typeof window !== 'undefined' && typeof window.matchMedia === 'function'

/** Whether this is held in a hand: smaller pictures go out, since old phones heat and thin lines fill. */
export const isHandheld = () => canMatch && window.matchMedia('(max-width: 40em), (pointer: coarse)').matches

/** LiveKit's room with our defaults: nothing published, sound before pictures. */
export function makeLiveRoom(): Room {
  const preset = isHandheld() ? VideoPresets.h360 : VideoPresets.h540
  return new Room({
    adaptiveStream: true,
    dynacast: true,
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
