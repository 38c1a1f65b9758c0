import { expect, it } from 'vitest'
import { shortcutOf } from './shortcuts'

const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }

it('needs Alt, goes by the place of the key, and leaves AltGr and composing alone', () => {
  expect(shortcutOf({ ...none, code: 'KeyM', altKey: true })).toBe('microphone')
  expect(shortcutOf({ ...none, code: 'Digit3', altKey: true })).toBe('minutes')
  expect(shortcutOf({ ...none, code: 'KeyP', altKey: true })).toBe('picture')
  expect(shortcutOf({ ...none, code: 'F6' })).toBe('nextPane')
  expect(shortcutOf({ ...none, code: 'F6', shiftKey: true })).toBe('previousPane')
  expect(shortcutOf({ ...none, code: 'KeyM' })).toBeNull()
  expect(shortcutOf({ ...none, code: 'KeyM', altKey: true, ctrlKey: true })).toBeNull()
  expect(shortcutOf({ ...none, code: 'KeyM', altKey: true, isComposing: true })).toBeNull()
})
