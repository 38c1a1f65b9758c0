'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { localeNames, locales, type Locale } from '@/server/preferences/model'
import { UnitKind } from '@/server/rooms/contract'
import { offeredTimeZones } from '@/server/setup/contract'

type Props = { action: (before: FormState, data: FormData) => Promise<FormState>; locale: Locale }

/** Everything a county needs, in three short parts on one page: nothing is lost between steps, with or without scripts. */
export function CountyForm({ action, locale }: Props) {
  const t = useTranslations('setup')
  const c = useTranslations('setup.county')
  const kinds = useTranslations('units.kinds')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: string, otherwise = '') => state.values[name] ?? otherwise
  // A select keeps its first choice when React resets the form, unless it is made anew.
  const again = String(state.turn)
  return (
    <form action={submit} className="stack" noValidate>
      <FormError code={state.code} />
      <Field label={t('code')} hint={t('codeHint')} error={wrong('setupCode')} required className="setup-code">
        <Input
          name="setupCode"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          placeholder="XXXX-XXXX"
        />
      </Field>
      <fieldset className="stack">
        <legend className="subheading">
          1 <span>{c('step1')}</span>
        </legend>
        <Field label={c('name')} error={wrong('countyName')} required>
          <Input
            name="countyName"
            defaultValue={was('countyName')}
            placeholder={c('namePlaceholder')}
            maxLength={120}
            autoComplete="organization"
          />
        </Field>
        <div className="setup-pair">
          <Field label={c('level')} error={wrong('level')}>
            <Select
              key={`level${again}`}
              name="level"
              defaultValue={was('level', 'county')}
              options={(['county', 'prefecture', 'province'] as const).map((value) => ({
                value,
                label: c(`levels.${value}`),
              }))}
            />
          </Field>
          <Field label={c('timeZone')} error={wrong('timeZone')}>
            <Select
              key={`zone${again}`}
              name="timeZone"
              defaultValue={was('timeZone', 'Asia/Shanghai')}
              options={offeredTimeZones.map((value) => ({ value, label: c(`zones.${value}`) }))}
            />
          </Field>
        </div>
        <Field label={c('locale')} hint={c('localeHint')} error={wrong('locale')}>
          <Select
            key={`locale${again}`}
            name="locale"
            defaultValue={was('locale', locale)}
            options={locales.map((value) => ({ value, label: localeNames[value] }))}
          />
        </Field>
      </fieldset>
      <fieldset className="stack">
        <legend className="subheading">
          2 <span>{c('step2')}</span>
        </legend>
        <div className="setup-pair">
          <Field label={c('personName')} error={wrong('personName')} required>
            <Input name="personName" defaultValue={was('personName')} maxLength={80} autoComplete="name" />
          </Field>
          <Field label={c('userName')} hint={c('userNameHint')} error={wrong('userName')} required>
            <Input
              name="userName"
              defaultValue={was('userName')}
              maxLength={40}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        </div>
        <div className="setup-pair">
          <Field label={c('password')} hint={c('passwordHint')} error={wrong('password')} required>
            <Input type="password" name="password" autoComplete="new-password" />
          </Field>
          <Field label={c('passwordAgain')} error={wrong('passwordAgain')} required>
            <Input type="password" name="passwordAgain" autoComplete="new-password" />
          </Field>
        </div>
        <p className="fine">{c('roles')}</p>
      </fieldset>
      <fieldset className="stack">
        <legend className="subheading">
          3 <span>{c('step3')}</span>
        </legend>
        <Field label={c('bodyName')} hint={c('bodyNameHint')} error={wrong('bodyName')} required>
          <Input name="bodyName" defaultValue={was('bodyName')} maxLength={120} />
        </Field>
        <div className="setup-pair">
          <Field label={c('leadUnitName')} hint={c('leadUnitHint')} error={wrong('leadUnitName')} required>
            <Input name="leadUnitName" defaultValue={was('leadUnitName')} maxLength={120} />
          </Field>
          <Field label={c('leadUnitKind')} error={wrong('leadUnitKind')}>
            <Select
              key={`kind${again}`}
              name="leadUnitKind"
              defaultValue={was('leadUnitKind', 'department')}
              options={UnitKind.options.map((value) => ({ value, label: kinds(`${value}.name`) }))}
            />
          </Field>
        </div>
      </fieldset>
      <Button type="submit" tone="primary" size="big" busy={busy}>
        {c('submit')}
      </Button>
    </form>
  )
}
