import { describe, expect, it } from 'vitest'
import { clockSkew, clockText, itemTime, secondsBetween } from './time-text'

const at = (text: string) => Date.parse(text)

describe('clock', () => {
  it('writes minutes and seconds, and hours only when there are any', () => {
    expect(clockText(0)).toBe('00:00')
    expect(clockText(134)).toBe('02:14')
    expect(clockText(3725)).toBe('1:02:05')
  })

  it('follows the server when the phone is a day off', () => {
    const phone = at('2026-09-15T06:30:00.000Z')
    const skew = clockSkew('2026-09-16T06:30:00.000Z', phone)
    expect(secondsBetween('2026-09-16T06:29:50.000Z', phone + 4000 + skew)).toBe(14)
  })

  it('never runs backwards', () => {
    expect(secondsBetween('2026-09-16T06:30:00.000Z', at('2026-09-16T06:29:00.000Z'))).toBe(0)
  })
})

describe('itemTime', () => {
  const started = '2026-09-16T06:30:00.000Z'
  const item = { startedAt: started, endedAt: null, minutesPlanned: 25 }

  it('tells used and left of the current item', () => {
    expect(itemTime(item, true, at(started) + 19 * 60_000 + 30_000)).toEqual({
      state: 'now',
      used: 19,
      left: 6,
      over: 0,
    })
  })

  it('tells how far it is over', () => {
    expect(itemTime(item, true, at(started) + 28 * 60_000)).toEqual({ state: 'now', used: 28, left: 0, over: 3 })
  })

  it('rounds what was used when it is done', () => {
    const done = { ...item, endedAt: '2026-09-16T06:46:40.000Z' }
    expect(itemTime(done, false, 0)).toEqual({ state: 'done', used: 17 })
  })

  it('says nothing of what has not begun', () => {
    expect(itemTime({ ...item, startedAt: null }, false, 0)).toEqual({ state: 'ahead' })
  })
})
