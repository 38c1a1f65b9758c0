'use client'

import { useEffect } from 'react'

let holders = 0

/** Stops the page behind from scrolling while something lies over it. A class, since our CSP admits no injected style
    element: for the same reason no Radix overlay is used, only its content. */
export function useHoldPage(): void {
  useEffect(() => {
    holders += 1
    document.documentElement.classList.add('is-held')
    return () => {
      holders -= 1
      if (holders === 0) document.documentElement.classList.remove('is-held')
    }
  }, [])
}

export function HoldPage() {
  useHoldPage()
  return null
}
