'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { TopicFields } from './topic-fields'
import './topics.css'

type Choice = { value: string; label: string }
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  /** Body and unit in one choice: a person sits for a unit in a body. */
  places: readonly Choice[]
  mayKeepChildName: boolean
}

export function TopicForm({ action, places, mayKeepChildName }: Props) {
  const t = useTranslations('topics.form')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: string) => state.values[name] ?? ''
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      <Field label={t('unit')} error={wrong('place') ?? wrong('proposedByUnitId')} required>
        <Select key={state.turn} name="place" defaultValue={was('place') || places[0]?.value} options={places} />
      </Field>
      <TopicFields was={was} tags={was('tags').split(' ')} wrong={wrong} turn={state.turn} />
      <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
