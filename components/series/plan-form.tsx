'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import './series.css'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  seriesId: string
  version: number
  /** The last date that is no sitting yet; null: there is none. */
  through: string | null
  /** As far as rules are looked at. */
  last: string
}

export function PlanForm({ action, seriesId, version, through, last }: Props) {
  const t = useTranslations('series.dates')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const [sittings, liaison] = (state.done ?? '').split(' ').map(Number)
  return (
    <form action={submit} className="stack plan-form" noValidate key={`${version} ${state.turn}`}>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('done', { sittings: sittings ?? 0, liaison: liaison ?? 0 })}
        </Notice>
      ) : null}
      {through === null ? (
        <p className="meta">{t('nothing')}</p>
      ) : (
        <>
          <p className="meta">{t('planHint')}</p>
          <input type="hidden" name="seriesId" value={seriesId} />
          <input type="hidden" name="version" value={version} />
          <div className="plan-row">
            <Field label={t('through')} error={wrong('through')}>
              <Input type="date" name="through" max={last} defaultValue={state.values.through ?? through} />
            </Field>
            <Button type="submit" tone="primary" busy={busy}>
              {t('submit')}
            </Button>
          </div>
        </>
      )}
    </form>
  )
}
