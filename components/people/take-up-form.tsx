'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { AccountLinkPurpose } from '@/server/people/contract'
import type { PasswordProfile } from '@/server/security/contract'
import { useFieldError } from './form-error'

type Props = {
  csrfToken: string
  secret: string
  purpose: AccountLinkPurpose
  profile: PasswordProfile
  /** The name in use already, or null where one may be chosen. */
  userName: string | null
  mustChooseName: boolean
  typedName: string
  fields: Readonly<Record<string, string>>
}

/** The tap that takes a link up; opening the page has consumed nothing. */
export function TakeUpForm({
  csrfToken,
  secret,
  purpose,
  profile,
  userName,
  mustChooseName,
  typedName,
  fields,
}: Props) {
  const t = useTranslations('sign-in')
  const wrong = useFieldError(fields)
  const [busy, setBusy] = useState(false)
  return (
    <form method="post" action="/api/auth/callback/link" className="stack" onSubmit={() => setBusy(true)}>
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value="/" />
      <input type="hidden" name="secret" value={secret} />
      {purpose === 'sign-in' ? null : (
        <>
          {userName === null ? (
            <Field
              label={t('userName')}
              hint={t('userNameHint')}
              error={wrong('userName')}
              required={mustChooseName}
              optional={mustChooseName ? undefined : t('optional')}
            >
              <Input
                name="userName"
                defaultValue={typedName}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={40}
              />
            </Field>
          ) : (
            <>
              <p>{t('yourName', { userName })}</p>
              <input type="text" value={userName} readOnly hidden autoComplete="username" />
            </>
          )}
          <Field label={t('newPassword')} hint={t(`newPasswordHint.${profile}`)} error={wrong('password')} required>
            <Input type="password" name="password" autoComplete="new-password" />
          </Field>
          <Field label={t('passwordAgain')} error={wrong('passwordAgain')} required>
            <Input type="password" name="passwordAgain" autoComplete="new-password" />
          </Field>
        </>
      )}
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {t(`takeUp.${purpose}.submit`)}
      </Button>
    </form>
  )
}
