// Why a microphone, a camera or a shared screen did not start, as a message key with a next step. Browsers name the same
// trouble differently; people need one sentence.

export type MediaProblem =
  'denied' | 'absent' | 'busy' | 'noWebRtc' | 'notSecure' | 'notAllowedHere' | 'notConnected' | 'failed'
export type Source = 'microphone' | 'camera' | 'screen'

/** What this page can do at all, found by looking, never by the browser's name. */
export function pageProblem(page: {
  isSecure: boolean
  hasPeerConnection: boolean
  hasDevices: boolean
}): MediaProblem | null {
  if (!page.hasPeerConnection) return 'noWebRtc'
  if (!page.isSecure) return 'notSecure'
  // A secure page without mediaDevices is an embedded browser that keeps them back.
  return page.hasDevices ? null : 'noWebRtc'
}

const nameOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : ''
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''

/** null: the person changed their mind (closed the chooser of screens), nothing to report. */
export function mediaProblem(error: unknown, source: Source): MediaProblem | null {
  const name = nameOf(error)
  const message = messageOf(error)
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      // Closing the chooser of screens and a refusal by the system have one name; only the latter says "system".
      if (source === 'screen' && !/system/i.test(message)) return null
      return 'denied'
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'absent'
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy'
    case 'NotSupportedError':
    case 'TypeError':
      return /mediaDevices|getUserMedia|getDisplayMedia/i.test(message) ? 'notSecure' : 'failed'
    case 'DeviceUnsupportedError':
      return 'noWebRtc'
    case 'PublishTrackError':
      return /permission/i.test(message) ? 'notAllowedHere' : 'failed'
    default:
      return /insufficient permissions/i.test(message) ? 'notAllowedHere' : 'failed'
  }
}
