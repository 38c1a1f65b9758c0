'use client'

import { useTranslations } from 'next-intl'
import { useFieldError } from '@/components/people/form-error'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { FormState } from '@/server/forms/contract'
import { offices } from '@/server/people/contract'

export type Choice = { value: string; label: string }
export type Action = (before: FormState, data: FormData) => Promise<FormState>

type DayProps = { state: FormState; now: { fromOn: string; untilOn: string | null } }

/** First and last day, both inclusive. What was typed comes before what is stored. */
export function DayFields({ state, now }: DayProps) {
  const t = useTranslations('bodies.add')
  const wrong = useFieldError(state.fields)
  return (
    <>
      <Field label={t('fromOn')} error={wrong('fromOn')} required>
        <Input type="date" name="fromOn" defaultValue={state.values.fromOn ?? now.fromOn} key={`f${state.turn}`} />
      </Field>
      <Field label={t('untilOn')} error={wrong('untilOn')} hint={t('untilHint')}>
        <Input
          type="date"
          name="untilOn"
          defaultValue={state.values.untilOn ?? now.untilOn ?? ''}
          key={`u${state.turn}`}
        />
      </Field>
    </>
  )
}

type Props = DayProps & {
  units: readonly Choice[]
  now: DayProps['now'] & { unitId: string; office: (typeof offices)[number] }
}

/** Unit, office, term. */
export function TermFields({ state, units, now }: Props) {
  const t = useTranslations('bodies.add')
  const words = useTranslations('bodies')
  const wrong = useFieldError(state.fields)
  return (
    <>
      <Field label={t('unit2')} error={wrong('unitId')} required>
        <Select key={`n${state.turn}`} name="unitId" defaultValue={state.values.unitId ?? now.unitId} options={units} />
      </Field>
      <Field label={words('office')} error={wrong('office')}>
        <Select
          key={`o${state.turn}`}
          name="office"
          defaultValue={state.values.office ?? now.office}
          options={offices.map((value) => ({ value, label: words(`offices.${value}`) }))}
        />
      </Field>
      <DayFields state={state} now={now} />
    </>
  )
}
