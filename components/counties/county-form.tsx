'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { DivisionChoices, type FoundDivision } from './division-choices'

type Now = {
  name: string
  level: 'county' | 'prefecture' | 'province'
  timeZone: string
  locale: 'zh-Hans' | 'zh-Hant' | 'en'
  locales: readonly string[]
  quietFrom: string
  quietUntil: string
}
type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  now: Now
  current: FoundDivision | null
  found: readonly FoundDivision[]
  timeZones: readonly string[]
  locales: readonly { value: string; label: string }[]
}

export function CountyForm({ action, now, current, found, timeZones, locales }: Props) {
  const t = useTranslations('county')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: Exclude<keyof Now, 'locales'>) => state.values[name] ?? now[name]
  const isOffered = (value: string, at: number) =>
    state.code === null ? now.locales.includes(value) : state.values[`locales.${at}`] === value
  return (
    <form action={submit} className="card stack" noValidate key={`${now.name} ${current?.code ?? ''} ${state.turn}`}>
      <h2 className="subheading">{t('settings')}</h2>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('saved')}
        </Notice>
      ) : null}
      {/* The level is what the search above was for: a code of another level would not fit it. */}
      <input type="hidden" name="level" value={now.level} />
      <DivisionChoices
        current={current}
        found={found}
        chosen={state.values.division}
        error={wrong('division') ?? wrong('level')}
      />
      <Field label={t('name')} hint={t('nameHint')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name')} maxLength={120} />
      </Field>
      <Field label={t('timeZone')} hint={t('timeZoneHint')} error={wrong('timeZone')}>
        <Select
          name="timeZone"
          defaultValue={was('timeZone')}
          options={timeZones.map((value) => ({ value, label: value }))}
        />
      </Field>
      <Field label={t('locale')} hint={t('localeHint')} error={wrong('locale')}>
        <Select name="locale" defaultValue={was('locale')} options={locales} />
      </Field>
      <Choices legend={t('locales')} error={wrong('locales')}>
        {locales.map(({ value, label }, at) => (
          <Choice key={value} name={`locales.${at}`} value={value} defaultChecked={isOffered(value, at)} lang={value}>
            {label}
          </Choice>
        ))}
        <p className="fine">{t('localesHint')}</p>
      </Choices>
      <fieldset className="quiet-hours">
        <legend className="field-label">{t('quiet')}</legend>
        <Field label={t('quietFrom')} error={wrong('quietFrom')}>
          <Input type="time" name="quietFrom" defaultValue={was('quietFrom')} />
        </Field>
        <Field label={t('quietUntil')} error={wrong('quietUntil')}>
          <Input type="time" name="quietUntil" defaultValue={was('quietUntil')} />
        </Field>
        <p className="fine">{t('quietHint')}</p>
      </fieldset>
      <Button type="submit" tone="primary" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}
