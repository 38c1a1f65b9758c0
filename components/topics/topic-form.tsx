'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { freshForm, type FormState } from '@/server/forms/contract'

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
      <Field label={t('name')} error={wrong('title')} required>
        <Input name="title" defaultValue={was('title')} placeholder={t('namePlaceholder')} maxLength={200} />
      </Field>
      <Field label={t('problem')} hint={t('problemHint')} error={wrong('problem')} required>
        <Textarea name="problem" defaultValue={was('problem')} rows={4} maxLength={4000} />
      </Field>
      <Field label={t('facts')} hint={t('factsHint')} error={wrong('facts')} optional={t('optional')}>
        <Textarea name="facts" defaultValue={was('facts')} rows={3} maxLength={4000} />
      </Field>
      <Field label={t('wish')} error={wrong('wish')} optional={t('optional')}>
        <Textarea name="wish" defaultValue={was('wish')} rows={3} maxLength={4000} />
      </Field>
      <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
