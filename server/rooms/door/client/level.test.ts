import { expect, it } from 'vitest'
import { levelOf } from './level'

it('shows silence as nothing and speech as bars', () => {
  const wave = (height: number) =>
    Uint8Array.from({ length: 512 }, (_, i) => 128 + Math.round(height * Math.sin(i / 5)))
  expect(levelOf(wave(0))).toBe(0)
  expect(levelOf(wave(1))).toBeLessThanOrEqual(1)
  expect(levelOf(wave(12))).toBeGreaterThanOrEqual(3)
  expect(levelOf(wave(60))).toBe(5)
})
