import { describe, expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords'
import { CountySecurity } from './contract'
import { isStaff, judgePassword, mustChange } from './model'

const judge = (profile: 'asvs' | 'mlps', password: string, own: string[] = []) =>
  judgePassword(profile, password, isCommonPassword, own)

describe('asvs', () => {
  it('asks for eight characters of any kind, and takes sixty-four and a hundred and twenty-eight', () => {
    expect(judge('asvs', 'k7 dwbq')).toBe('passwordShort')
    expect(judge('asvs', 'k7 dwbqa')).toBeNull()
    expect(judge('asvs', '校门口的老槐树开花')).toBeNull()
    expect(judge('asvs', 'quiet hill '.repeat(6).slice(0, 64))).toBeNull()
    expect(judge('asvs', 'quiet hill '.repeat(12).slice(0, 128))).toBeNull()
    expect(judge('asvs', 'quiet hill '.repeat(12).slice(0, 129))).toBe('passwordLong')
    expect(judge('asvs', 'x'.repeat(10_000))).toBe('passwordLong')
  })

  it('counts characters as people do', () => {
    expect(judge('asvs', '😀'.repeat(7))).toBe('passwordShort')
    expect(judge('asvs', '😀🌲🚂🍎🎻🦉🪁🧊')).toBeNull()
  })

  it('refuses what is common or breached, in any case and width, and the person’s own names', () => {
    for (const common of [
      'password123',
      'PassWord123',
      'ｐａｓｓｗｏｒｄ１２３',
      'iloveyou1',
      'qwertyuiop',
      '11111111',
    ])
      expect(judge('asvs', common), common).toBe('passwordCommon')
    expect(judge('asvs', 'Zhao.Xiaoming', ['zhao.xiaoming'])).toBe('passwordCommon')
  })
})

describe('mlps', () => {
  it('asks for three classes of four and nothing of the other profile', () => {
    expect(judge('mlps', 'abcdefgh')).toBe('passwordClasses')
    expect(judge('mlps', 'Abcdefgh')).toBe('passwordClasses')
    expect(judge('mlps', 'Abcdefg1')).toBeNull()
    expect(judge('mlps', 'abc 1234')).toBeNull()
    expect(judge('mlps', 'Abc12')).toBe('passwordShort')
    // On the list, and three classes: the profiles are never mixed.
    expect(judge('mlps', 'Password123')).toBeNull()
    expect(judge('asvs', 'Password123')).toBe('passwordCommon')
  })

  it('has passwords changed after ninety days; asvs never', () => {
    const set = new Date('2026-01-01T00:00:00Z')
    const days = (count: number) => new Date(set.getTime() + count * 86_400_000)
    expect(mustChange('mlps', set, days(90))).toBe(false)
    expect(mustChange('mlps', set, days(91))).toBe(true)
    expect(mustChange('asvs', set, days(9000))).toBe(false)
  })
})

it('counts officers and administrators as staff', () => {
  const office = (office: string) => isStaff({ adminRoles: [], memberships: [{ office }] })
  expect(['convenor', 'deputy-convenor', 'secretary', 'member', 'liaison', 'observer'].map(office)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(isStaff({ adminRoles: ['audit'], memberships: [] })).toBe(true)
  expect(isStaff({ adminRoles: [], memberships: [] })).toBe(false)
})

it('takes times within bounds, and idle no longer than absolute', () => {
  const parse = (idleMinutes: unknown, absoluteMinutes: unknown) =>
    CountySecurity.safeParse({ passwordProfile: 'asvs', idleMinutes, absoluteMinutes }).success
  expect(parse('30', '720')).toBe(true)
  expect(parse('4', '720')).toBe(false)
  expect(parse('240', '120')).toBe(false)
  expect(parse('x', '720')).toBe(false)
})
