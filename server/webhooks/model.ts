// When a telling is tried again, and what its row says. Pure.
import type { DeliveryState } from './contract'

const [second, minute, hour] = [1000, 60_000, 3_600_000]
/** After the first, second, … failed try; after the last it is given up, three days on. */
const waits = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const

/** Null: enough. */
export const nextTry = (tries: number, at: Date): Date | null => {
  const wait = waits[Math.max(tries, 1) - 1]
  return wait === undefined ? null : new Date(at.getTime() + wait)
}

/** How long an address that does not answer at all is left alone: an hour at most, so that it is found when it is back. */
export const rest = (failures: number, at: Date): Date =>
  new Date(at.getTime() + Math.min(waits[Math.min(Math.max(failures, 1), waits.length) - 1]!, hour))

/** An answer takes this long at most. */
export const timeoutMs = 10 * second
/** Should a node die over a telling, another may try after this. */
export const leaseMs = minute

export const stateOfDelivery = (row: { deliveredAt: Date | null; nextTryAt: Date | null }): DeliveryState =>
  row.deliveredAt ? 'delivered' : row.nextTryAt ? 'waiting' : 'given-up'

/** Why a try failed, as the log says it: what is known of it in words, the rest as a lost connection. */
export const problems = [
  'address',
  'insecure',
  'name',
  'timeout',
  'certificate',
  'connection',
  'redirect',
  'answer',
] as const
export type Problem = (typeof problems)[number]
export const problemOf = (text: string | null): Problem | null =>
  text === null ? null : (problems.find((each) => each === text) ?? 'connection')
