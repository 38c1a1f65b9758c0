import type { EarlyLine } from './early-line'

/** The line that the page's first script opened, until it is taken; a page of another meeting has none. */
export function earlyLineOf(meetingId: string): EarlyLine | undefined {
  const line = typeof window === 'undefined' ? null : window.lianxiRoom?.line
  return line?.meetingId === meetingId ? line : undefined
}
