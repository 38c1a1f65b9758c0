import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import type { ErrorCode } from '@/server/errors'

/** What a refused form says above its fields: what happened and the next step. */
export function FormError({ code }: { code: ErrorCode | null }) {
  const t = useTranslations('errors')
  if (code === null) return null
  return (
    <Notice tone={code === 'invalid_input' || code === 'conflict' ? 'warn' : 'danger'} title={t(`${code}.title`)} live>
      {t(`${code}.text`)} {t(`${code}.next`)}
    </Notice>
  )
}

/** The sentence for one wrong field, or nothing. */
export function useFieldError(fields: Readonly<Record<string, string>>) {
  const t = useTranslations('errors.fields')
  return (name: string) => {
    const key = fields[name]
    return key === undefined ? undefined : t(key as Parameters<typeof t>[0])
  }
}
