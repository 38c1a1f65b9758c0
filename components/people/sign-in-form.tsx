'use client'

// A plain form to next-auth: it works before scripts and without them. Scripts only keep the button from being pressed twice.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'

type Props = {
  csrfToken: string
  callbackUrl: string
  login: string
  countyId: string
  counties: readonly { id: string; name: string }[]
  wrong: boolean
}

export function SignInForm({ csrfToken, callbackUrl, login, countyId, counties, wrong }: Props) {
  const t = useTranslations('sign-in')
  const [busy, setBusy] = useState(false)
  return (
    <form method="post" action="/api/auth/callback/password" className="stack" onSubmit={() => setBusy(true)}>
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      {counties.length > 1 ? (
        <Field label={t('county')} required>
          <Select
            name="countyId"
            defaultValue={countyId}
            options={counties.map((county) => ({ value: county.id, label: county.name }))}
          />
        </Field>
      ) : null}
      <Field label={t('login')} hint={t('loginHint')} required>
        <Input
          name="login"
          defaultValue={login}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={120}
          autoFocus={login === ''}
        />
      </Field>
      <Field label={t('password')} required error={wrong ? t('again') : undefined}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          maxLength={256}
          autoFocus={login !== ''}
        />
      </Field>
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
