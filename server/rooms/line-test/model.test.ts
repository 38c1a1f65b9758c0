import { expect, it } from 'vitest'
import { lineVerdict, type LineFindings } from './model'

const fine: LineFindings = { hasSignal: true, hasMedia: true, rttMs: 40, loss: 0, upKbps: 900 }

it.each([
  [{}, 'good'],
  [{ hasSignal: false, hasMedia: false }, 'noSignal'],
  [{ hasMedia: false, rttMs: null, loss: null, upKbps: null }, 'noMedia'],
  [{ rttMs: null, loss: null, upKbps: null }, 'good'], // it works; that nothing was measured is no fault of the line
  [{ rttMs: 301 }, 'saving'],
  [{ rttMs: 801 }, 'sound'],
  [{ loss: 0.03 }, 'good'],
  [{ loss: 0.04 }, 'saving'],
  [{ loss: 0.11 }, 'sound'],
  [{ upKbps: 449 }, 'saving'],
  [{ upKbps: 119 }, 'sound'],
  [{ loss: 0.2, upKbps: 5000 }, 'sound'],
] as const)('%j → %s', (change, verdict) => {
  expect(lineVerdict({ ...fine, ...change })).toBe(verdict)
})
