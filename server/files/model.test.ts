import { describe, expect, test } from 'vitest'
import { cleanName, contentDisposition, mayBeText, nameFor, parseRange, takenType } from './model'

describe('a name', () => {
  test.each([
    ['照片.jpg', '照片.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\li\\放学.png', '放学.png'],
    ['a\u0000b.png', 'ab.png'],
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ['\u2066x\u2069.pdf', 'x.pdf'],
    ['  两  处\t空白 .txt ', '两 处 空白 .txt'],
    ['..', 'file'],
    ['', 'file'],
    ['/', 'file'],
    ['<img src=x>.png', '_img src=x_.png'],
    ['\ud800.png', 'png'],
  ])('%j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept))

  test('of 300 characters is cut, and keeps its ending', () => {
    const name = cleanName(`${'会'.repeat(300)}.jpeg`)
    expect([...name]).toHaveLength(120)
    expect(name.endsWith('会.jpeg')).toBe(true)
    // Letters outside the basic plane are never cut in half.
    expect(cleanName('𠮷'.repeat(300))).toBe('𠮷'.repeat(120))
  })
  test('gets the ending of what it is', () => {
    expect(nameFor('校门.png', 'image/jpeg')).toBe('校门.jpg')
    expect(nameFor('校门.JPEG', 'image/jpeg')).toBe('校门.JPEG')
    expect(nameFor('校门', 'image/heic')).toBe('校门.heic')
  })
})

test('only types of the list are taken, and text only by its name', () => {
  expect(takenType('image/heif')).toBe('image/heic')
  for (const type of [
    'image/svg+xml',
    'application/xml',
    'text/html',
    'image/gif',
    'video/mp4',
    'text/plain',
    undefined,
  ])
    expect(takenType(type), type).toBeNull()
  expect([mayBeText('a.csv'), mayBeText('a.html'), mayBeText('a.png'), mayBeText('a')]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('a name in a header is Chinese for those who can and harmless for the rest', () => {
  expect(contentDisposition('attachment', `放"学'(1)%.jpg`)).toBe(
    `attachment; filename="___'(1)_.jpg"; filename*=UTF-8''%E6%94%BE%22%E5%AD%A6%27%281%29%25.jpg`,
  )
  expect(contentDisposition('inline', 'a\r\nset-cookie: x')).not.toMatch(/[\r\n]/)
})

test.each([
  [undefined, null],
  ['bytes=0-0', { from: 0, to: 0 }],
  ['bytes=5-', { from: 5, to: 9 }],
  ['bytes=-3', { from: 7, to: 9 }],
  ['bytes=-30', { from: 0, to: 9 }],
  ['bytes=2-100', { from: 2, to: 9 }],
  ['bytes=10-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=5-2', null],
  ['bytes=0-1,3-4', null],
  ['bytes=-', null],
  ['lines=1-2', null],
  ['bytes=99999999999999999-', null],
])('range %s of ten bytes', (header, range) => expect(parseRange(header, 10)).toEqual(range))
