import type { ComponentProps, ReactNode } from 'react'

/** One checkbox or radio with its words; the whole row is the target. */
export function Choice({
  type = 'checkbox',
  hint,
  children,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { type?: 'checkbox' | 'radio'; hint?: ReactNode }) {
  return (
    <label className="choice" data-disabled={rest.disabled || undefined}>
      <input {...rest} type={type} />
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
