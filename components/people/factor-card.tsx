'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { CodeForm, EnrolSteps, RecoveryCodes, type Begun, type CodesAction, type CodesState } from './enrol-steps'
import { FormError, useFieldError } from './form-error'
import './people.css'

export type BeginState = FormState & { begun?: Begun }

type Props = {
  /** Null: off. */
  factor: { since: string; codesLeft: number } | null
  isRequired: boolean
  hasPassword: boolean
  begin: (before: BeginState, data: FormData) => Promise<BeginState>
  confirm: CodesAction
  renew: CodesAction
  remove: (before: FormState, data: FormData) => Promise<FormState>
}

const few = 3

/** Two-step sign-in in one's own settings: on, off, new recovery codes. */
export function FactorCard({ factor, isRequired, hasPassword, begin, confirm, renew, remove }: Props) {
  const t = useTranslations('settings.factor')
  const [begun, start, starting] = useActionState(begin, freshForm as BeginState)
  const [renewed, submitRenew, renewing] = useActionState(renew, freshForm as CodesState)
  const [removed, submitRemove, removing] = useActionState(remove, freshForm)
  const wrong = useFieldError(begun.fields)
  // Stays to the end of the visit: the codes are still to be read when the page already knows that it is on.
  if (begun.begun) return <EnrolSteps begun={begun.begun} action={confirm} />
  if (!factor)
    return (
      <div className="stack">
        <p>
          <Badge tone="plain">{t('isOff')}</Badge>
        </p>
        {removed.done ? (
          <Notice tone="good" live>
            {t('removed')}
          </Notice>
        ) : null}
        <p className="meta">{t('off')}</p>
        <form action={start} className="stack" noValidate>
          <FormError code={begun.code === 'invalid_input' ? null : begun.code} />
          {hasPassword ? (
            <Field label={t('startPassword')} error={wrong('currentPassword')} required>
              <Input type="password" name="currentPassword" autoComplete="current-password" />
            </Field>
          ) : null}
          <div>
            <Button type="submit" icon="shield" busy={starting}>
              {t('start')}
            </Button>
          </div>
        </form>
      </div>
    )
  return (
    <div className="stack">
      <p>
        <Badge tone="good" icon="shield">
          {t('isOn')}
        </Badge>{' '}
        {t('on', { day: factor.since, codes: factor.codesLeft })}
      </p>
      {factor.codesLeft < few ? <Notice tone="warn">{t('few')}</Notice> : null}
      {renewed.codes ? <RecoveryCodes codes={renewed.codes} /> : null}
      <details>
        <summary>{t('manage')}</summary>
        <div className="stack">
          <CodeForm action={submitRenew} state={renewed} busy={renewing} hint={t('step2')} submit={t('renew')} />
          {isRequired ? (
            <p className="meta">{t('required')}</p>
          ) : (
            <CodeForm action={submitRemove} state={removed} busy={removing} hint={t('step2')} submit={t('remove')} />
          )}
        </div>
      </details>
    </div>
  )
}
