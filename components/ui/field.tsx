'use client'

import { createContext, useContext, useId, type ReactNode } from 'react'
import { Icon } from './icon'

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean }

const FieldContext = createContext<Wiring | null>(null)

/** What an input inside a Field takes from it: id, aria-describedby, aria-invalid, required. Own props win. */
export function useFieldWiring(own: { id?: string; 'aria-describedby'?: string; required?: boolean }) {
  const wiring = useContext(FieldContext)
  return {
    id: own.id ?? wiring?.id,
    required: own.required ?? (wiring?.required || undefined),
    'aria-describedby': [own['aria-describedby'], wiring?.describedBy].filter(Boolean).join(' ') || undefined,
    'aria-invalid': wiring?.invalid || undefined,
  }
}

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
  /** Said after the label of what may stay empty, e.g. "(optional)". */
  optional?: ReactNode
  id?: string
  className?: string
  children: ReactNode
}

/** One question: label above, one input inside, hint and error below, wired by id so that both are read with the input. */
export function Field({ label, hint, error, required = false, optional, id, className, children }: Props) {
  const made = useId()
  const fieldId = id ?? made
  const hintId = hint ? `${fieldId}-hint` : null
  const errorId = error ? `${fieldId}-error` : null
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <FieldContext.Provider value={{ id: fieldId, describedBy, invalid: Boolean(error), required }}>
      <div className={className ? `field ${className}` : 'field'}>
        <label className="field-label" htmlFor={fieldId}>
          {label}
          {optional ? <span className="field-optional"> {optional}</span> : null}
        </label>
        {children}
        {hint ? (
          <span className="field-hint" id={hintId!}>
            {hint}
          </span>
        ) : null}
        {error ? (
          <span className="field-error" id={errorId!}>
            <Icon name="warn" size="small" />
            <span>{error}</span>
          </span>
        ) : null}
      </div>
    </FieldContext.Provider>
  )
}
