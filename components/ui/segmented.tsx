'use client'

import type { ReactNode } from 'react'

export type Segment<V extends string> = { value: V; label: ReactNode }

/** Two to four exclusive views of one thing. Uncontrolled parts (links, submit buttons) use the classes `seg` directly. */
export function Segmented<V extends string>({
  label,
  value,
  onChange,
  segments,
}: {
  label: string
  value: V
  onChange: (value: V) => void
  segments: readonly Segment<V>[]
}) {
  return (
    <span className="seg" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          onClick={() => onChange(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </span>
  )
}
