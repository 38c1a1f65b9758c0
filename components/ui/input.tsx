'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes'
import { useFieldWiring } from './field'
import { Icon, type IconName } from './icon'
import { useHeld, useWaiting } from './waiting'

/** Inside a Field it takes its id, description and error from there. */
export function Input({ icon, className, ...rest }: ComponentProps<'input'> & { icon?: IconName }) {
  const wiring = useFieldWiring(rest)
  const waits = useWaiting(rest.readOnly)
  const held = useHeld()
  const input = (
    <input
      {...rest}
      {...wiring}
      {...waits}
      {...(rest.type === 'file' && held)}
      className={classes('input', className)}
    />
  )
  if (!icon) return input
  return (
    <span className="input-icon">
      <Icon name={icon} />
      {input}
    </span>
  )
}
