'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { classes } from './classes'
import { useFieldWiring } from './field'
import { Icon, type IconName } from './icon'

/**
 * While the answer to its form is on its way a field is read, not written: React empties a form when the answer comes, and what
 * was typed meanwhile would be gone. It keeps its focus and can be copied from.
 */
export function useWaiting(readOnly = false) {
  const { pending } = useFormStatus()
  return { readOnly: readOnly || pending, 'data-waits': pending || undefined }
}

/** Inside a Field it takes its id, description and error from there. */
export function Input({ icon, className, ...rest }: ComponentProps<'input'> & { icon?: IconName }) {
  const wiring = useFieldWiring(rest)
  const waits = useWaiting(rest.readOnly)
  const input = <input {...rest} {...wiring} {...waits} className={classes('input', className)} />
  if (!icon) return input
  return (
    <span className="input-icon">
      <Icon name={icon} />
      {input}
    </span>
  )
}
