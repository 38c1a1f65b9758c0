// The only place that asks what time it is. Business rules and SQL take the time as a parameter.
// A test may move it, and only under NODE_ENV=test.

export type Clock = { now(): Date }

let offsetMs = 0

export const clock: Clock = { now: () => new Date(Date.now() + offsetMs) }

/** Moves the clock for tests. Throws anywhere else, so that no request can ever move a deadline. */
export function setClockForTest(at: Date | null): void {
  if (process.env.NODE_ENV !== 'test') throw new Error('the clock can be moved only under NODE_ENV=test')
  offsetMs = at === null ? 0 : at.getTime() - Date.now()
}
