import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import './webhooks.css'

type Row = {
  id: string
  name: string
  url: string
  pausedAt: Date | null
  restUntil: Date | null
  createdAt: Date
  waiting: number
}

export function WebhookRows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations('webhooks')
  const format = useFormatter()
  if (rows.length === 0) return <Empty title={t('none')} text={t('noneText')} />
  return (
    <ul className="stack">
      {rows.map((row) => (
        <li key={row.id} className="webhook-row">
          <Link
            href={`/settings/webhooks/${row.id}`}
            className="webhook-link"
            aria-label={t('openOne', { name: row.name })}
          >
            <b>{row.name}</b>
          </Link>
          <span className="meta block webhook-url">{row.url}</span>
          <span className="row row-wrap">
            <WebhookState row={row} />
            <span className="meta">{t('waiting', { count: row.waiting })}</span>
            <span className="meta">{t('since', { on: format.dateTime(row.createdAt, 'day') })}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

export function WebhookState({ row }: { row: Pick<Row, 'pausedAt' | 'restUntil'> }) {
  const t = useTranslations('webhooks.state')
  const format = useFormatter()
  if (row.pausedAt) return <Badge>{t('paused')}</Badge>
  if (!row.restUntil)
    return (
      <Badge tone="good" icon="check">
        {t('on')}
      </Badge>
    )
  return (
    <Badge tone="warn" icon="warn">
      {t('resting', { until: format.dateTime(row.restUntil, 'dayMonthTime') })}
    </Badge>
  )
}
