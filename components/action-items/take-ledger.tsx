// What is listed, as a file.
import { useTranslations } from 'next-intl'
import type { LedgerQuery } from '@/server/action-items/contract'
import '@/components/paper/paper.css'
import { searchOf } from './ledger-address'
import { TakeFile } from './take-file'

const formats = ['xlsx', 'pdf', 'csv'] as const

export function TakeLedger({ query, most }: { query: LedgerQuery; most: number }) {
  const t = useTranslations('action-items.take')
  const { group: _group, sort: _sort, dir: _dir, ...asked } = query
  return (
    <details className="paper-menu">
      <summary className="btn btn-plain">{t('title')}</summary>
      <div className="paper-menu-body" role="group" aria-label={t('label')}>
        <p className="meta">{t('hint', { most })}</p>
        <TakeFile
          files={formats.map((format) => ({
            href: `/api/export/ledger?${searchOf(asked)}&format=${format}`,
            label: t(format),
          }))}
        />
      </div>
    </details>
  )
}
