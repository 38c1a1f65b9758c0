import { describe, expect, it } from 'vitest'
import { deviceTrouble, surroundingsTrouble } from './capability'
import { levelOf } from './level'

const chrome = 'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36'
const weChat = `${chrome} MicroMessenger/8.0.40`
const fine = { isSecureContext: true, hasGetUserMedia: true, hasPeerConnection: true, userAgent: chrome }

describe('what stands in the way', () => {
  it.each([
    [{}, null],
    [{ userAgent: weChat }, null], // a WeChat that can is not sent away
    [{ hasPeerConnection: false }, 'noWebRtc'],
    [{ hasPeerConnection: false, userAgent: weChat }, 'inApp'],
    [{ isSecureContext: false, hasGetUserMedia: false }, 'insecure'],
    [{ hasGetUserMedia: false }, 'noDevices'],
    [{ hasGetUserMedia: false, userAgent: weChat }, 'inApp'],
  ])('%j → %s', (change, trouble) => {
    expect(surroundingsTrouble({ ...fine, ...change })).toBe(trouble)
  })

  it.each([
    ['NotAllowedError', 'Permission denied', chrome, 'denied'],
    ['NotAllowedError', 'Permission denied', weChat, 'inApp'],
    ['NotAllowedError', 'Permission denied by system', chrome, 'deniedBySystem'],
    ['NotReadableError', 'Could not start video source', chrome, 'busy'],
    ['AbortError', '', chrome, 'busy'],
    ['NotFoundError', 'Requested device not found', chrome, 'none'],
    ['TypeError', '', chrome, 'failed'],
  ])('%s "%s" → %s', (name, message, userAgent, trouble) => {
    expect(deviceTrouble({ name, message }, userAgent)).toBe(trouble)
  })
})

it('shows silence as nothing and speech as bars', () => {
  const wave = (height: number) =>
    Uint8Array.from({ length: 512 }, (_, i) => 128 + Math.round(height * Math.sin(i / 5)))
  expect(levelOf(wave(0))).toBe(0)
  expect(levelOf(wave(1))).toBeLessThanOrEqual(1)
  expect(levelOf(wave(12))).toBeGreaterThanOrEqual(3)
  expect(levelOf(wave(60))).toBe(5)
})
