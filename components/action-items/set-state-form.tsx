'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import type { ActionItemState } from '@/server/action-items/contract'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  id: string
  state: ActionItemState
  steps: readonly ActionItemState[]
  isOwnReport: boolean
  mayKeepChildName: boolean
}

const stepNames = {
  'todo>doing': 'todoToDoing',
  'doing>toVerify': 'doingToVerify',
  'toVerify>done': 'verifyToDone',
  'toVerify>doing': 'verifyToDoing',
  'done>doing': 'doneToDoing',
  'todo>stopped': 'toStopped',
  'doing>stopped': 'toStopped',
  'stopped>todo': 'stoppedToTodo',
} as const

/** Only the steps this person may take; what was typed survives a refusal, also when somebody else was faster. */
export function SetStateForm({ action, id, state, steps, isOwnReport, mayKeepChildName }: Props) {
  const t = useTranslations('action-items')
  const [answer, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(answer.fields)
  return (
    <section aria-labelledby="item-act">
      <h3 id="item-act">{t('detail.act')}</h3>
      <FormError code={answer.code} />
      {answer.code === 'conflict' ? (
        <p className="meta">{t('detail.conflictNow', { state: t(`states.${state}`) })}</p>
      ) : null}
      {answer.done ? (
        <Notice tone="good" live>
          {t('detail.done')}
        </Notice>
      ) : null}
      {steps.length === 0 ? (
        <>
          <p className="meta">{t(isOwnReport ? 'detail.ownReport' : 'detail.nothingToDo')}</p>
          {answer.values.remark ? (
            <Textarea readOnly defaultValue={answer.values.remark} aria-label={t('detail.remark')} />
          ) : null}
        </>
      ) : (
        <form action={submit} className="stack" noValidate>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="from" value={state} />
          <Field label={t('detail.remark')} hint={t('detail.remarkHint')} error={wrong('remark')}>
            <Textarea name="remark" rows={3} maxLength={2000} defaultValue={answer.values.remark ?? ''} />
          </Field>
          <KeepChildName fields={answer.fields} mayKeep={mayKeepChildName} />
          {isOwnReport ? <p className="meta">{t('detail.ownReport')}</p> : null}
          <div className="item-acts">
            {steps.map((to, index) => (
              <Button
                key={to}
                type="submit"
                name="to"
                value={to}
                tone={to === 'stopped' ? 'danger' : index === 0 && to !== 'todo' ? 'primary' : 'plain'}
                aria-disabled={busy || undefined}
              >
                {t(`steps.${stepNames[`${state}>${to}` as keyof typeof stepNames]}`)}
              </Button>
            ))}
          </div>
        </form>
      )}
    </section>
  )
}
