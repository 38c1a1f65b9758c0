'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useId } from 'react'
import { CopyField } from '@/components/meetings/copy-field'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button, EnterButton } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { answers, type Answer } from '@/server/notices/contract'

/** `proxyUrl`: of a proxy named now, shown once. */
export type ReplyState = FormState & { proxyUrl?: string }
export type ReplyAction = (before: ReplyState, data: FormData) => Promise<ReplyState>

export type ReplyPlace = {
  membershipId: string
  name: string
  unit: string
  answer: Answer | null
  proxyName: string | null
  /** Answered before a change that came since. */
  isOld: boolean
}

/** One place and its answer: each answer is one press, a proxy needs a name first. */
export function ReplyForm({ action, meetingId, place }: { action: ReplyAction; meetingId: string; place: ReplyPlace }) {
  const t = useTranslations('notices.answer')
  const [state, submit, busy] = useActionState(action, freshForm as ReplyState)
  const wrong = useFieldError(state.fields)
  const title = useId()
  return (
    <form action={submit} className="notice-place stack" aria-labelledby={title}>
      <input type="hidden" name="meetingId" value={meetingId} />
      <input type="hidden" name="membershipId" value={place.membershipId} />
      {/* The form's first button: the enter key in the name field names the proxy. */}
      <EnterButton name="answer" value="proxy" />
      <p id={title}>
        <b>{t('for', { name: place.name, unit: place.unit })}</b>
      </p>
      <p role="status">{t('now', { answer: place.answer ?? 'none', proxy: place.proxyName ?? '' })}</p>
      {place.isOld ? <Notice icon="clock" title={t('again')} /> : null}
      <FormError code={state.code} />
      <Field label={t('proxyName')} hint={t('proxyNameHint')} error={wrong('proxyName')}>
        <Input
          name="proxyName"
          maxLength={80}
          autoComplete="off"
          defaultValue={state.values.proxyName ?? place.proxyName ?? ''}
          key={state.turn}
        />
      </Field>
      <div className="row row-wrap">
        {answers.map((answer) => (
          <Button
            key={answer}
            type="submit"
            name="answer"
            value={answer}
            tone={answer === place.answer ? 'primary' : undefined}
            icon={answer === place.answer ? 'check' : undefined}
            aria-pressed={answer === place.answer}
            busy={busy}
          >
            {t(answer)}
          </Button>
        ))}
      </div>
      {state.proxyUrl ? (
        <Notice icon="link" title={t('proxyLink')} live>
          <CopyField value={state.proxyUrl} label={t('proxyLink')} />
        </Notice>
      ) : null}
    </form>
  )
}
