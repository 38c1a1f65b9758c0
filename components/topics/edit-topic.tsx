'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { TopicFields } from './topic-fields'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  topic: { id: string; version: number; title: string; problem: string; facts: string; wish: string; tags: string[] }
  mayKeepChildName: boolean
}

/** Somebody else's change in the meantime is told; what was typed stays, and goes over the newer wording when sent again. */
export function EditTopic({ action, topic, mayKeepChildName }: Props) {
  const t = useTranslations('topics')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  const isRefused = state.code !== null
  const was = (name: string) =>
    isRefused ? (state.values[name] ?? '') : topic[name as 'title' | 'problem' | 'facts' | 'wish']
  return (
    <details className="topic-edit" open={isRefused || undefined}>
      <summary>{t('page.edit')}</summary>
      <form action={submit} className="stack" noValidate key={`${topic.version}${state.turn}`}>
        <FormError code={state.code} />
        {state.done ? <Notice tone="good" title={t('page.saved')} live /> : null}
        <input type="hidden" name="id" value={topic.id} />
        <input type="hidden" name="version" value={topic.version} />
        <TopicFields
          was={was}
          tags={isRefused ? (state.values.tags ?? '').split(' ') : topic.tags}
          wrong={wrong}
          turn={state.turn}
        />
        <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
        <Button type="submit" tone="primary" busy={busy}>
          {t('page.save')}
        </Button>
      </form>
    </details>
  )
}
