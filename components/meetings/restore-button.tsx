'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useState, startTransition } from 'react'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  fields: Readonly<Record<string, string>>
  day: string
  time: string
}

/** Asked first: it changes the text for everybody who is writing. */
export function RestoreButton({ action, fields, day, time }: Props) {
  const t = useTranslations('meetings.history')
  const [isAsking, setAsking] = useState(false)
  const [state, submit, busy] = useActionState(async (before: FormState, data: FormData) => {
    const after = await action(before, data)
    setAsking(false)
    return after
  }, freshForm)
  const confirm = () => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    startTransition(() => submit(data))
  }
  return (
    <div>
      <Button onClick={() => setAsking(true)} icon="undo">
        {t('restore')}
      </Button>
      <FormError code={state.code} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('restoreTitle')}
        text={t('restoreText', { day, time })}
        confirm={t('restoreYes')}
        cancel={t('cancel')}
        onConfirm={confirm}
        busy={busy}
      />
    </div>
  )
}
