'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { CopyField } from '@/components/meetings/copy-field'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'

/** `url`: the address made now, shown once. */
export type FeedState = FormState & { url?: string }
type Action = (before: FormState, data: FormData) => Promise<FormState>

export function FeedForm({
  since,
  make,
  revoke,
}: {
  since: string | null
  make: (before: FeedState, data: FormData) => Promise<FeedState>
  revoke: Action
}) {
  const t = useTranslations('notices.calendar')
  const [state, submit, busy] = useActionState(make, freshForm as FeedState)
  return (
    <div className="stack">
      <p>{since === null ? t('none') : t('active', { on: since })}</p>
      {state.url ? (
        <Notice icon="calendar" title={t('once')} live>
          <CopyField value={state.url} label={t('address')} />
        </Notice>
      ) : null}
      <div className="row row-wrap">
        <form action={submit}>
          <FormError code={state.code} />
          <Button type="submit" icon="calendar" busy={busy}>
            {since === null ? t('make') : t('renew')}
          </Button>
        </form>
        {since === null ? null : (
          <OneButtonForm action={revoke} fields={{}} icon="stop">
            {t('revoke')}
          </OneButtonForm>
        )}
      </div>
    </div>
  )
}

export function ChoicesForm({
  action,
  groups,
}: {
  action: Action
  groups: readonly { id: string; name: string; isOn: boolean }[]
}) {
  const t = useTranslations('notices.choices')
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <form action={submit} className="stack">
      <FormError code={state.code} />
      {state.done ? <Notice icon="check" title={t('saved')} live /> : null}
      <Choices legend={t('lead')}>
        {groups.map((group) => (
          <Choice key={`${group.id}${state.turn}`} name="groups" value={group.id} defaultChecked={group.isOn}>
            {group.name}
          </Choice>
        ))}
      </Choices>
      <Button type="submit" tone="primary" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}
