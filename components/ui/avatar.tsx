import type { ReactNode } from 'react'
import { classes } from './classes'
import type { Hue } from './unit-tag'

/** A seat, not a face: the first character of a name over the unit's edge. Decoration unless `spoken`. */
export function Avatar({ name, hue, small, spoken }: { name: string; hue?: Hue; small?: boolean; spoken?: boolean }) {
  const first = Array.from(name.trim())[0]?.toUpperCase() ?? '·'
  return (
    <span
      className={classes('avatar', small && 'avatar-s')}
      data-unit={hue}
      {...(spoken ? { role: 'img', 'aria-label': name, title: name } : { 'aria-hidden': true })}
    >
      {first}
    </span>
  )
}

export function Avatars({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="avatars" role="group" aria-label={label}>
      {children}
    </span>
  )
}
