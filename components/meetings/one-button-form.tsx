'use client'

import { useActionState, type ReactNode } from 'react'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import type { ButtonTone } from '@/components/ui/button-class'
import type { IconName } from '@/components/ui/icon'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  fields: Readonly<Record<string, string>>
  tone?: ButtonTone
  icon?: IconName
  small?: boolean
  label?: string
  children: ReactNode
}

/** A form that is one press; a refusal is said where it was pressed. */
export function OneButtonForm({ action, fields, tone, icon, small, label, children }: Props) {
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <form action={submit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" tone={tone} icon={icon} size={small ? 'small' : undefined} busy={busy} aria-label={label}>
        {children}
      </Button>
      <FormError code={state.code} />
    </form>
  )
}
