'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useHeld } from './waiting'

/** The box alone, where the words stand elsewhere. */
export function Tick({
  type = 'checkbox',
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { type?: 'checkbox' | 'radio' }) {
  const held = useHeld()
  return <input {...rest} {...held} type={type} />
}

/** One checkbox or radio with its words; the whole row is the target. */
export function Choice({
  type = 'checkbox',
  hint,
  children,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { type?: 'checkbox' | 'radio'; hint?: ReactNode }) {
  return (
    <label className="choice" data-disabled={rest.disabled || undefined}>
      <Tick {...rest} type={type} />
      <span>
        {children}
        {hint ? <span className="choice-hint">{hint}</span> : null}
      </span>
    </label>
  )
}

/** Choices that answer one question; the legend is read with each. */
export function Choices({ legend, error, children }: { legend: ReactNode; error?: ReactNode; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="field-label">{legend}</legend>
      {children}
      {error ? <span className="field-error">{error}</span> : null}
    </fieldset>
  )
}
