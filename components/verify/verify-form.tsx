'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Verdict } from '@/server/signing/model'
import { VerdictNotice } from './verdict-notice'

export type VerifyState = FormState & { name: string; verdict: Verdict | null }

/** The file goes to this house to be hashed, and is forgotten; works before scripts do. */
export function VerifyForm({ action }: { action: (before: VerifyState, data: FormData) => Promise<VerifyState> }) {
  const t = useTranslations('signing.verify')
  const [state, send, busy] = useActionState(action, { ...freshForm, name: '', verdict: null })
  const wrong = useFieldError(state.fields)
  return (
    <>
      <form action={send} className="stack" noValidate>
        <FormError code={state.code} />
        <Field label={t('file')} hint={t('fileHint')} error={wrong('file')} required>
          <Input type="file" name="file" accept=".pdf,.docx,.json,.html,.md" />
        </Field>
        <Button type="submit" tone="primary" icon="shield" busy={busy}>
          {t('submit')}
        </Button>
      </form>
      {state.verdict && !busy ? <VerdictNotice verdict={state.verdict} name={state.name} /> : null}
    </>
  )
}
