'use client'

import { startTransition, useActionState, useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import type { ButtonTone } from '@/components/ui/button-class'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { IconName } from '@/components/ui/icon'
import { freshForm, type FormState } from '@/server/forms/contract'
import { FormError } from './form-error'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  fields: Readonly<Record<string, string>>
  title: string
  text: string
  cancel: string
  tone?: ButtonTone
  icon?: IconName
  /** Can be undone: asked first, but without alarm. */
  isGentle?: boolean
  /** What the dialog's own button says, where that is not what stands on this one. */
  confirm?: ReactNode
  small?: boolean
  /** The accessible name, where several stand on one page. */
  label?: string
  children: ReactNode
}

/** One press that is asked first. */
export function ConfirmButton({
  action,
  fields,
  title,
  text,
  cancel,
  tone,
  icon,
  isGentle = false,
  confirm,
  small,
  label,
  children,
}: Props) {
  const [isAsking, setAsking] = useState(false)
  const [state, submit, busy] = useActionState(async (before: FormState, data: FormData) => {
    const after = await action(before, data)
    setAsking(false)
    return after
  }, freshForm)
  const send = () => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    startTransition(() => submit(data))
  }
  return (
    <>
      <Button
        tone={tone}
        icon={icon}
        size={small ? 'small' : undefined}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {children}
      </Button>
      <FormError code={state.code} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={title}
        text={text}
        confirm={confirm ?? children}
        cancel={cancel}
        onConfirm={send}
        busy={busy}
        danger={!isGentle}
      />
    </>
  )
}
