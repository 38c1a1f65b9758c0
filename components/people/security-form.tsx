'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { absoluteChoices, idleChoices, PasswordProfile, type CountySecurity } from '@/server/security/contract'
import { FormError, useFieldError } from './form-error'
import { useSpan } from './use-span'

type Props = { action: (before: FormState, data: FormData) => Promise<FormState>; security: CountySecurity }

/** What the county asks of everybody who signs in. */
export function SecurityForm({ action, security }: Props) {
  const t = useTranslations('settings.security')
  const span = useSpan()
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: 'idleMinutes' | 'absoluteMinutes') => state.values[name] ?? String(security[name])
  const options = (choices: readonly number[], now: number) =>
    [...new Set([...choices, now])]
      .sort((a, b) => a - b)
      .map((minutes) => ({ value: String(minutes), label: span(minutes) }))
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('saved')}
        </Notice>
      ) : null}
      <Choices legend={t('profile')} error={wrong('passwordProfile')}>
        {PasswordProfile.options.map((profile) => (
          <Choice
            key={`${profile}${state.turn}`}
            type="radio"
            name="profile"
            value={profile}
            defaultChecked={(state.values.profile ?? security.passwordProfile) === profile}
            hint={t(`profileHints.${profile}`)}
          >
            {t(`profiles.${profile}`)}
          </Choice>
        ))}
        <p className="fine">{t('profileFine')}</p>
      </Choices>
      <Field label={t('idle')} error={wrong('idleMinutes')}>
        <Select
          key={`i${state.turn}`}
          name="idleMinutes"
          defaultValue={was('idleMinutes')}
          options={options(idleChoices, security.idleMinutes)}
        />
      </Field>
      <Field label={t('absolute')} error={wrong('absoluteMinutes')}>
        <Select
          key={`a${state.turn}`}
          name="absoluteMinutes"
          defaultValue={was('absoluteMinutes')}
          options={options(absoluteChoices, security.absoluteMinutes)}
        />
      </Field>
      <Choices legend={t('factorLegend')}>
        <Choice
          key={`f${state.turn}`}
          name="requiresSecondFactor"
          value="yes"
          defaultChecked={state.code ? state.values.requiresSecondFactor === 'yes' : security.requiresSecondFactor}
          hint={t('factorHint')}
        >
          {t('factor')}
        </Choice>
      </Choices>
      <div>
        <Button type="submit" tone="primary" busy={busy}>
          {t('submit')}
        </Button>
      </div>
    </form>
  )
}
