import { describe, expect, it } from 'vitest'
import { mediaProblem } from './media-problem'

const error = (name: string, message = '') => Object.assign(new Error(message), { name })
const chrome = 'Chrome/120.0'

describe('mediaProblem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ] as const)('%s of a microphone is %s', (name, problem) => {
    expect(mediaProblem(error(name), 'microphone', chrome)).toBe(problem)
  })

  it('takes a closed screen chooser for a change of mind, a system refusal for a refusal', () => {
    expect(mediaProblem(error('NotAllowedError', 'Permission denied'), 'screen', chrome)).toBeNull()
    expect(mediaProblem(error('NotAllowedError', 'Permission denied'), 'screen', 'MicroMessenger/8')).toBeNull()
    expect(mediaProblem(error('NotAllowedError', 'Permission denied by system'), 'screen', chrome)).toBe(
      'deniedBySystem',
    )
  })

  it('knows that mediaDevices is missing on an insecure page', () => {
    expect(mediaProblem(new TypeError("reading 'getUserMedia'"), 'camera', chrome)).toBe('notSecure')
  })

  it('knows a right that was withdrawn', () => {
    const refused = error('PublishTrackError', 'failed to publish track, insufficient permissions')
    expect(mediaProblem(refused, 'camera', chrome)).toBe('notAllowedHere')
    expect(mediaProblem(error('PublishTrackError', 'timeout'), 'camera', chrome)).toBe('failed')
  })

  it('has an answer for anything', () => {
    expect(mediaProblem('boom', 'camera', chrome)).toBe('failed')
    expect(mediaProblem(null, 'camera', chrome)).toBe('failed')
  })
})
