'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { LineFault } from '@/server/holidays/model'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  year: string
  version: string
  off: string
  working: string
}

/** A year of the calendar as two lists of lines; a line that cannot be read is named by its number. */
export function HolidaysForm({ action, year, version, off, working }: Props) {
  const t = useTranslations('holidays')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const lists = { off: t('off'), working: t('working') }
  const faults = Object.entries(state.fields).flatMap(([name, fault]) => {
    const [list, where] = name.split('.') as [string, string?]
    if (where === undefined) return []
    if (list === 'both') return [t('bothDay', { day: where })]
    const words = { list: lists[list as keyof typeof lists], line: where, fault: t(`fault.${fault as LineFault}`) }
    return [t('line', words)]
  })
  return (
    <form action={submit} className="card stack" noValidate key={`${version} ${state.turn}`}>
      {state.code === 'conflict' ? (
        <Notice tone="warn" title={t('overtaken')} live>
          {t('overtakenText')}
        </Notice>
      ) : faults.length > 0 ? (
        <Notice tone="warn" title={t('faults', { count: faults.length })} live>
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <FormError code={state.code} />
      )}
      {state.done ? (
        <Notice tone={state.done === 'filled' ? 'info' : 'good'} live>
          {t(state.done === 'filled' ? 'filled' : 'saved')}
        </Notice>
      ) : null}
      <input type="hidden" name="year" value={year} />
      <input type="hidden" name="version" value={version} />
      <Field label={t('file')} hint={t('fileHint', { year })} error={wrong('file')}>
        <Input type="file" name="file" accept=".ics,text/calendar" />
      </Field>
      <Button type="submit" name="fill" value="1" busy={busy}>
        {t('fill')}
      </Button>
      <Field label={lists.off} hint={t('offHint', { example: t('offExample', { year }) })} error={wrong('off')}>
        <Textarea name="off" rows={10} maxLength={20_000} defaultValue={state.values.off ?? off} />
      </Field>
      <Field
        label={lists.working}
        hint={t('workingHint', { example: t('workingExample', { year }) })}
        error={wrong('working')}
      >
        <Textarea name="working" rows={4} maxLength={20_000} defaultValue={state.values.working ?? working} />
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        {t('save', { year })}
      </Button>
    </form>
  )
}
