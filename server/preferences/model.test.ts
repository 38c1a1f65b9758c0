import { expect, test } from 'vitest'
import { isPreferenceValue, pickLocale, readLook, safeBackPath } from './model'

test.each([
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-Hant'],
  ['zh-Hant-HK', 'zh-Hant'],
  ['zh-Hans-HK', 'zh-Hans'],
  ['zh-MO;q=0.5, zh-CN;q=0.9', 'zh-Hans'],
  ['zh', 'zh-Hans'],
  ['de-DE,en-GB;q=0.7,zh;q=0.5', 'en'],
  ['en;q=0,zh-TW;q=0.1', 'zh-Hant'],
  ['fr', 'zh-Hans'],
  ['', 'zh-Hans'],
  [null, 'zh-Hans'],
  [';;,,q=', 'zh-Hans'],
])('%s asks for %s', (header, locale) => {
  expect(pickLocale(header)).toBe(locale)
})

test('a way back stays in this house', () => {
  expect(safeBackPath('/topics?view=all')).toBe('/topics?view=all')
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'topics', '/a\nb', '', null])
    expect(safeBackPath(bad)).toBe('/')
})

test('cookies that say something else are not believed', () => {
  const jar: Record<string, string> = { 'lianxi-theme': 'dark', 'lianxi-text': '"><script>' }
  expect(readLook((name) => jar[name])).toEqual({ theme: 'dark', text: 'normal' })
  expect(isPreferenceValue('theme', 'pink')).toBe(false)
  expect(isPreferenceValue('locale', 'en')).toBe(true)
})
