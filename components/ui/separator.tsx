'use client'

import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'

type Props = {
  label: string
  /** Width in px of the pane before it (after it with `of="after"`). */
  value: number
  min: number
  max: number
  initial: number
  onChange: (value: number) => void
  of?: 'before' | 'after'
  /** Px on the screen for one px of width: more than 1 where the page is drawn larger. */
  scale?: number
  controls?: string
}

const step = 16

/** Between two panes: drag, arrow keys 16 px a press, Home and End to the ends, double click or Enter resets. */
export function Separator({ label, value, min, max, initial, onChange, of = 'before', scale = 1, controls }: Props) {
  const start = useRef<{ x: number; value: number } | null>(null)
  const [dragging, setDragging] = useState(false)
  const sign = of === 'before' ? 1 : -1
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))))

  function onKeyDown(event: KeyboardEvent) {
    const next = {
      ArrowRight: value + step * sign,
      ArrowLeft: value - step * sign,
      Home: min,
      End: max,
      Enter: initial,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    set(next)
  }

  function onPointerMove(event: PointerEvent) {
    if (start.current) set(start.current.value + ((event.clientX - start.current.x) / scale) * sign)
  }

  function end() {
    start.current = null
    setDragging(false)
  }

  return (
    <div
      className="separator"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      data-dragging={dragging || undefined}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(initial)}
      // A second press on selected text would start dragging that text instead.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.currentTarget.focus()
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, value }
        setDragging(true)
      }}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  )
}
