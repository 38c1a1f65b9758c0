'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { CopyField } from '@/components/meetings/copy-field'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { webhookKinds } from '@/server/webhooks/contract'

/** `secret`: the one made now, shown once. */
export type SecretState = FormState & { secret?: string }
type Props = {
  action: (before: SecretState, data: FormData) => Promise<SecretState>
  /** Absent: a new one. */
  now?: { id: string; name: string; url: string; kinds: readonly string[] }
}

export function WebhookForm({ action, now }: Props) {
  const t = useTranslations('webhooks')
  const [state, submit, busy] = useActionState(action, freshForm as SecretState)
  const wrong = useFieldError(state.fields)
  const was = (name: 'name' | 'url') => state.values[name] ?? now?.[name] ?? ''
  return (
    <form action={submit} className="stack" noValidate key={state.turn}>
      <FormError code={state.code} />
      {state.done ? (
        <Notice tone="good" live>
          {t('saved')}
        </Notice>
      ) : null}
      {state.secret ? <ShownSecret secret={state.secret} /> : null}
      {now ? <input type="hidden" name="id" value={now.id} /> : null}
      <Field label={t('name')} hint={t('nameHint')} error={wrong('name')} required>
        <Input name="name" defaultValue={was('name')} maxLength={80} />
      </Field>
      <Field label={t('url')} hint={t('urlHint')} error={wrong('url')} required>
        <Input name="url" type="url" inputMode="url" defaultValue={was('url')} maxLength={500} />
      </Field>
      <Choices legend={t('kinds')} error={wrong('kinds')}>
        {webhookKinds.map((kind) => (
          <Choice key={kind} name="kinds" value={kind} defaultChecked={now ? now.kinds.includes(kind) : true}>
            {t(`kind.${kind}`)}
          </Choice>
        ))}
      </Choices>
      <Button type="submit" tone="primary" icon={now ? undefined : 'plus'} busy={busy}>
        {now ? t('save') : t('add')}
      </Button>
    </form>
  )
}

export function ShownSecret({ secret }: { secret: string }) {
  const t = useTranslations('webhooks')
  return (
    <Notice icon="lock" title={t('secretTitle')} live>
      <p>{t('secretText')}</p>
      <CopyField value={secret} label={t('secret')} />
    </Notice>
  )
}
