import { describe, expect, it } from 'vitest'
import { mediaProblem, pageProblem } from './media-problem'

const error = (name: string, message = '') => Object.assign(new Error(message), { name })

describe('mediaProblem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ] as const)('%s of a microphone is %s', (name, problem) => {
    expect(mediaProblem(error(name), 'microphone')).toBe(problem)
  })

  it('takes a closed screen chooser for a change of mind, a system refusal for a refusal', () => {
    expect(mediaProblem(error('NotAllowedError', 'Permission denied'), 'screen')).toBeNull()
    expect(mediaProblem(error('NotAllowedError', 'Permission denied by system'), 'screen')).toBe('denied')
  })

  it('knows that mediaDevices is missing on an insecure page', () => {
    expect(mediaProblem(new TypeError("reading 'getUserMedia'"), 'camera')).toBe('notSecure')
  })

  it('knows a right that was withdrawn', () => {
    expect(
      mediaProblem(error('PublishTrackError', 'failed to publish track, insufficient permissions'), 'camera'),
    ).toBe('notAllowedHere')
  })

  it('has an answer for anything', () => {
    expect(mediaProblem('boom', 'camera')).toBe('failed')
    expect(mediaProblem(null, 'camera')).toBe('failed')
  })
})

describe('pageProblem', () => {
  it('looks at what is there', () => {
    expect(pageProblem({ isSecure: true, hasPeerConnection: true, hasDevices: true })).toBeNull()
    expect(pageProblem({ isSecure: false, hasPeerConnection: true, hasDevices: false })).toBe('notSecure')
    expect(pageProblem({ isSecure: true, hasPeerConnection: false, hasDevices: true })).toBe('noWebRtc')
    expect(pageProblem({ isSecure: true, hasPeerConnection: true, hasDevices: false })).toBe('noWebRtc')
  })
})
