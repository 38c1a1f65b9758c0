'use client'

import { useTranslations } from 'next-intl'
import { UploadForm as SheetForm, type Refused } from '@/components/spreadsheets/upload-form'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Refusal } from './refusal'

type Props = {
  /** Into whose ledger somebody may import; asked where there are several. */
  bodies: readonly { id: string; name: string }[]
  before: Refused | null
}

export function UploadForm({ bodies, before }: Props) {
  const t = useTranslations('ledger-import.upload')
  const words = {
    file: t('file'),
    hint: t('hint'),
    sending: t('sending'),
    reading: t('reading'),
    submit: t('submit'),
  }
  return (
    <SheetForm url="/api/ledger-import" words={words} before={before} refusal={(refused) => <Refusal {...refused} />}>
      {bodies.length === 1 ? (
        <input type="hidden" name="bodyId" value={bodies[0]!.id} />
      ) : (
        <Field label={t('body')} required>
          <Select name="bodyId" options={bodies.map(({ id, name }) => ({ value: id, label: name }))} />
        </Field>
      )}
    </SheetForm>
  )
}
