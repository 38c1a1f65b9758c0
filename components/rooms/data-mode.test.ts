import { describe, expect, it } from 'vitest'
import { DataMeter, offeredMode, parseDataMode, wantedPictures, weakSince, type Picture } from './data-mode'

const cameras: Picture[] = ['a', 'b', 'c'].map((seat) => ({ sid: `cam-${seat}`, seat, isScreen: false }))
const screens: Picture[] = ['a', 'b'].map((seat) => ({ sid: `scr-${seat}`, seat, isScreen: true }))
const shown = (wanted: Map<string, string>) => Object.fromEntries([...wanted].filter(([, how]) => how !== 'off'))

describe('wantedPictures', () => {
  it('standard takes everything, sound nothing', () => {
    expect(shown(wantedPictures('standard', cameras, null))).toEqual({
      'cam-a': 'full',
      'cam-b': 'full',
      'cam-c': 'full',
    })
    expect(shown(wantedPictures('sound', [...cameras, ...screens], { seat: 'a', screen: null }))).toEqual({})
    expect(wantedPictures('sound', cameras, null).size).toBe(3)
  })

  it('saving takes one small picture: who is big, or the screen that is shown', () => {
    expect(shown(wantedPictures('saving', cameras, { seat: 'b', screen: null }))).toEqual({ 'cam-b': 'low' })
    const all = [...cameras, ...screens]
    expect(shown(wantedPictures('saving', all, { seat: 'c', screen: null }))).toEqual({ 'scr-b': 'low' })
    expect(shown(wantedPictures('saving', all, { seat: 'a', screen: 'scr-a' }))).toEqual({ 'scr-a': 'low' })
    expect(shown(wantedPictures('saving', cameras, null))).toEqual({})
  })
})

describe('offeredMode', () => {
  const facts = { mode: 'standard', weakMs: 0, wantsToSave: false, declined: [] } as const
  it.each([
    [{}, null],
    [{ weakMs: 7_999 }, null],
    [{ weakMs: 8_000 }, 'saving'],
    [{ wantsToSave: true }, 'saving'],
    [{ weakMs: 60_000, declined: ['saving'] }, null],
    [{ mode: 'saving', weakMs: 8_000 }, null],
    [{ mode: 'saving', weakMs: 20_000 }, 'sound'],
    [{ mode: 'saving', wantsToSave: true }, null],
    [{ mode: 'saving', weakMs: 20_000, declined: ['sound'] }, null],
    [{ mode: 'sound', weakMs: 60_000, wantsToSave: true }, null],
  ] as const)('%j → %s', (change, offered) => {
    expect(offeredMode({ ...facts, ...change })).toBe(offered)
  })
})

it('counts how long the line has been poor without a break', () => {
  expect(weakSince(null, 'weak', 1000)).toBe(1000)
  expect(weakSince(1000, 'reconnecting', 5000)).toBe(1000)
  expect(weakSince(1000, 'connecting', 6000)).toBe(1000)
  expect(weakSince(1000, 'ok', 7000)).toBeNull()
})

it('adds up connections that come and go', () => {
  const meter = new DataMeter()
  meter.add('one', 400_000)
  meter.add('one', 1_000_000)
  meter.add('two', 500_000)
  meter.add('two', 500_000)
  // A connection of the same name that began anew.
  meter.add('one', 100_000)
  expect(meter.megabytes).toBeCloseTo(1.6)
})

it('believes nothing that was kept', () => {
  expect(['standard', 'saving', 'sound', 'x', '', null].map(parseDataMode)).toEqual([
    'standard',
    'saving',
    'sound',
    'standard',
    'standard',
    'standard',
  ])
})
