import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SpeakerFacts } from './arrange-tiles'
import { StageMemory } from './stage-memory'

const facts = (speaking: string[]): SpeakerFacts => ({
  present: ['me', 'chair', 'anna'],
  me: 'me',
  focus: null,
  floor: null,
  speaking,
  fallback: ['chair'],
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('moves to a voice when its hold is over, without being asked again', () => {
  const memory = new StageMemory()
  const moved = vi.fn()
  memory.subscribe(moved)
  memory.look(facts([]))
  expect(memory.get().held?.id).toBe('chair')
  memory.look(facts(['anna']))
  vi.advanceTimersByTime(4900)
  expect(memory.get().held?.id).toBe('chair')
  vi.advanceTimersByTime(200)
  expect(memory.get().held?.id).toBe('anna')
  expect(moved).toHaveBeenCalledTimes(2)
})

it('says nothing when nothing moved', () => {
  const memory = new StageMemory()
  memory.look(facts([]))
  const moved = vi.fn()
  memory.subscribe(moved)
  for (let n = 0; n < 10; n++) memory.look(facts([]))
  expect(moved).not.toHaveBeenCalled()
})
