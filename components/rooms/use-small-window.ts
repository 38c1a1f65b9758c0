'use client'

// The big picture in a window of its own above other programs: Document Picture-in-Picture where the browser has it, which
// takes the whole tile; else a video element's own, which takes the picture alone; else none is offered.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'

export type OpenWindow = { kind: 'document'; window: Window } | { kind: 'video' }

export type SmallWindow = {
  open: OpenWindow | null
  /** Opens or brings back; only a press may open one. */
  toggle: () => void
  close: () => void
}

declare global {
  interface Window {
    documentPictureInPicture?: { requestWindow: (size: { width: number; height: number }) => Promise<Window> }
  }
}

const size = { width: 480, height: 330 }

function wayHere(): OpenWindow['kind'] | null {
  if (window.documentPictureInPicture) return 'document'
  return document.pictureInPictureEnabled ? 'video' : null
}

const never = () => () => {}
export const useSmallWindowWay = () => useSyncExternalStore(never, wayHere, () => null)

/**
 * @param mayBe whether there is a big picture that may leave the page; turned false, the window closes
 * @returns null where the browser knows no such window
 */
export function useSmallWindow(mayBe: boolean, onRefused: () => void): SmallWindow | null {
  const way = useSmallWindowWay()
  const [open, setOpen] = useState<OpenWindow | null>(null)
  if (open !== null && !mayBe) setOpen(null)
  const close = useCallback(() => setOpen(null), [])
  const now = useRef({ mayBe, onRefused })
  useEffect(() => {
    now.current = { mayBe, onRefused }
    return () => {
      now.current.mayBe = false
    }
  })
  useEffect(() => {
    if (open?.kind !== 'document') return
    const { window: its } = open
    its.addEventListener('pagehide', close)
    return () => {
      its.removeEventListener('pagehide', close)
      its.close()
    }
  }, [open, close])

  const toggle = useCallback(async () => {
    if (open !== null) return setOpen(null)
    if (!now.current.mayBe) return
    if (way === 'video') return setOpen({ kind: 'video' })
    try {
      const its = await window.documentPictureInPicture!.requestWindow(size)
      // The room ended while it opened.
      if (!now.current.mayBe) return its.close()
      dress(its.document)
      setOpen({ kind: 'document', window: its })
    } catch {
      now.current.onRefused()
    }
  }, [open, way])

  return useMemo(() => (way === null ? null : { open, toggle: () => void toggle(), close }), [way, open, toggle, close])
}

/** A fresh document has none of the page's looks. */
function dress(its: Document): void {
  for (const { name, value } of document.documentElement.attributes) its.documentElement.setAttribute(name, value)
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) its.head.append(sheet.cloneNode(true))
  its.title = document.title
}
