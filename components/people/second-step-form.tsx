'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { LinkButton } from '@/components/ui/link-button'
import { freshForm, type FormState } from '@/server/forms/contract'
import { CodeForm, EnrolSteps, type Begun, type CodesAction } from './enrol-steps'

type StepProps = { action: (before: FormState, data: FormData) => Promise<FormState>; callbackUrl: string }

/** The code at sign-in. */
export function SecondStepForm({ action, callbackUrl }: StepProps) {
  const t = useTranslations('sign-in.code')
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <CodeForm action={submit} state={state} busy={busy} hint={t('hint')} submit={t('submit')} autoFocus>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
    </CodeForm>
  )
}

/** Setting one up before coming in, where the county requires it. */
export function EnrolAtDoor({
  begun,
  action,
  callbackUrl,
}: {
  begun: Begun
  action: CodesAction
  callbackUrl: string
}) {
  const t = useTranslations('sign-in.enrol')
  return (
    <EnrolSteps begun={begun} action={action}>
      <div>
        <LinkButton href={callbackUrl} tone="primary" external>
          {t('go')}
        </LinkButton>
      </div>
    </EnrolSteps>
  )
}
