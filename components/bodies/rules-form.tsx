'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ConveningOffice, Proposer, type Quorum } from '@/server/bodies/contract'
import type { Cadence } from '@/server/bodies/model'
import { freshForm } from '@/server/forms/contract'
import type { Office } from '@/server/people/contract'
import { UnitKind } from '@/server/rooms/contract'
import { FormNews } from './edit-forms'
import type { Action, Choice as Option } from './term-fields'
import './bodies.css'

type Rules = {
  version: number
  conveningOffice: Office | null
  conveningUnitId: string | null
  proposers: readonly Office[]
  quorums: Partial<Record<UnitKind, Quorum>>
  series: readonly { id: string; name: string; cadence: Cadence | null }[]
}

const asText = (quorum: Quorum | undefined) =>
  !quorum ? '' : 'count' in quorum ? String(quorum.count) : `${quorum.numerator}/${quorum.denominator}`

export function RulesForm({
  action,
  bodyId,
  rules,
  units,
}: {
  action: Action
  bodyId: string
  rules: Rules
  units: readonly Option[]
}) {
  const t = useTranslations('bodies.rules')
  const edit = useTranslations('bodies.edit')
  const words = useTranslations('bodies')
  const kinds = useTranslations('units.kinds')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const was = (name: string, stored: string) => state.values[name] ?? stored
  const isRefused = state.code !== null
  const nobody = { value: '', label: t('notSet') }
  return (
    <form action={submit} className="card stack" noValidate key={`rules ${rules.version} ${state.turn}`}>
      <h2 className="subheading">{t('title')}</h2>
      <FormNews state={state} overtaken={edit('nowRules')} />
      <input type="hidden" name="bodyId" value={bodyId} />
      <input type="hidden" name="version" value={rules.version} />
      <Field label={t('conveningUnit')} error={wrong('conveningUnitId')}>
        <Select
          name="conveningUnitId"
          defaultValue={was('conveningUnitId', rules.conveningUnitId ?? '')}
          options={[nobody, ...units]}
        />
      </Field>
      <Field label={t('conveningOffice')} error={wrong('conveningOffice')}>
        <Select
          name="conveningOffice"
          defaultValue={was('conveningOffice', rules.conveningOffice ?? '')}
          options={[nobody, ...ConveningOffice.options.map((value) => ({ value, label: words(`offices.${value}`) }))]}
        />
      </Field>
      <Choices legend={t('proposersOnly')} error={wrong('proposers')}>
        {Proposer.options.map((office, at) => (
          <Choice
            key={office}
            name={`proposers.${at}`}
            value={office}
            defaultChecked={isRefused ? `proposers.${at}` in state.values : rules.proposers.includes(office)}
          >
            {words(`offices.${office}`)}
          </Choice>
        ))}
        <p className="fine">{t('proposersHint')}</p>
      </Choices>
      <fieldset className="stack">
        <legend className="field-label">{t('quorum')}</legend>
        <p className="fine">{t('quorumHint')}</p>
        {UnitKind.options.map((kind, at) => (
          <div key={kind}>
            <input type="hidden" name={`quorums.${at}.kind`} value={kind} />
            <Field label={kinds(`${kind}.name`)} error={wrong(`quorums.${at}.rule`)}>
              <Input
                name={`quorums.${at}.rule`}
                defaultValue={was(`quorums.${at}.rule`, asText(rules.quorums[kind]))}
                maxLength={9}
                autoComplete="off"
              />
            </Field>
          </div>
        ))}
      </fieldset>
      <fieldset className="stack">
        <legend className="field-label">{t('cadence')}</legend>
        {rules.series.map((series, at) => (
          <div key={series.id} className="cadence-row">
            <input type="hidden" name={`series.${at}.id`} value={series.id} />
            <Field label={t('everyOf', { name: series.name })} error={wrong(`series.${at}.every`)}>
              <Input
                name={`series.${at}.every`}
                inputMode="numeric"
                defaultValue={was(`series.${at}.every`, String(series.cadence?.every ?? 1))}
                maxLength={2}
              />
            </Field>
            <Field label={t('unitOf', { name: series.name })} error={wrong(`series.${at}.unit`)}>
              <Select
                name={`series.${at}.unit`}
                defaultValue={was(`series.${at}.unit`, series.cadence?.unit ?? 'none')}
                options={(['none', 'week', 'month'] as const).map((value) => ({ value, label: t(`units.${value}`) }))}
              />
            </Field>
          </div>
        ))}
      </fieldset>
      <Button type="submit" tone="primary" busy={busy}>
        {edit('save')}
      </Button>
    </form>
  )
}
