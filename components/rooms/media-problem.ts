// Why a microphone, a camera or a shared screen did not start here: a row of the capability table, or that it is not one's
// turn, or that the media are not connected yet.
import { deviceTrouble, type Trouble } from '@/server/rooms/capability/model'

export type MediaProblem = Trouble | 'notAllowedHere' | 'notConnected'
export type Source = 'microphone' | 'camera' | 'screen'

const textOf = (error: unknown, key: 'name' | 'message'): string =>
  typeof error === 'object' && error !== null && key in error ? String((error as Record<string, unknown>)[key]) : ''

/** null: the person changed their mind (closed the chooser of screens), nothing to report. */
export function mediaProblem(error: unknown, source: Source, userAgent: string): MediaProblem | null {
  const name = textOf(error, 'name')
  if (/insufficient permissions/i.test(textOf(error, 'message'))) return 'notAllowedHere'
  if (name === 'PublishTrackError') return /permission/i.test(textOf(error, 'message')) ? 'notAllowedHere' : 'failed'
  const trouble = deviceTrouble(error, userAgent)
  // Closing the chooser of screens and a refusal by the browser have one name.
  return source === 'screen' && (trouble === 'denied' || (trouble === 'inApp' && name === 'NotAllowedError'))
    ? null
    : trouble
}
