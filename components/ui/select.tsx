'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes'
import { useFieldWiring } from './field'
import { useHeld } from './waiting'

export type Option = { value: string; label: string; disabled?: boolean }

/** The browser's own list: it works before scripts do and opens as the phone's picker. Options, or own children. */
export function Select({
  options,
  className,
  children,
  ...rest
}: ComponentProps<'select'> & { options?: readonly Option[] }) {
  const wiring = useFieldWiring(rest)
  const held = useHeld()
  return (
    <select {...rest} {...wiring} {...held} className={classes('input', className)}>
      {children}
      {options?.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
