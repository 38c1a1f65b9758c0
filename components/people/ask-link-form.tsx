'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { FormError, useFieldError } from './form-error'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  purpose: 'sign-in' | 'reset'
  counties: readonly { id: string; name: string }[]
}

/** Asks for a link by mail. The answer is the same whoever the address belongs to. */
export function AskLinkForm({ action, purpose, counties }: Props) {
  const t = useTranslations('sign-in')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  if (state.done)
    return (
      <Notice tone="good" title={t('ask.done.title')} live>
        {t('ask.done.text')}
      </Notice>
    )
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      <input type="hidden" name="purpose" value={purpose} />
      {counties.length > 1 ? (
        <Field label={t('county')} required>
          <Select
            name="countyId"
            defaultValue={state.values.countyId ?? counties[0]!.id}
            options={counties.map((county) => ({ value: county.id, label: county.name }))}
          />
        </Field>
      ) : (
        <input type="hidden" name="countyId" value={counties[0]?.id} />
      )}
      <Field label={t('ask.email')} error={wrong('email')} required>
        <Input
          name="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.values.email ?? ''}
          autoComplete="email"
          maxLength={200}
          autoFocus
        />
      </Field>
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {t(`ask.${purpose}.submit`)}
      </Button>
    </form>
  )
}
