'use client'

import { useActionState, type ReactNode } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import type { ButtonTone } from '@/components/ui/button-class'
import type { IconName } from '@/components/ui/icon'
import { freshForm, type FormState, type FormValues } from '@/server/forms/contract'

export type Act = (before: FormState, data: FormData) => Promise<FormState>

type Props = {
  action: Act
  fields: Readonly<Record<string, string>>
  submit: ReactNode
  tone?: ButtonTone
  icon?: IconName
  /** Accessible name, where several stand on one page. */
  label?: string
  /** What is typed: gets what was typed before, and the sentence for a wrong field. */
  children?: (typed: FormValues, wrong: (name: string) => string | undefined) => ReactNode
}

/** One step with what it needs to be told; works before scripts do, and keeps what was typed when it is refused. */
export function ActForm({ action, fields, submit, tone, icon, label, children }: Props) {
  const [state, send, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={send} className="stack" noValidate key={state.turn}>
      <FormError code={state.code} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children?.(state.values, wrong)}
      <Button type="submit" tone={tone} icon={icon} busy={busy} aria-label={label}>
        {submit}
      </Button>
    </form>
  )
}
