// The one honest line of the room: what is true of this person's connection right now, and what of it is spoken.
// Never "fine" while the others cannot hear an open microphone.
import type { MediaAccess } from '@/server/rooms/contract'

type MissingReason = Extract<MediaAccess, { state: 'missing' }>['reason']

export type MediaState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** since: epoch milliseconds. */
  | { kind: 'reconnecting'; since: number }
  | { kind: 'missing'; reason: MissingReason }
  /** Another tab or device of the same seat took the media. */
  | { kind: 'elsewhere' }
  /** This browser cannot do WebRTC. */
  | { kind: 'unsupported' }

/** heard: open and published. unheard: open as far as the person knows, yet nothing reaches the others. */
export type Voice = 'heard' | 'muted' | 'listening' | 'unheard'

export type LineFacts = {
  media: MediaState
  /** When the room's own signals went away, epoch milliseconds. */
  signalsDownSince: number | null
  quality: 'good' | 'poor' | 'lost' | 'unknown'
  voice: Voice
}

export type LineState =
  | { kind: 'connecting' }
  | { kind: 'reconnecting'; what: 'all' | 'media' | 'room'; seconds: number; voiceWasOpen: boolean }
  | { kind: 'unheard' }
  | { kind: 'weak'; voice: Voice }
  | { kind: 'elsewhere' }
  | { kind: 'textOnly' }
  | { kind: 'ok'; voice: Voice }

/** The n of "reconnecting (second n)": the first second is 1. */
const secondsSince = (since: number, now: number) => Math.max(1, Math.floor((now - since) / 1000) + 1)

export function lineState(facts: LineFacts, now: number): LineState {
  const { media, signalsDownSince, voice } = facts
  const mediaDownSince = media.kind === 'reconnecting' ? media.since : null
  if (mediaDownSince !== null || signalsDownSince !== null) {
    const what = mediaDownSince === null ? 'room' : signalsDownSince === null ? 'media' : 'all'
    // An open microphone that reaches nobody outweighs a chat that is late.
    if (what === 'room' && voice === 'unheard') return { kind: 'unheard' }
    const since = Math.min(mediaDownSince ?? Infinity, signalsDownSince ?? Infinity)
    return {
      kind: 'reconnecting',
      what,
      seconds: secondsSince(since, now),
      voiceWasOpen: what !== 'room' && (voice === 'heard' || voice === 'unheard'),
    }
  }
  switch (media.kind) {
    case 'connecting':
      return { kind: 'connecting' }
    case 'elsewhere':
      return { kind: 'elsewhere' }
    case 'missing':
    case 'unsupported':
      return { kind: 'textOnly' }
    case 'connected':
    case 'reconnecting':
      if (voice === 'unheard') return { kind: 'unheard' }
      return facts.quality === 'poor' || facts.quality === 'lost' ? { kind: 'weak', voice } : { kind: 'ok', voice }
  }
}

export type LineTone = 'ok' | 'weak' | 'bad'

export function lineTone(state: LineState): LineTone {
  switch (state.kind) {
    case 'ok':
    case 'connecting':
    case 'textOnly':
      return 'ok'
    case 'weak':
    case 'elsewhere':
      return 'weak'
    case 'reconnecting':
      return state.what === 'room' ? 'weak' : 'bad'
    case 'unheard':
      return 'bad'
  }
}

/** How many of the three bars are lit. */
export function lineBars(state: LineState): 0 | 1 | 2 | 3 {
  switch (state.kind) {
    case 'ok':
      return 3
    case 'weak':
    case 'connecting':
      return 1
    case 'textOnly':
    case 'elsewhere':
      return 2
    case 'reconnecting':
    case 'unheard':
      return 0
  }
}

/** Whether the step from one state to the next is spoken: each news once, a long reconnect every ten seconds. */
export function spokenHow(before: LineState | null, after: LineState): 'polite' | 'assertive' | null {
  switch (after.kind) {
    case 'connecting':
      return null
    case 'unheard':
      return before?.kind === 'unheard' ? null : 'assertive'
    case 'reconnecting': {
      if (before?.kind !== 'reconnecting') return 'polite'
      return after.seconds !== before.seconds && after.seconds % 10 === 0 ? 'polite' : null
    }
    case 'ok':
      // A microphone switched by its owner is told by its button; back from trouble is news.
      return before === null || before.kind === 'ok' || before.kind === 'connecting' ? null : 'polite'
    case 'weak':
    case 'elsewhere':
    case 'textOnly':
      return before?.kind === after.kind ? null : 'polite'
  }
}
