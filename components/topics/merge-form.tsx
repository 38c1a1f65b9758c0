'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  id: string
  others: readonly { value: string; label: string }[]
}

export function MergeForm({ action, id, others }: Props) {
  const t = useTranslations('topics')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <details className="topic-edit" open={state.code !== null || undefined}>
      <summary>{t('page.merge')}</summary>
      <form action={submit} className="stack" noValidate>
        <FormError code={state.code} />
        <p className="meta">{t('page.mergeText')}</p>
        <input type="hidden" name="id" value={id} />
        <Field label={t('page.mergeInto')} error={wrong('into')} required>
          <Select
            key={state.turn}
            name="into"
            defaultValue={state.values.into ?? ''}
            options={[{ value: '', label: t('page.mergeChoose') }, ...others]}
          />
        </Field>
        <Field label={t('page.wordTo')} hint={t('page.wordHint')} error={wrong('reason')}>
          <Input name="reason" defaultValue={state.values.reason ?? ''} maxLength={1000} />
        </Field>
        <Button type="submit" busy={busy}>
          {t('page.merge')}
        </Button>
      </form>
    </details>
  )
}
