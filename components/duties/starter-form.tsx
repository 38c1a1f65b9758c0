'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { freshForm } from '@/server/forms/contract'
import type { UnitKind, UnitView } from '@/server/rooms/contract'
import { LegalBasis } from './legal-basis'
import type { DutyAction } from './use-matrix'
import './duties.css'

type Offered = {
  key: string
  title: string
  content: string
  law: string
  article: string
  assisting: readonly UnitKind[]
  /** The unit it is offered to. */
  offered: string
}

/** What will be loaded, duty by duty, each with the unit that is to lead it; one without a unit is left out. */
export function StarterForm({
  action,
  bodyId,
  units,
  duties,
}: {
  action: DutyAction
  bodyId: string
  units: readonly UnitView[]
  duties: readonly Offered[]
}) {
  const t = useTranslations('duties')
  const kinds = useTranslations('units.kinds')
  const [state, submit, busy] = useActionState(action, freshForm)
  const [leads, setLeads] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(duties.map((duty) => [duty.key, duty.offered])),
  )
  const wrong = useFieldError(state.fields)
  const taken = Object.values(leads).filter((id) => id !== '').length
  const options = [
    { value: '', label: t('starter.leaveOut') },
    ...units.map((unit) => ({ value: unit.id, label: `${kinds(`${unit.kind}.mark`)} ${unit.name}` })),
  ]
  return (
    <form action={submit} className="stack section" noValidate>
      <FormError code={state.code} />
      <input type="hidden" name="bodyId" value={bodyId} />
      <ol className="stack" key={state.turn}>
        {duties.map((duty, at) => {
          const lead = units.find((unit) => unit.id === leads[duty.key])
          const helping = units.filter((unit) => duty.assisting.includes(unit.kind) && unit.id !== lead?.id)
          return (
            <li key={duty.key} className="card card-paper duty-card" data-unit={lead?.kind}>
              <h2 className="duty-card-title">
                {at + 1}. {duty.title}
              </h2>
              <p>{duty.content}</p>
              <p className="fine">
                <LegalBasis duty={duty} />
              </p>
              <input type="hidden" name={`choices.${at}.key`} value={duty.key} />
              <Field label={t('starter.leadOf', { title: duty.title })} error={wrong(`choices.${at}.leadUnitId`)}>
                <Select
                  name={`choices.${at}.leadUnitId`}
                  defaultValue={leads[duty.key]}
                  options={options}
                  onChange={(event) => setLeads({ ...leads, [duty.key]: event.currentTarget.value })}
                />
              </Field>
              <p className="fine">
                {lead
                  ? t('starter.assisting', {
                      kinds: duty.assisting.map((kind) => kinds(`${kind}.name`)).join(t('export.separator')),
                      count: helping.length,
                    })
                  : t('starter.leftOut')}
              </p>
            </li>
          )
        })}
      </ol>
      <Button type="submit" tone="primary" size="big" busy={busy} aria-disabled={taken === 0 || undefined}>
        {t('starter.submit', { count: taken })}
      </Button>
    </form>
  )
}
