'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { freshForm, type FormState } from '@/server/forms/contract'

type Props = { action: (before: FormState, data: FormData) => Promise<FormState>; id: string }

/** Everything that came with one file leaves the ledger again. Folded until it is wanted. */
export function TakeBackForm({ action, id }: Props) {
  const t = useTranslations('ledger-import.takeBack')
  const [state, send, busy] = useActionState(action, freshForm)
  return (
    <details className="fold">
      <summary>{t('title')}</summary>
      <form action={send} className="stack">
        <FormError code={state.code} />
        <p>{t('text')}</p>
        <input type="hidden" name="id" value={id} />
        <Button type="submit" tone="danger" busy={busy}>
          {t('submit')}
        </Button>
      </form>
    </details>
  )
}
