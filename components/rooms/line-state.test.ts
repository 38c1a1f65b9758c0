import { describe, expect, it } from 'vitest'
import { lineBars, lineState, lineTone, spokenHow, type LineFacts, type LineState } from './line-state'

const fine: LineFacts = { media: { kind: 'connected' }, signalsDownSince: null, quality: 'good', voice: 'heard' }

describe('lineState', () => {
  it('says all is well only when media, signals and the voice are', () => {
    expect(lineState(fine, 0)).toEqual({ kind: 'ok', voice: 'heard' })
    expect(lineState({ ...fine, voice: 'muted' }, 0)).toEqual({ kind: 'ok', voice: 'muted' })
  })

  it('counts the seconds of a reconnect from one', () => {
    const facts: LineFacts = { ...fine, media: { kind: 'reconnecting', since: 10_000 } }
    expect(lineState(facts, 10_000)).toMatchObject({ kind: 'reconnecting', seconds: 1, what: 'media' })
    expect(lineState(facts, 10_999)).toMatchObject({ seconds: 1 })
    expect(lineState(facts, 21_500)).toMatchObject({ seconds: 12 })
  })

  it('never shows a negative count when the clock is set back', () => {
    expect(lineState({ ...fine, media: { kind: 'reconnecting', since: 10_000 } }, 3_000)).toMatchObject({ seconds: 1 })
  })

  it('counts from the earlier of two losses', () => {
    const facts: LineFacts = { ...fine, media: { kind: 'reconnecting', since: 9_000 }, signalsDownSince: 4_000 }
    expect(lineState(facts, 9_500)).toMatchObject({ what: 'all', seconds: 6 })
  })

  it('tells a speaker that the others lost them while media reconnects', () => {
    const facts: LineFacts = { ...fine, media: { kind: 'reconnecting', since: 0 } }
    expect(lineState(facts, 0)).toMatchObject({ voiceWasOpen: true })
    expect(lineState({ ...facts, voice: 'muted' }, 0)).toMatchObject({ voiceWasOpen: false })
    expect(lineState({ ...fine, signalsDownSince: 0 }, 0)).toMatchObject({ what: 'room', voiceWasOpen: false })
  })

  it('puts "they cannot hear you" before a weak line and before late signals', () => {
    expect(lineState({ ...fine, voice: 'unheard', quality: 'poor' }, 0)).toEqual({ kind: 'unheard' })
    expect(lineState({ ...fine, voice: 'unheard', signalsDownSince: 0 }, 0)).toEqual({ kind: 'unheard' })
  })

  it('calls a poor or lost quality weak', () => {
    expect(lineState({ ...fine, quality: 'poor' }, 0).kind).toBe('weak')
    expect(lineState({ ...fine, quality: 'lost' }, 0).kind).toBe('weak')
    expect(lineState({ ...fine, quality: 'unknown' }, 0).kind).toBe('ok')
  })

  it('says plainly that only text works when there is no video', () => {
    expect(lineState({ ...fine, media: { kind: 'missing', reason: 'starting' }, voice: 'listening' }, 0).kind).toBe(
      'textOnly',
    )
  })
})

describe('spokenHow', () => {
  const reconnecting = (seconds: number): LineState => ({
    kind: 'reconnecting',
    what: 'media',
    seconds,
    voiceWasOpen: false,
  })

  it('speaks a reconnect in its first second and then every ten', () => {
    const spoken: number[] = []
    let before: LineState | null = { kind: 'ok', voice: 'heard' }
    for (let n = 1; n <= 31; n++) {
      const after = reconnecting(n)
      if (spokenHow(before, after)) spoken.push(n)
      before = after
    }
    expect(spoken).toEqual([1, 10, 20, 30])
  })

  it('does not repeat the same second', () => {
    expect(spokenHow(reconnecting(10), reconnecting(10))).toBeNull()
  })

  it('breaks in once when they cannot hear you', () => {
    expect(spokenHow({ kind: 'ok', voice: 'heard' }, { kind: 'unheard' })).toBe('assertive')
    expect(spokenHow({ kind: 'unheard' }, { kind: 'unheard' })).toBeNull()
  })

  it('tells that it is well again, but not that a button was pressed', () => {
    expect(spokenHow(reconnecting(4), { kind: 'ok', voice: 'muted' })).toBe('polite')
    expect(spokenHow({ kind: 'ok', voice: 'heard' }, { kind: 'ok', voice: 'muted' })).toBeNull()
    expect(spokenHow({ kind: 'connecting' }, { kind: 'ok', voice: 'muted' })).toBeNull()
  })
})

describe('tone and bars', () => {
  it('keeps red for what cuts a person off', () => {
    expect(lineTone({ kind: 'unheard' })).toBe('bad')
    expect(lineTone({ kind: 'reconnecting', what: 'room', seconds: 1, voiceWasOpen: false })).toBe('weak')
    expect(lineBars({ kind: 'unheard' })).toBe(0)
    expect(lineBars({ kind: 'ok', voice: 'muted' })).toBe(3)
  })
})
