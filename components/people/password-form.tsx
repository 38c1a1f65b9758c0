'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { PasswordProfile } from '@/server/security/contract'
import { FormError, useFieldError } from './form-error'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  userName: string | null
  profile: PasswordProfile
}

export function PasswordForm({ action, userName, profile }: Props) {
  const t = useTranslations('settings')
  const hint = useTranslations('sign-in.newPasswordHint')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('changed')}
        </Notice>
      ) : null}
      <input type="text" readOnly hidden value={userName ?? ''} autoComplete="username" />
      <Field label={t('current')} error={wrong('currentPassword')} required>
        <Input type="password" name="currentPassword" autoComplete="current-password" />
      </Field>
      <Field label={t('new')} hint={hint(profile)} error={wrong('password')} required>
        <Input type="password" name="password" autoComplete="new-password" />
      </Field>
      <Field label={t('again')} error={wrong('passwordAgain')} required>
        <Input type="password" name="passwordAgain" autoComplete="new-password" />
      </Field>
      <Button type="submit" busy={busy}>
        {t('change')}
      </Button>
    </form>
  )
}
