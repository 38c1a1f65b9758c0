// How much of the meeting comes down the line: everything, one small picture, or sound alone. Chosen by the person, kept on
// this device, offered when the line is poor; never changed behind somebody's back.
import { z } from 'zod'
import type { LineState } from './line-state'

export const DataMode = z.enum(['standard', 'saving', 'sound'])
export type DataMode = z.infer<typeof DataMode>

/** Kept text is untrusted. */
export const parseDataMode = (text: string | null): DataMode => DataMode.catch('standard').parse(text)

/** off: not subscribed, nothing is sent. low: the smallest layer, 180 lines of a camera. */
export type Wanted = 'off' | 'low' | 'full'
export type Picture = { sid: string; seat: string; isScreen: boolean }

/**
 * What of each picture is wanted. Saving takes one: the newest screen, since slides are what people speak about, else the
 * camera of who is big.
 * @param pictures in the order in which they came
 * @param big seat whose picture is big, or the shared screen that this person chose
 */
export function wantedPictures(
  mode: DataMode,
  pictures: readonly Picture[],
  big: { seat: string; screen: string | null } | null,
): Map<string, Wanted> {
  if (mode !== 'saving') {
    const all: Wanted = mode === 'sound' ? 'off' : 'full'
    return new Map(pictures.map(({ sid }) => [sid, all]))
  }
  const screens = pictures.filter(({ isScreen }) => isScreen)
  const one =
    screens.find(({ sid }) => sid === big?.screen) ?? screens.at(-1) ?? pictures.find(({ seat }) => seat === big?.seat)
  return new Map(pictures.map(({ sid }) => [sid, sid === one?.sid ? 'low' : 'off']))
}

/** Since when the line has been poor without a break, epoch milliseconds; null while it is not. */
export function weakSince(before: number | null, line: LineState['kind'], now: number): number | null {
  if (line === 'weak' || line === 'reconnecting') return before ?? now
  // Connecting says nothing about the line.
  return line === 'connecting' ? before : null
}

/** A short dip is no reason to ask; a second step is offered only when the first did not help for a while. */
const patienceMs = { standard: 8_000, saving: 20_000 } as const

/**
 * The mode to offer now; null for none. What was declined in this stay is not offered again.
 * @param weakMs how long the line has been poor, 0 while it is not
 */
export function offeredMode(facts: {
  mode: DataMode
  weakMs: number
  wantsToSave: boolean
  declined: readonly DataMode[]
}): DataMode | null {
  const { mode, weakMs, wantsToSave, declined } = facts
  const next = mode === 'standard' ? 'saving' : mode === 'saving' ? 'sound' : null
  if (next === null || mode === 'sound' || declined.includes(next)) return null
  const isDue = weakMs >= patienceMs[mode] || (mode === 'standard' && wantsToSave)
  return isDue ? next : null
}

/** Adds up bytes of connections that come and go: each counts from nothing, and a closed one keeps what it had. */
export class DataMeter {
  #last = new Map<string, number>()
  #total = 0

  /** @param bytes so far on this connection */
  add(connection: string, bytes: number): void {
    const before = this.#last.get(connection) ?? 0
    this.#total += bytes >= before ? bytes - before : bytes
    this.#last.set(connection, bytes)
  }

  /** Megabytes as a mobile contract counts them: 1,000,000 bytes. */
  get megabytes(): number {
    return this.#total / 1_000_000
  }
}
