'use client'

import { useTranslations } from 'next-intl'
import { FormError } from '@/components/people/form-error'
import { Notice } from '@/components/ui/notice'
import { errorTable, type ErrorCode } from '@/server/errors'
import { columns, type Column } from '@/server/people-import/contract'
import { refusals, type Refusal as Reason } from '@/server/spreadsheets/contract'

const isReason = (text: string | undefined): text is Reason | 'none' =>
  text === 'none' || (refusals as readonly (string | undefined)[]).includes(text)

/** Why a file or a confirmation was refused, and what to do about it. */
export function Refusal({ code, fields }: { code: string; fields: Readonly<Record<string, string>> }) {
  const t = useTranslations('people-import')
  const reason = fields.file
  if (!isReason(reason)) return <FormError code={Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'internal'} />
  const named = (fields.columns ?? '')
    .split(' ')
    .filter((name): name is Column => (columns as readonly string[]).includes(name))
  const list = named.map((column) => t(`columns.${column}`)).join(t('template.separator'))
  return (
    <Notice tone="danger" title={t(`refusals.${reason}.title`, { columns: list })} live>
      {t(`refusals.${reason}.text`, { columns: list })}
    </Notice>
  )
}
