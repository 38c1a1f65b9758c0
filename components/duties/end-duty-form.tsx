'use client'

import { useTranslations } from 'next-intl'
import { startTransition, useActionState, useRef, useState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { freshForm } from '@/server/forms/contract'
import type { DutyAction } from './use-matrix'

/** A duty ends for good and stays readable: so it is asked once more. */
export function EndDutyForm({ action, dutyId, version }: { action: DutyAction; dutyId: string; version: number }) {
  const t = useTranslations('duties.end')
  const verbs = useTranslations('common.verbs')
  const [state, submit, busy] = useActionState(action, freshForm)
  const [isAsking, setAsking] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const wrong = useFieldError(state.fields)
  return (
    <form
      ref={form}
      action={submit}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // Nothing to confirm without a reason: the server says which field is missing.
        if (!new FormData(event.currentTarget).get('reason')) send()
        else setAsking(true)
      }}
    >
      <FormError code={state.code} />
      <input type="hidden" name="dutyId" value={dutyId} />
      <input type="hidden" name="version" value={version} />
      <Field label={t('reason')} hint={t('hint')} error={wrong('reason')} required>
        <Textarea key={state.turn} name="reason" rows={2} maxLength={500} defaultValue={state.values.reason ?? ''} />
      </Field>
      <Button type="submit" tone="danger" busy={busy}>
        {t('submit')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('askTitle')}
        text={t('askText')}
        confirm={t('submit')}
        cancel={verbs('cancel')}
        danger
        onConfirm={() => {
          setAsking(false)
          send()
        }}
      />
    </form>
  )

  function send() {
    const data = new FormData(form.current!)
    startTransition(() => submit(data))
  }
}
