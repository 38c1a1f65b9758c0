// What a test of somebody's line found, and what that means for a meeting. Pure; the room and the waiting page ask the same.

export type LineFindings = {
  /** The signalling's WebSocket opened. */
  hasSignal: boolean
  /** Sound and picture found a way, by UDP or TCP. */
  hasMedia: boolean
  /** Milliseconds there and back; null where nothing was measured. */
  rttMs: number | null
  /** Share of what was sent that did not arrive, 0…1. */
  loss: number | null
  /** What the line took upwards while it was filled, kilobits a second. */
  upKbps: number | null
}

export const lineVerdicts = ['noSignal', 'noMedia', 'sound', 'saving', 'good'] as const
/** A message key below line-test.verdict; sound and saving name the data mode that fits. */
export type LineVerdict = (typeof lineVerdicts)[number]

/**
 * Speech of LiveKit needs about 30 kbit/s with its copies (RED); a small picture of 180 lines about 150, the standard one of
 * 360 lines 450 and more. Above 150 ms one way (ITU-T G.114) people begin to talk over each other; Opus hides some 10 % loss.
 */
export function lineVerdict({ hasSignal, hasMedia, rttMs, loss, upKbps }: LineFindings): LineVerdict {
  if (!hasSignal) return 'noSignal'
  if (!hasMedia) return 'noMedia'
  if ((loss ?? 0) > 0.1 || (rttMs ?? 0) > 800 || (upKbps ?? Infinity) < 120) return 'sound'
  if ((loss ?? 0) > 0.03 || (rttMs ?? 0) > 300 || (upKbps ?? Infinity) < 450) return 'saving'
  return 'good'
}
