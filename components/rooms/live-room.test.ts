import { expect, it } from 'vitest'
import { reconnectPolicy } from './live-room'

const delay = (retryCount: number, elapsedMs: number) => reconnectPolicy.nextRetryDelayInMs({ retryCount, elapsedMs })

it('tries at once, then never waits longer than two seconds', () => {
  expect(delay(0, 0)).toBe(0)
  for (let n = 1; n < 40; n++) {
    expect(delay(n, 59_000)).toBeGreaterThanOrEqual(150)
    expect(delay(n, 59_000)).toBeLessThanOrEqual(2000)
  }
})

it('hands over after a minute', () => {
  expect(delay(25, 60_001)).toBeNull()
})
