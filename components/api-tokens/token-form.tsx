'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { CopyField } from '@/components/meetings/copy-field'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { tokenDays } from '@/server/api-tokens/contract'
import { freshForm, type FormState } from '@/server/forms/contract'

/** `made`: the token, shown once. */
export type TokenState = FormState & { made?: string }

export function TokenForm({ action }: { action: (before: TokenState, data: FormData) => Promise<TokenState> }) {
  const t = useTranslations('api-tokens')
  const [state, submit, busy] = useActionState(action, freshForm as TokenState)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack" noValidate key={state.turn}>
      <FormError code={state.code} />
      {state.made ? (
        <Notice icon="lock" title={t('once')} live>
          <p>{t('onceText')}</p>
          <CopyField value={state.made} label={t('token')} />
        </Notice>
      ) : null}
      <Field label={t('name')} hint={t('nameHint')} error={wrong('name')} required>
        <Input name="name" defaultValue={state.values.name ?? ''} maxLength={80} />
      </Field>
      <Field label={t('days')} error={wrong('days')}>
        <Select
          name="days"
          defaultValue={state.values.days ?? String(tokenDays[1])}
          options={tokenDays.map((days) => ({ value: String(days), label: t('day', { count: days }) }))}
        />
      </Field>
      <Button type="submit" tone="primary" icon="plus" busy={busy}>
        {t('make')}
      </Button>
    </form>
  )
}
