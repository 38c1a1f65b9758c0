'use client'

import { useTranslations } from 'next-intl'
import { ConfirmButton } from '@/components/people/confirm-button'
import type { FormState } from '@/server/forms/contract'

type Props = {
  action: (before: FormState, data: FormData) => Promise<FormState>
  fields: Readonly<Record<string, string>>
  day: string
  time: string
}

/** Asked first: it changes the text for everybody who is writing. */
export function RestoreButton({ action, fields, day, time }: Props) {
  const t = useTranslations('meetings.history')
  return (
    <div>
      <ConfirmButton
        action={action}
        fields={fields}
        title={t('restoreTitle')}
        text={t('restoreText', { day, time })}
        confirm={t('restoreYes')}
        cancel={t('cancel')}
        icon="undo"
        isGentle
      >
        {t('restore')}
      </ConfirmButton>
    </div>
  )
}
