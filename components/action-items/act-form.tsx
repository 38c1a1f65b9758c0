'use client'

import { useActionState, type ReactNode } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import type { ButtonLook } from '@/components/ui/button-class'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'

export type FormAction = (before: FormState, data: FormData) => Promise<FormState>

type Tools = { wrong: (name: string) => string | undefined; typed: (name: string, otherwise?: string) => string }

type Props = {
  action: FormAction
  /** What goes along unseen. */
  hidden: Readonly<Record<string, string>>
  submit: ReactNode
  tone?: ButtonLook['tone']
  /** Said when it was done. */
  done?: ReactNode
  mayKeepChildName?: boolean
  fields: (tools: Tools) => ReactNode
  /** Buttons of its own in place of the one. */
  buttons?: ReactNode
  after?: (state: FormState) => ReactNode
}

/** One deed of an item: what was typed survives a refusal, and what was done is said where it was done. */
export function ActForm({
  action,
  hidden,
  submit,
  tone,
  done,
  mayKeepChildName = false,
  fields,
  buttons,
  after,
}: Props) {
  const [state, send, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const typed = (name: string, otherwise = '') => state.values[name] ?? otherwise
  return (
    // A fresh form after each success; after a refusal the values come back.
    <form key={state.code === null ? state.turn : 'same'} action={send} className="stack" noValidate>
      <FormError code={state.code} />
      {state.done && done ? (
        <Notice tone="good" live>
          {done}
        </Notice>
      ) : null}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields({ wrong, typed })}
      <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
      {buttons ?? (
        <div className="item-acts">
          <Button type="submit" tone={tone} busy={busy}>
            {submit}
          </Button>
        </div>
      )}
      {after?.(state)}
    </form>
  )
}
