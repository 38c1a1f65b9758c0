/** Keys of the room. No single letters: people are typing. `code` is the key's place, so that Alt+Ö on a Mac is still Alt+O. */
export type Shortcut =
  | 'microphone'
  | 'camera'
  | 'hand'
  | 'chat'
  | 'picture'
  | 'status'
  | 'agenda'
  | 'stage'
  | 'minutes'
  | 'nextPane'
  | 'previousPane'

const altKeys: Record<string, Shortcut> = {
  KeyM: 'microphone',
  KeyV: 'camera',
  KeyH: 'hand',
  KeyC: 'chat',
  KeyP: 'picture',
  KeyS: 'status',
  Digit1: 'agenda',
  Digit2: 'stage',
  Digit3: 'minutes',
}

export function shortcutOf(event: {
  code: string
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  isComposing?: boolean
}): Shortcut | null {
  // AltGr arrives as Ctrl+Alt: those are letters of some keyboards.
  if (event.isComposing || event.ctrlKey || event.metaKey) return null
  if (event.code === 'F6' && !event.altKey) return event.shiftKey ? 'previousPane' : 'nextPane'
  return event.altKey && !event.shiftKey ? (altKeys[event.code] ?? null) : null
}
