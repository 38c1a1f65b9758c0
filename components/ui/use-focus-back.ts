'use client'

import { useRef } from 'react'

/** Gives the focus back to whatever had it when the dialog opened. Radix does so only for its own trigger, and ours are
    opened by state. */
export function useFocusBack() {
  const opener = useRef<HTMLElement | null>(null)
  return {
    remember: () => {
      opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      opener.current?.focus()
    },
  }
}
