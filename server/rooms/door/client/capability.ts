// What this browser can do, found by trying, and why not, as one of the sentences the page brought. The browser's name only
// ever picks the help text. Pure: everything is handed in.
import type { Trouble } from '../script-texts'

export type Surroundings = {
  isSecureContext: boolean
  hasGetUserMedia: boolean
  hasPeerConnection: boolean
  userAgent: string
}

/** Small browsers inside chat and shopping programs, which often keep camera and microphone to themselves. */
const isInApp = (userAgent: string) =>
  /MicroMessenger|wxwork|DingTalk|QQ\/|Weibo|AlipayClient|aweme|Lark|FBAN|FBAV|Line\//i.test(userAgent)

export function surroundingsTrouble(here: Surroundings): Trouble | null {
  if (!here.hasPeerConnection) return isInApp(here.userAgent) ? 'inApp' : 'noWebRtc'
  // Without a secure context the browser hides getUserMedia: say the cause, not the symptom.
  if (!here.isSecureContext) return 'insecure'
  if (!here.hasGetUserMedia) return isInApp(here.userAgent) ? 'inApp' : 'noDevices'
  return null
}

/** From what getUserMedia threw. */
export function deviceTrouble(error: { name?: string; message?: string }, userAgent: string): Trouble {
  switch (error.name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      if (/system/i.test(error.message ?? '')) return 'deniedBySystem'
      return isInApp(userAgent) ? 'inApp' : 'denied'
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy'
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'none'
    default:
      return 'failed'
  }
}
