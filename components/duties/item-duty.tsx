'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { freshForm } from '@/server/forms/contract'
import type { DutyAction } from './use-matrix'
import './duties.css'

type Props = {
  action: DutyAction
  itemId: string
  duty: { id: string; title: string; href: string; isEnded: boolean } | null
  /** Null for who only reads. */
  choices: readonly { id: string; title: string }[] | null
}

/** Which duty of the body an action item fulfils. */
export function ItemDuty({ action, itemId, duty, choices }: Props) {
  const t = useTranslations('duties.ofItem')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  if (!duty && (choices === null || choices.length === 0)) return null
  const known = choices ?? []
  return (
    <section aria-labelledby="item-duty">
      <h3 id="item-duty">{t('title')}</h3>
      <p>{duty ? <Link href={duty.href}>{duty.title}</Link> : <span className="meta">{t('none')}</span>}</p>
      <FormError code={state.code} />
      {choices === null ? null : (
        <form action={submit} className="item-duty" noValidate>
          <input type="hidden" name="id" value={itemId} />
          <input type="hidden" name="from" value={duty?.id ?? ''} />
          <Field label={t('choose')} error={wrong('dutyId')}>
            <Select
              key={`${state.turn}${duty?.id ?? ''}`}
              name="to"
              defaultValue={state.code === null ? (duty?.id ?? '') : (state.values.to ?? '')}
              options={[
                { value: '', label: t('noneChoice') },
                ...(duty?.isEnded ? [{ value: duty.id, label: t('ended', { title: duty.title }) }] : []),
                ...known.map((each) => ({ value: each.id, label: each.title })),
              ]}
            />
          </Field>
          <Button type="submit" busy={busy}>
            {t('set')}
          </Button>
        </form>
      )}
    </section>
  )
}
