/** Milliseconds to wait before try n (from 0): half fixed, half random, so that a room of people does not come back at once. */
export function retryDelay(attempt: number, random = Math.random(), firstMs = 400, maxMs = 8000): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16))
  return Math.round(full / 2 + (full / 2) * random)
}
