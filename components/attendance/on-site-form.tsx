'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Line } from './line'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Props = {
  add: Action
  leave: Action
  meetingId: string
  isOpen: boolean
  places: readonly Line[]
  here: readonly Line[]
  units: readonly { id: string; name: string }[]
}

/** Who is in the hall without a device: by their place, or by a name. */
export function OnSiteForm({ add, leave, meetingId, isOpen, places, here, units }: Props) {
  const t = useTranslations('attendance.onSite')
  const [state, submit, busy] = useActionState(add, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <section className="card stack" aria-labelledby="on-site">
      <h2 className="subheading" id="on-site">
        {t('title')}
      </h2>
      <p className="meta">{t('text')}</p>
      {isOpen && here.length > 0 ? (
        <ul className="list">
          {here.map((line) => (
            <li key={line.seatId} className="item">
              <b className="item-title grow">{line.name}</b>
              <OneButtonForm
                action={leave}
                fields={{ meetingId, seatId: line.seatId! }}
                small
                label={t('leaveOf', { name: line.name })}
              >
                {t('leave')}
              </OneButtonForm>
            </li>
          ))}
        </ul>
      ) : null}
      <form action={submit} className="stack" noValidate key={state.turn}>
        {state.done ? <Notice tone="good" title={t('done')} live /> : null}
        <FormError code={state.code} />
        <input type="hidden" name="meetingId" value={meetingId} />
        <Field label={t('place')} error={wrong('membershipId')}>
          <Select
            name="membershipId"
            defaultValue={state.values.membershipId ?? ''}
            options={[
              { value: '', label: t('noPlace') },
              ...places.map((line) => ({
                value: line.membershipId!,
                label: line.unit ? t('option', { name: line.name, unit: line.unit.name }) : line.name,
              })),
            ]}
          />
        </Field>
        <Field label={t('name')} hint={t('nameHint')} error={wrong('name')}>
          <Input name="name" defaultValue={state.values.name ?? ''} maxLength={80} autoComplete="off" />
        </Field>
        <Field label={t('unit')} error={wrong('unitId')}>
          <Select
            name="unitId"
            defaultValue={state.values.unitId ?? ''}
            options={[
              { value: '', label: t('noUnit') },
              ...units.map((unit) => ({ value: unit.id, label: unit.name })),
            ]}
          />
        </Field>
        <Button type="submit" icon="plus" busy={busy}>
          {t('add')}
        </Button>
      </form>
    </section>
  )
}
