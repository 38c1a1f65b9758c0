import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import type { FormState } from '@/server/forms/contract'

type Row = { id: string; name: string; scope: 'full' | 'read'; createdAt: Date; expiresAt: Date }

export function TokenRows({
  rows,
  revoke,
}: {
  rows: readonly Row[]
  revoke: (before: FormState, data: FormData) => Promise<FormState>
}) {
  const t = useTranslations('api-tokens')
  const format = useFormatter()
  if (rows.length === 0) return <Empty title={t('none')} text={t('noneText')} />
  return (
    <ul className="stack">
      {rows.map((row) => {
        const name = row.name || t('terminal')
        return (
          <li key={row.id} className="row row-wrap">
            <span className="grow">
              <b>{name}</b> <Badge>{t(`scope.${row.scope}`)}</Badge>
              <span className="meta block">
                {t('since', { on: format.dateTime(row.createdAt, 'day') })}
                {' · '}
                {t('until', { on: format.dateTime(row.expiresAt, 'day') })}
              </span>
            </span>
            <OneButtonForm action={revoke} fields={{ id: row.id }} icon="stop" label={t('revokeOf', { name })}>
              {t('revoke')}
            </OneButtonForm>
          </li>
        )
      })}
    </ul>
  )
}
