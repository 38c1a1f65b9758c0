'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes'
import { useFieldWiring } from './field'
import { useWaiting } from './waiting'

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  const wiring = useFieldWiring(rest)
  const waits = useWaiting(rest.readOnly)
  return <textarea {...rest} {...wiring} {...waits} className={classes('input', className)} />
}
