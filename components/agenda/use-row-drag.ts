'use client'

import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'

type Drag = { from: number; to: number }
/** Pixels from the edge of the window in which it scrolls along. */
const edge = 64

/**
 * Dragging a row by its handle with mouse, pen or finger. Nothing moves before it is let go: a line shows where it will stand.
 * Escape gives up. `to` counts the places between rows.
 */
export function useRowDrag(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const latest = useRef<Drag | null>(null)
  const move = useRef(onMove)
  useEffect(() => {
    move.current = onMove
  })
  const isOn = drag !== null
  useEffect(() => {
    if (!isOn) return
    const set = (next: Drag | null) => {
      latest.current = next
      setDrag(next)
    }
    const over = (event: PointerEvent) => {
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
      const at = rows.findIndex((row) => {
        const box = row.getBoundingClientRect()
        return event.clientY < box.top + box.height / 2
      })
      if (event.clientY < edge) window.scrollBy(0, -12)
      else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12)
      const before = latest.current
      if (before) set({ from: before.from, to: at < 0 ? rows.length : at })
    }
    const drop = () => {
      const done = latest.current
      set(null)
      // Its own place has two edges.
      if (done && done.to !== done.from && done.to !== done.from + 1)
        move.current(done.from, done.to > done.from ? done.to - 1 : done.to)
    }
    const giveUp = () => set(null)
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') giveUp()
    }
    window.addEventListener('pointermove', over)
    window.addEventListener('pointerup', drop)
    window.addEventListener('pointercancel', giveUp)
    window.addEventListener('keydown', key)
    return () => {
      window.removeEventListener('pointermove', over)
      window.removeEventListener('pointerup', drop)
      window.removeEventListener('pointercancel', giveUp)
      window.removeEventListener('keydown', key)
    }
  }, [isOn, list])
  const start = (from: number) => (event: ReactPointerEvent) => {
    if (event.button !== 0) return
    event.preventDefault()
    latest.current = { from, to: from }
    setDrag(latest.current)
  }
  return { drag, start }
}
