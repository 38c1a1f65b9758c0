'use client'

import { useTranslations } from 'next-intl'
import { UploadForm as SheetForm, type Refused } from '@/components/spreadsheets/upload-form'
import { Refusal } from './refusal'

export function UploadForm({ before }: { before: Refused | null }) {
  const t = useTranslations('people-import.upload')
  const words = {
    file: t('file'),
    hint: t('hint'),
    sending: t('sending'),
    reading: t('reading'),
    submit: t('submit'),
  }
  return (
    <SheetForm url="/api/people-import" words={words} before={before} refusal={(refused) => <Refusal {...refused} />} />
  )
}
