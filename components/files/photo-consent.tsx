'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'

/** Asked once, before the first photo: the words are those of the consent (messages: privacy.consents.photoEvidence). */
export function PhotoConsent({ action }: { action: (before: FormState, data: FormData) => Promise<FormState> }) {
  const t = useTranslations('privacy.consents')
  const [state, submit, busy] = useActionState(action, freshForm)
  return (
    <Notice tone="info" icon="image" title={t('photoEvidence.title')}>
      <p>{t('photoEvidence.wording')}</p>
      <form action={submit} className="stack">
        <FormError code={state.code} />
        <input type="hidden" name="purpose" value="photoEvidence" />
        <input type="hidden" name="answer" value="yes" />
        <Button type="submit" busy={busy}>
          {t('agree')}
        </Button>
      </form>
    </Notice>
  )
}
