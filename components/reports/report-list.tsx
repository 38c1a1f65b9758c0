// What was written of a body, the newest first.
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import './reports.css'

/** `asOf`: YYYY-MM-DD; `byName` empty where nobody with an account saved it. */
export type ListedReport = { id: string; asOf: string; title: string; version: number; at: Date; byName: string }

export function ReportList({ bodyId, reports }: { bodyId: string; reports: readonly ListedReport[] }) {
  const t = useTranslations('reports.list')
  const format = useFormatter()
  if (reports.length === 0) return <Empty title={t('emptyTitle')} text={t('emptyText')} />
  return (
    <ul className="report-plain report-list" aria-label={t('label')}>
      {reports.map(({ id, asOf, title, version, at, byName }) => {
        const when = format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })
        return (
          <li key={id} className="card">
            <Link href={`/bodies/${bodyId}/report/${id}`} className="report-link">
              {title}
            </Link>
            <p className="meta">
              {t('asOf', {
                day: format.dateTime(new Date(`${asOf}T00:00:00Z`), { dateStyle: 'long', timeZone: 'UTC' }),
              })}
            </p>
            <p className="meta">
              {byName ? t('saved', { version, name: byName, when }) : t('savedBare', { version, when })}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
