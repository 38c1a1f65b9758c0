'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm, type FormState } from '@/server/forms/contract'
import './privacy.css'

type Request = {
  id: string
  name: string
  state: 'asked' | 'confirmed' | 'declined'
  askedAt: Date
  runsAt: Date | null
  isOwn: boolean
}
type Props = {
  requests: readonly Request[]
  coolingDays: number
  action: (before: FormState, data: FormData) => Promise<FormState>
}

export function ErasuresToDecide({ requests, coolingDays, action }: Props) {
  const t = useTranslations('privacy.decide')
  if (requests.length === 0) return <p className="meta">{t('none')}</p>
  return (
    <>
      <p className="fine">{t('lead', { days: coolingDays })}</p>
      <ul>
        {requests.map((request) => (
          <OneRequest key={`${request.id}${request.state}`} request={request} action={action} />
        ))}
      </ul>
    </>
  )
}

function OneRequest({ request, action }: { request: Request; action: Props['action'] }) {
  const t = useTranslations('privacy.decide')
  const format = useFormatter()
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <li className="consent">
      <div className="grow">
        <b>{request.name}</b>{' '}
        <Badge tone={request.state === 'asked' ? 'warn' : 'info'}>
          {request.runsAt
            ? t('runs', { day: format.dateTime(request.runsAt, 'dayTime') })
            : t('asked', { day: format.dateTime(request.askedAt, 'day') })}
        </Badge>
        <FormError code={state.code} />
        {request.isOwn ? <p className="fine">{t('own')}</p> : null}
        {request.state === 'asked' && !request.isOwn ? (
          <form action={submit} className="stack" noValidate>
            <input type="hidden" name="id" value={request.id} />
            <Field label={t('reason')} hint={t('reasonHint')} error={wrong('reason')}>
              <Input name="reason" maxLength={500} defaultValue={state.values.reason ?? ''} />
            </Field>
            <div className="row row-wrap">
              <Button type="submit" name="decision" value="confirm" tone="danger" aria-disabled={busy || undefined}>
                {t('confirm')}
              </Button>
              <Button type="submit" name="decision" value="decline" aria-disabled={busy || undefined}>
                {t('decline')}
              </Button>
            </div>
          </form>
        ) : null}
      </div>
    </li>
  )
}
