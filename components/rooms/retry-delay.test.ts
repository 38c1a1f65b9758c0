import { expect, it } from 'vitest'
import { retryDelay } from './retry-delay'

it('grows, is bounded, and spreads over half of itself', () => {
  expect(retryDelay(0, 0)).toBe(200)
  expect(retryDelay(0, 1)).toBe(400)
  expect(retryDelay(3, 1)).toBe(3200)
  expect(retryDelay(1000, 1)).toBe(8000)
  expect(retryDelay(1000, 0)).toBe(4000)
})
