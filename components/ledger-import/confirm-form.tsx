'use client'

import { useTranslations } from 'next-intl'
import { ConfirmForm as SheetForm } from '@/components/spreadsheets/confirm-form'
import { Refusal } from './refusal'

export function ConfirmForm({ id, count, before }: { id: string; count: number; before: { code: string } | null }) {
  const t = useTranslations('ledger-import.confirm')
  const words = { submit: t('submit', { count }), checking: t('checking'), progress: t('progress'), note: t('note') }
  return (
    <SheetForm
      url={`/api/ledger-import/${id}`}
      words={words}
      storing={(done, total) => t('storing', { done, total })}
      before={before}
      refusal={(refused) => <Refusal {...refused} />}
    />
  )
}
