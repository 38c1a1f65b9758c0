import { describe, expect, it } from 'vitest'
import { holdEnds, holdSpeaker, orderTiles, pageOf, type SpeakerFacts } from './arrange-tiles'

const facts = (more: Partial<SpeakerFacts> = {}): SpeakerFacts => ({
  present: ['me', 'chair', 'anna', 'ben'],
  me: 'me',
  focus: null,
  floor: null,
  speaking: [],
  fallback: ['chair'],
  ...more,
})

describe('holdSpeaker', () => {
  it('begins with the chair', () => {
    expect(holdSpeaker(null, facts(), 0)).toEqual({ id: 'chair', since: 0 })
  })

  it('follows a voice only after five seconds', () => {
    const held = { id: 'anna', since: 1000 }
    const speaking = facts({ speaking: ['ben'] })
    expect(holdSpeaker(held, speaking, 5999)).toBe(held)
    expect(holdEnds(held, speaking, 5999)).toBe(6000)
    expect(holdSpeaker(held, speaking, 6000)).toEqual({ id: 'ben', since: 6000 })
  })

  it('stays with the last voice in silence', () => {
    const held = { id: 'anna', since: 0 }
    expect(holdSpeaker(held, facts(), 60_000)).toBe(held)
  })

  it('gives the floor at once, and focus before the floor', () => {
    const held = { id: 'anna', since: 0 }
    expect(holdSpeaker(held, facts({ floor: 'ben' }), 10)?.id).toBe('ben')
    expect(holdSpeaker(held, facts({ floor: 'ben', focus: 'chair' }), 10)?.id).toBe('chair')
  })

  it('does not make me big to myself while others are here', () => {
    expect(holdSpeaker(null, facts({ speaking: ['me'], floor: 'me' }), 0)?.id).toBe('chair')
    expect(holdSpeaker(null, facts({ present: ['me'] }), 0)?.id).toBe('me')
  })

  it('leaves me when the first other person comes', () => {
    expect(holdSpeaker({ id: 'me', since: 0 }, facts({ present: ['me', 'anna'] }), 1)?.id).toBe('anna')
  })

  it('lets go of who left, without waiting', () => {
    const held = { id: 'gone', since: 0 }
    expect(holdSpeaker(held, facts({ speaking: ['ben'] }), 100)?.id).toBe('ben')
  })

  it('is null on an empty stage', () => {
    expect(holdSpeaker(null, facts({ present: [] }), 0)).toBeNull()
  })
})

describe('orderTiles', () => {
  it('keeps places, adds newcomers at the end, drops who left', () => {
    expect(orderTiles(['a', 'b', 'c'], ['d', 'c', 'a'], [], 25)).toEqual(['a', 'c', 'd'])
  })

  it('does not move somebody who speaks on the first page', () => {
    expect(orderTiles(['a', 'b', 'c'], ['a', 'b', 'c'], ['c'], 25)).toEqual(['a', 'b', 'c'])
  })

  it('brings a speaker of a later page onto the first, in the place of the last silent one', () => {
    expect(orderTiles(['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], ['d', 'b'], 2)).toEqual(['d', 'b', 'c', 'a'])
  })

  it('keeps everybody exactly once, however many speak', () => {
    const all = Array.from({ length: 40 }, (_, n) => `p${n}`)
    const order = orderTiles(all, all, all.slice(20), 25)
    expect([...order].sort()).toEqual([...all].sort())
  })
})

describe('pageOf', () => {
  it('pages, and never stands on a page that is gone', () => {
    const all = Array.from({ length: 26 }, (_, n) => n)
    expect(pageOf(all, 0, 25).shown).toHaveLength(25)
    expect(pageOf(all, 1, 25)).toEqual({ shown: [25], page: 1, pages: 2 })
    expect(pageOf(all.slice(0, 3), 1, 25)).toMatchObject({ page: 0, pages: 1 })
    expect(pageOf([], 3, 25)).toEqual({ shown: [], page: 0, pages: 1 })
  })
})
