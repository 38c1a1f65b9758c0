'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { freshForm } from '@/server/forms/contract'
import { offices } from '@/server/people/contract'
import { FormError, useFieldError } from './form-error'
import { MadeLink, type AccountLinkState } from './made-link'
import './people.css'

type Props = {
  action: (before: AccountLinkState, data: FormData) => Promise<AccountLinkState>
  /** Body and unit in one choice: `<bodyId> <unitId>`. */
  places: readonly { value: string; label: string }[]
}

const roles = ['system', 'security', 'audit'] as const

/** A person and the link by which they come in, in one step. */
export function InviteForm({ action, places }: Props) {
  const t = useTranslations('people')
  const words = useTranslations('bodies.offices')
  const [state, submit, busy] = useActionState(action, freshForm as AccountLinkState)
  const wrong = useFieldError(state.fields)
  const was = (name: string, otherwise = '') => state.values[name] ?? otherwise
  return (
    <form action={submit} className="card stack" noValidate>
      <h2 className="subheading">{t('invite.title')}</h2>
      <FormError code={state.code} />
      {state.link ? <MadeLink link={state.link} /> : null}
      <Field label={t('invite.name')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name')} maxLength={80} autoComplete="off" />
      </Field>
      <Field label={t('invite.userName')} optional={t('invite.optional')} error={wrong('userName')}>
        <Input name="userName" defaultValue={was('userName')} maxLength={40} autoCapitalize="none" autoComplete="off" />
      </Field>
      <Field label={t('invite.email')} optional={t('invite.optional')} error={wrong('email')}>
        <Input
          name="email"
          inputMode="email"
          autoCapitalize="none"
          defaultValue={was('email')}
          maxLength={120}
          autoComplete="off"
        />
      </Field>
      <Field
        label={t('invite.phone')}
        optional={t('invite.optional')}
        hint={t('invite.loginsHint')}
        error={wrong('phone')}
      >
        <Input name="phone" type="tel" defaultValue={was('phone')} maxLength={30} autoComplete="off" />
      </Field>
      {places.length > 0 ? (
        <>
          <Field label={t('invite.unit')} error={wrong('place')}>
            <Select
              key={`p${state.turn}`}
              name="place"
              defaultValue={was('place')}
              options={[{ value: '', label: t('invite.noBody') }, ...places]}
            />
          </Field>
          <Field label={t('invite.office')} error={wrong('office')}>
            <Select
              key={`o${state.turn}`}
              name="office"
              defaultValue={was('office', 'liaison')}
              options={offices.map((value) => ({ value, label: words(value) }))}
            />
          </Field>
        </>
      ) : null}
      <Choices legend={t('invite.roles')}>
        <p className="fine">{t('invite.rolesHint')}</p>
        {roles.map((role) => (
          <Choice key={role} name="adminRoles" value={role} hint={t(`adminHints.${role}`)}>
            {t(`adminRoles.${role}`)}
          </Choice>
        ))}
      </Choices>
      <Button type="submit" tone="primary" busy={busy} icon="plus">
        {t('invite.submit')}
      </Button>
    </form>
  )
}
