'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { TopicState } from '@/server/topics/contract'

type Props = {
  id: string
  state: TopicState
  next: readonly TopicState[]
  action: (before: FormState, data: FormData) => Promise<FormState>
  /** With a word to the proposer beside every step. */
  withWord?: boolean
}

const names = { accepted: 'accept', resolved: 'resolve', discussed: 'discuss' } as const

/** What the secretary may do with a topic; parking wants a reason, since its proposer reads it. */
export function TopicActs({ id, state, next, action, withWord = false }: Props) {
  const t = useTranslations('topics')
  const [answer, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(answer.fields)
  return (
    <form action={submit} noValidate>
      <FormError code={answer.code} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="from" value={state} />
      {withWord ? (
        <Field label={t('page.wordTo')} hint={t('page.wordHint')} error={wrong('reason')}>
          <Input key={answer.turn} name="reason" defaultValue={answer.values.reason ?? ''} maxLength={1000} />
        </Field>
      ) : null}
      <div className="topic-acts">
        {next
          .filter((to) => to !== 'parked')
          .map((to, index) => {
            const isAgain = to === 'accepted' && state !== 'proposed'
            return (
              <Button
                key={to}
                type="submit"
                name="to"
                value={to}
                tone={index === 0 && state === 'proposed' ? 'primary' : 'plain'}
                aria-disabled={busy || undefined}
              >
                {t(isAgain ? 'reopen' : names[to as keyof typeof names])}
              </Button>
            )
          })}
        {withWord && next.includes('parked') ? (
          <Button type="submit" name="to" value="parked" aria-disabled={busy || undefined}>
            {t('park')}
          </Button>
        ) : null}
        {!withWord && next.includes('parked') ? (
          <details open={answer.fields.reason !== undefined}>
            <summary>{t('parkMore')}</summary>
            <div className="stack">
              <Field label={t('reason')} error={wrong('reason')}>
                <Input name="reason" defaultValue={answer.values.reason ?? ''} maxLength={1000} />
              </Field>
              <Button type="submit" name="to" value="parked" aria-disabled={busy || undefined}>
                {t('park')}
              </Button>
            </div>
          </details>
        ) : null}
      </div>
    </form>
  )
}
