'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  id: string
  sittings: readonly { value: string; label: string }[]
}

/** Puts the topic at the end of an agenda that is still to come. */
export function ScheduleForm({ action, id, sittings }: Props) {
  const t = useTranslations('topics.page')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <details className="topic-edit" open={state.code !== null || undefined}>
      <summary>{t('schedule')}</summary>
      {sittings.length === 0 ? (
        <p className="meta">{t('noSittings')}</p>
      ) : (
        <form action={submit} className="stack" noValidate>
          <FormError code={state.code} />
          <input type="hidden" name="id" value={id} />
          <Field label={t('scheduleOn')} error={wrong('meetingId')} required>
            <Select key={state.turn} name="meetingId" defaultValue={state.values.meetingId ?? ''} options={sittings} />
          </Field>
          <Button type="submit" busy={busy}>
            {t('scheduleGo')}
          </Button>
        </form>
      )}
    </details>
  )
}
