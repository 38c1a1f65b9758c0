import { expect, it } from 'vitest'
import { codeAt, makeTotpSecret, stepOfCode, totpUri } from './totp'

/** RFC 6238, appendix B: the secret of its SHA-1 vectors, and the last six of their eight digits. */
const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i says %s', (seconds, code) => {
  const at = new Date(seconds * 1000)
  expect(codeAt(rfc, at)).toBe(code)
  expect(stepOfCode(rfc, code, at)).toBe(Math.floor(seconds / 30))
})

it('takes the step before and the one after, as the step they are, and no other', () => {
  const secret = makeTotpSecret()
  const at = new Date('2026-11-25T08:00:15Z')
  const moved = (steps: number) => new Date(at.getTime() + steps * 30_000)
  const step = Math.floor(at.getTime() / 30_000)
  expect([-2, -1, 0, 1, 2].map((by) => stepOfCode(secret, codeAt(secret, moved(by)), at))).toEqual([
    null,
    step - 1,
    step,
    step + 1,
    null,
  ])
})

it('puts a county and a name of any script into the address an app reads', () => {
  const uri = new URL(totpUri(rfc, '青石县', '李 秘书:甲'))
  expect(uri.protocol).toBe('otpauth:')
  expect(uri.searchParams.get('secret')).toBe(rfc)
  expect(uri.searchParams.get('issuer')).toBe('青石县')
})
