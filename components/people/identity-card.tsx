'use client'

// One's identity at the county's provider: bound in two steps (the password here, then the provider's page), or let go.
import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import type { ErrorCode } from '@/server/errors'
import { freshForm, type FormState } from '@/server/forms/contract'
import { ConfirmButton } from './confirm-button'
import { FormError, useFieldError } from './form-error'
import './people.css'

/** `url`: the provider's page, once the password was right. */
export type BindState = FormState & { url?: string }

type Bound = { issuer: string; boundBy: 'person' | 'email'; boundAt: Date; lastUsedAt: Date | null }
type Props = {
  /** Null where none is configured any more: what is bound can still be let go. */
  provider: { name: string; issuer: string } | null
  identities: readonly Bound[]
  hasPassword: boolean
  /** What came back from the provider's page. */
  came: 'bound' | ErrorCode | null
  begin: (before: BindState, data: FormData) => Promise<BindState>
  unbind: (before: FormState, data: FormData) => Promise<FormState>
}

export function IdentityCard({ provider, identities, hasPassword, came, begin, unbind }: Props) {
  const t = useTranslations('identities')
  const format = useFormatter()
  const [state, submit, busy] = useActionState(begin, freshForm as BindState)
  const wrong = useFieldError(state.fields)
  const nameOf = (issuer: string) => (provider?.issuer === issuer ? provider.name : new URL(issuer).host)
  const isBound = identities.some(({ issuer }) => issuer === provider?.issuer)
  return (
    <div className="stack">
      {came === 'bound' && isBound ? (
        <Notice tone="good" live>
          {t('bound', { name: provider!.name })}
        </Notice>
      ) : null}
      {came !== 'bound' ? <FormError code={came} /> : null}
      {provider && !isBound ? <p className="meta">{t('off', { name: provider.name })}</p> : null}
      <ul>
        {identities.map(({ issuer, boundBy, boundAt, lastUsedAt }) => (
          <li className="session" key={issuer}>
            <span className="grow">
              <b>{nameOf(issuer)}</b> <Badge tone="good">{t('isOn')}</Badge>
              <span className="meta block">
                {t(`by.${boundBy}`, { day: format.dateTime(boundAt, 'day') })}
                {lastUsedAt ? ` · ${t('used', { day: format.dateTime(lastUsedAt, 'dayMonthTime') })}` : null}
              </span>
            </span>
            <ConfirmButton
              action={unbind}
              fields={{ issuer }}
              title={t('unbindTitle', { name: nameOf(issuer) })}
              text={t('unbindText')}
              cancel={t('cancel')}
              tone="danger"
            >
              {t('unbind')}
            </ConfirmButton>
          </li>
        ))}
      </ul>
      {provider && !isBound && state.url ? (
        <div className="stack" role="status">
          <p>{t('ready', { name: provider.name })}</p>
          <div>
            <LinkButton href={state.url} external tone="primary">
              {t('go', { name: provider.name })}
            </LinkButton>
          </div>
        </div>
      ) : null}
      {provider && !isBound && !state.url ? (
        <form action={submit} className="stack" noValidate>
          <FormError code={state.code === 'invalid_input' ? null : state.code} />
          {hasPassword ? (
            <Field label={t('password')} error={wrong('currentPassword')} required>
              <Input type="password" name="currentPassword" autoComplete="current-password" />
            </Field>
          ) : null}
          <div>
            <Button type="submit" icon="link" busy={busy}>
              {t('bind', { name: provider.name })}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  )
}
