'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes'
import { useFieldWiring } from './field'

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  const wiring = useFieldWiring(rest)
  return <textarea {...rest} {...wiring} className={classes('input', className)} />
}
