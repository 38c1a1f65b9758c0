import type { ComponentProps } from 'react'
import { classes } from './classes'
import { Icon } from './icon'

/** A filter that is on or off. Pressed shows the cross that takes it off again. */
export function Chip({ pressed, className, children, ...rest }: ComponentProps<'button'> & { pressed?: boolean }) {
  return (
    <button type="button" {...rest} className={classes('chip', className)} aria-pressed={pressed ?? undefined}>
      {children}
      {pressed ? <Icon name="x" size="small" /> : null}
    </button>
  )
}
