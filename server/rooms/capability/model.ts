// What stands between somebody and being heard: found by looking at the browser, never by its name; for each trouble the best
// that still works and the one button that helps. Asked by the door's script and by the room, so that both say the same.

export const troubles = [
  'noWebRtc',
  'notSecure',
  'inApp',
  'noDevices',
  'denied',
  'deniedBySystem',
  'busy',
  'absent',
  'silent',
  'failed',
] as const
/** A message key below capability.trouble. silent: the browser plays no sound before a press. */
export type Trouble = (typeof troubles)[number]

/** text: agenda, minutes, chat, hand. listen: seeing and hearing too. voice: everything but the device in question. */
export type Still = 'text' | 'listen' | 'voice'
/** secure: the same page by https. browser: the link, for the phone's own browser. hear: the press that lets sound out. */
export type Remedy = 'browser' | 'secure' | 'retry' | 'hear'

/** Fallbacks of one person; the devices themselves are asked for one by one. */
export const capabilities: Record<Trouble, { still: Still; remedy: Remedy }> = {
  noWebRtc: { still: 'text', remedy: 'browser' },
  notSecure: { still: 'listen', remedy: 'secure' },
  inApp: { still: 'listen', remedy: 'browser' },
  noDevices: { still: 'listen', remedy: 'browser' },
  denied: { still: 'listen', remedy: 'retry' },
  deniedBySystem: { still: 'listen', remedy: 'retry' },
  busy: { still: 'listen', remedy: 'retry' },
  absent: { still: 'listen', remedy: 'retry' },
  silent: { still: 'text', remedy: 'hear' },
  failed: { still: 'listen', remedy: 'retry' },
}

export type Device = 'both' | 'microphone' | 'camera' | 'screen'

/** Without a camera, or without a shared screen, one is still heard. Without WebRTC nothing of the sort. */
export const stillWorks = (trouble: Trouble, device: Device): Still => {
  const { still } = capabilities[trouble]
  return still === 'listen' && (device === 'camera' || device === 'screen') && isOfDevice(trouble) ? 'voice' : still
}

const isOfDevice = (trouble: Trouble) =>
  trouble === 'denied' ||
  trouble === 'deniedBySystem' ||
  trouble === 'busy' ||
  trouble === 'absent' ||
  trouble === 'failed'

export type Surroundings = {
  isSecureContext: boolean
  hasGetUserMedia: boolean
  hasPeerConnection: boolean
  /** Picks the words of the help and nothing else. */
  userAgent: string
}

/** Small browsers inside chat and shopping programs, which often keep camera and microphone to themselves. */
const isInApp = (userAgent: string) =>
  /MicroMessenger|wxwork|DingTalk|QQ\/|Weibo|AlipayClient|aweme|Lark|FBAN|FBAV|Line\//i.test(userAgent)

/** What this page can do at all. null: nothing stands in the way before a device is asked for. */
export function surroundingsTrouble(here: Surroundings): Trouble | null {
  if (!here.hasPeerConnection) return 'noWebRtc'
  // Without a secure context the browser hides getUserMedia: say the cause, not the symptom.
  if (!here.isSecureContext) return 'notSecure'
  if (!here.hasGetUserMedia) return isInApp(here.userAgent) ? 'inApp' : 'noDevices'
  return null
}

/** The browser of this page, looked at. Shared by both, so that neither forgets an eye. */
export const lookAround = (page: {
  isSecureContext: boolean
  RTCPeerConnection?: unknown
  navigator: { mediaDevices?: { getUserMedia?: unknown } | undefined; userAgent: string }
}): Surroundings => ({
  isSecureContext: page.isSecureContext,
  hasGetUserMedia: typeof page.navigator.mediaDevices?.getUserMedia === 'function',
  hasPeerConnection: typeof page.RTCPeerConnection === 'function',
  userAgent: page.navigator.userAgent,
})

const textOf = (error: unknown, key: 'name' | 'message'): string =>
  typeof error === 'object' && error !== null && key in error ? String((error as Record<string, unknown>)[key]) : ''

/** From what getUserMedia or getDisplayMedia threw; browsers name the same trouble differently. */
export function deviceTrouble(error: unknown, userAgent: string): Trouble {
  const message = textOf(error, 'message')
  switch (textOf(error, 'name')) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      if (/system/i.test(message)) return 'deniedBySystem'
      return isInApp(userAgent) ? 'inApp' : 'denied'
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy'
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'absent'
    case 'NotSupportedError':
    case 'TypeError':
      return /mediaDevices|getUserMedia|getDisplayMedia/i.test(message) ? 'notSecure' : 'failed'
    case 'DeviceUnsupportedError':
      return 'noWebRtc'
    default:
      return 'failed'
  }
}
