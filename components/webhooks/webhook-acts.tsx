'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import { ShownSecret, type SecretState } from './webhook-form'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Props = {
  id: string
  isPaused: boolean
  test: Action
  pause: Action
  remove: Action
  renew: (before: SecretState, data: FormData) => Promise<SecretState>
}

export function WebhookActs({ id, isPaused, test, pause, remove, renew }: Props) {
  const t = useTranslations('webhooks')
  const [tested, sendTest, isTesting] = useActionState(test, freshForm)
  const [renewed, makeNew, isRenewing] = useActionState(renew, freshForm as SecretState)
  return (
    <div className="stack">
      <form action={sendTest}>
        <input type="hidden" name="id" value={id} />
        <FormError code={tested.code} />
        {tested.done ? (
          <Notice tone="good" live>
            {t('tested')}
          </Notice>
        ) : null}
        <Button type="submit" icon="play" busy={isTesting}>
          {t('test')}
        </Button>
      </form>
      <OneButtonForm action={pause} fields={{ id, isPaused: isPaused ? '' : '1' }} icon={isPaused ? 'play' : 'stop'}>
        {isPaused ? t('resume') : t('pause')}
      </OneButtonForm>
      <p className="fine">{t('pausedText')}</p>
      <form action={makeNew} className="stack">
        <input type="hidden" name="id" value={id} />
        <FormError code={renewed.code} />
        {renewed.secret ? <ShownSecret secret={renewed.secret} /> : null}
        <Button type="submit" icon="lock" busy={isRenewing}>
          {t('renew')}
        </Button>
        <p className="fine">{t('renewText')}</p>
      </form>
      <OneButtonForm action={remove} fields={{ id }} tone="danger" icon="trash">
        {t('remove')}
      </OneButtonForm>
      <p className="fine">{t('removeText')}</p>
    </div>
  )
}
