'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useActionState, useState, useTransition } from 'react'
import { FormError } from '@/components/people/form-error'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Notice } from '@/components/ui/notice'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { ErasureView } from '@/server/privacy/contract'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Props = { erasure: ErasureView | null; coolingDays: number; ask: Action; withdraw: Action }

/** What erasing means, where one's own request stands, and the way back. */
export function ErasureCard({ erasure, coolingDays, ask, withdraw }: Props) {
  const t = useTranslations('privacy.erasure')
  const format = useFormatter()
  const [isOpen, setIsOpen] = useState(false)
  const [state, submit] = useActionState(ask, freshForm)
  const [isBusy, startWork] = useTransition()
  const isPending = erasure !== null && erasure.state !== 'declined'
  return (
    <div className="stack">
      <p>{t('text')}</p>
      <p className="fine">{t('kept')}</p>
      {erasure?.state === 'declined' ? (
        <Notice tone="warn" title={t('declined')}>
          {erasure.reason}
        </Notice>
      ) : null}
      {erasure && isPending ? (
        <Notice tone="info" icon="clock" title={t(`states.${erasure.state as 'asked' | 'confirmed'}`)}>
          <p>
            {erasure.runsAt
              ? t('runs', { day: format.dateTime(erasure.runsAt, 'dayTime') })
              : t('asked', { day: format.dateTime(erasure.askedAt, 'day'), days: coolingDays })}
          </p>
          <OneButtonForm action={withdraw} fields={{}}>
            {t('withdraw')}
          </OneButtonForm>
        </Notice>
      ) : null}
      <FormError code={state.code} />
      {isPending ? null : (
        <Button tone="danger" onClick={() => setIsOpen(true)}>
          {t('ask')}
        </Button>
      )}
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t('confirm.title')}
        text={t('confirm.text', { days: coolingDays })}
        confirm={t('ask')}
        cancel={t('confirm.cancel')}
        danger
        busy={isBusy}
        onConfirm={() =>
          startWork(() => {
            submit(new FormData())
            setIsOpen(false)
          })
        }
      />
    </div>
  )
}
