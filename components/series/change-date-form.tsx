'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  seriesId: string
  /** By the rule. */
  on: string
  /** Where it takes place by now. */
  day: string | null
  isByHand: boolean
}

/** One date of the rule: moved, taken out, or as the rule says again. Enter in the field moves it. */
export function ChangeDateForm({ action, seriesId, on, day, isByHand }: Props) {
  const t = useTranslations('series.dates')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <form action={submit} className="stack" noValidate key={state.turn}>
      <FormError code={state.code} />
      <input type="hidden" name="seriesId" value={seriesId} />
      <input type="hidden" name="occurrenceOn" value={on} />
      <Field label={t('move')} error={wrong('movedTo') ?? wrong('occurrenceOn')}>
        <Input type="date" name="movedTo" defaultValue={state.values.movedTo ?? day ?? on} />
      </Field>
      <div className="row row-wrap">
        <Button type="submit" name="change" value="move" size="small" busy={busy}>
          {t('moveButton')}
        </Button>
        {isByHand && day === null ? null : (
          <Button type="submit" name="change" value="takeOut" size="small" busy={busy}>
            {t('takeOut')}
          </Button>
        )}
        {isByHand ? (
          <Button type="submit" name="change" value="restore" size="small" busy={busy}>
            {t('restore')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
