import { describe, expect, it } from 'vitest'
import { Email, Login } from './contract'
import { canonicalEmail, stateOfLink } from './model'

describe('e-mail', () => {
  it.each([
    ['Li.Ming@County.Example', 'li.ming@county.example'],
    ['  ｌｉ＠ｃｏｕｎｔｙ．ｅｘａｍｐｌｅ ', 'li@county.example'],
    ['ﬁona@county.example', 'fiona@county.example'],
    ['Ⅷ@county.example', 'viii@county.example'],
    ['李明@教育.中国', '李明@xn--6krt26b.xn--fiqs8s'],
    ['李ming@county.example', '李ming@county.example'],
  ])('%s is %s', (typed, email) => {
    const got = canonicalEmail(typed)
    expect(got.problem).toBeNull()
    if (typed.includes('教育')) expect(got.email).toMatch(/^李明@xn--[a-z0-9-]+\.xn--fiqs8s$/)
    else expect(got.email).toBe(email)
    // What is typed at sign-in finds what was stored.
    expect(Login.parse(typed)).toBe(got.email)
  })

  it.each(['pаypal@county.example', 'li@cоunty.example', 'αdmin@county.example', '李минг@county.example'])(
    '%s mixes scripts',
    (typed) => {
      expect(canonicalEmail(typed)).toEqual({ email: null, problem: 'emailMixed' })
      expect(Email.safeParse(typed).error?.issues[0]?.message).toBe('emailMixed')
    },
  )

  it.each([
    '',
    'li',
    'li@',
    '@county.example',
    'li@county',
    'li@@county.example',
    'li ming@county.example',
    'li\u200bming@county.example',
    'li.@county.example',
    'li@-county.example',
    'li@county.example\nbcc: x@y.example',
    '"li"@county.example',
    `${'l'.repeat(65)}@county.example`,
    'li@127.0.0.1',
  ])('%j is none', (typed) => expect(canonicalEmail(typed)).toEqual({ email: null, problem: 'email' }))
})

it('says of a link what happened to it first', () => {
  const at = new Date('2026-11-25T08:00:00Z')
  const [before, after] = [new Date(at.getTime() - 1), new Date(at.getTime() + 1)]
  const state = (usedAt: Date | null, revokedAt: Date | null, expiresAt: Date) =>
    stateOfLink({ usedAt, revokedAt, expiresAt }, at)
  expect(state(null, null, after)).toBe('open')
  expect(state(null, null, at)).toBe('expired')
  expect(state(before, null, before)).toBe('used')
  expect(state(null, before, before)).toBe('revoked')
})
