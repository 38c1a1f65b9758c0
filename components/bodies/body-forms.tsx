'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import { UnitKind } from '@/server/rooms/contract'
import './bodies.css'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Choice = { value: string; label: string }

function useKinds(): Choice[] {
  const t = useTranslations('units.kinds')
  return UnitKind.options.map((value) => ({ value, label: t(`${value}.name`) }))
}

export function UnitForm({ action, bodyId }: { action: Action; bodyId: string }) {
  const t = useTranslations('bodies.add')
  const kinds = useKinds()
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="card stack" noValidate>
      <h3 className="subheading">{t('unit')}</h3>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('addedUnit')}
        </Notice>
      ) : null}
      <input type="hidden" name="bodyId" value={bodyId} />
      <Field label={t('unitName')} error={wrong('name')} required>
        <Input name="name" defaultValue={state.values.name ?? ''} maxLength={120} />
      </Field>
      <Field label={t('unitKind')} error={wrong('kind')}>
        <Select key={state.turn} name="kind" defaultValue={state.values.kind ?? 'department'} options={kinds} />
      </Field>
      <Button type="submit" icon="plus" busy={busy}>
        {t('submitUnit')}
      </Button>
    </form>
  )
}

export function BodyForm({ action }: { action: Action }) {
  const t = useTranslations('bodies.add')
  const words = useTranslations('bodies')
  const kinds = useTranslations('units')
  const options = useKinds()
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: string, otherwise = '') => state.values[name] ?? otherwise
  return (
    <form action={submit} className="card stack" noValidate>
      <h2 className="subheading">{t('body')}</h2>
      <FormError code={state.code} />
      <Field label={t('bodyName')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name')} maxLength={120} />
      </Field>
      <Field label={t('bodyLevel')} error={wrong('level')}>
        <Select
          key={`l${state.turn}`}
          name="level"
          defaultValue={was('level', 'school')}
          options={(['county', 'school'] as const).map((value) => ({ value, label: words(`level.${value}`) }))}
        />
      </Field>
      <Field label={t('bodyLead')} error={wrong('leadUnitName')} required>
        <Input name="leadUnitName" defaultValue={was('leadUnitName')} maxLength={120} />
      </Field>
      <Field label={kinds('kind')} error={wrong('leadUnitKind')}>
        <Select
          key={`k${state.turn}`}
          name="leadUnitKind"
          defaultValue={was('leadUnitKind', 'school')}
          options={options}
        />
      </Field>
      <Button type="submit" icon="plus" busy={busy}>
        {t('submitBody')}
      </Button>
    </form>
  )
}
