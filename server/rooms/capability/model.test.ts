import { describe, expect, it } from 'vitest'
import { capabilities, deviceTrouble, lookAround, stillWorks, surroundingsTrouble, troubles } from './model'

const chrome = 'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36'
const weChat = `${chrome} MicroMessenger/8.0.40`
const fine = { isSecureContext: true, hasGetUserMedia: true, hasPeerConnection: true, userAgent: chrome }

describe('what is detected → what is said → what still works → the one button', () => {
  it.each([
    [{}, null, null, null],
    [{ userAgent: weChat }, null, null, null], // a WeChat that can is not sent away
    [{ hasPeerConnection: false }, 'noWebRtc', 'text', 'browser'],
    [{ hasPeerConnection: false, userAgent: weChat }, 'noWebRtc', 'text', 'browser'],
    [{ isSecureContext: false, hasGetUserMedia: false }, 'notSecure', 'listen', 'secure'],
    [{ hasGetUserMedia: false }, 'noDevices', 'listen', 'browser'],
    [{ hasGetUserMedia: false, userAgent: weChat }, 'inApp', 'listen', 'browser'],
  ])('a page that is %j → %s, %s, %s', (change, trouble, still, remedy) => {
    const found = surroundingsTrouble({ ...fine, ...change })
    expect(found).toBe(trouble)
    if (found) expect([stillWorks(found, 'microphone'), capabilities[found].remedy]).toEqual([still, remedy])
  })

  it.each([
    ['NotAllowedError', 'Permission denied', chrome, 'denied', 'listen', 'voice', 'retry'],
    ['SecurityError', '', chrome, 'denied', 'listen', 'voice', 'retry'],
    ['NotAllowedError', 'Permission denied', weChat, 'inApp', 'listen', 'listen', 'browser'],
    ['NotAllowedError', 'Permission denied by system', chrome, 'deniedBySystem', 'listen', 'voice', 'retry'],
    ['NotReadableError', 'Could not start video source', chrome, 'busy', 'listen', 'voice', 'retry'],
    ['AbortError', '', chrome, 'busy', 'listen', 'voice', 'retry'],
    ['NotFoundError', 'Requested device not found', chrome, 'absent', 'listen', 'voice', 'retry'],
    ['OverconstrainedError', '', chrome, 'absent', 'listen', 'voice', 'retry'],
    ['TypeError', "reading 'getUserMedia'", chrome, 'notSecure', 'listen', 'listen', 'secure'],
    ['DeviceUnsupportedError', '', chrome, 'noWebRtc', 'text', 'text', 'browser'],
    ['TypeError', '', chrome, 'failed', 'listen', 'voice', 'retry'],
  ])(
    '%s "%s" → %s: without a microphone %s, without a camera %s',
    (name, message, agent, trouble, ear, eye, remedy) => {
      const found = deviceTrouble({ name, message }, agent)
      expect(found).toBe(trouble)
      expect([stillWorks(found, 'microphone'), stillWorks(found, 'camera')]).toEqual([ear, eye])
      expect(capabilities[found].remedy).toBe(remedy)
    },
  )

  it('has a press for a browser that plays nothing by itself', () => {
    expect(capabilities.silent).toEqual({ still: 'text', remedy: 'hear' })
  })

  it('has a row and an answer for everything', () => {
    expect(Object.keys(capabilities).sort()).toEqual([...troubles].sort())
    for (const error of ['boom', null, undefined, {}]) expect(deviceTrouble(error, chrome)).toBe('failed')
  })
})

it('looks at what is there, not at names', () => {
  const page = { isSecureContext: true, RTCPeerConnection: class {}, navigator: { userAgent: weChat } }
  expect(lookAround(page)).toMatchObject({ hasPeerConnection: true, hasGetUserMedia: false })
  const able = { ...page, navigator: { userAgent: weChat, mediaDevices: { getUserMedia: () => {} } } }
  expect(surroundingsTrouble(lookAround(able))).toBeNull()
})
