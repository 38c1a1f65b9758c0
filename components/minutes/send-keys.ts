import type { KeyboardEvent } from 'react'

/** Ctrl and Enter sends, Escape gives up; neither while a word is being composed. */
export function sendKeys(event: KeyboardEvent, send: () => Promise<void>, cancel: () => void) {
  if (event.nativeEvent.isComposing || event.keyCode === 229) return
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
  else if (event.key === 'Escape') cancel()
  else return
  event.preventDefault()
  event.stopPropagation()
}
