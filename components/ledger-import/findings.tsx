'use client'

import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { Table } from '@/components/ui/table'
import { derivedColumns, type Known, type Understood as Found } from '@/server/ledger-import/contract'

const isDerived = (column: string) => (derivedColumns as readonly string[]).includes(column)

/** What each heading of the file was taken for, and what was left out: nothing goes missing without a word. */
export function Understood({ understood }: { understood: Found }) {
  const t = useTranslations('ledger-import')
  const { columns, ignored, skipped, headRow } = understood
  const lines = [
    ...columns.map(({ heading, column }) => ({
      heading,
      meaning: isDerived(column)
        ? `${t(`columns.${column}`)}${t('separator')}${t('preview.derived')}`
        : t(`columns.${column}`),
    })),
    ...ignored.map((heading) => ({ heading, meaning: t('preview.unused') })),
  ]
  return (
    <section className="stack" aria-labelledby="understood">
      <h2 className="subheading" id="understood">
        {t('preview.understood')}
      </h2>
      <p className="meta">{t('preview.headRow', { row: headRow })}</p>
      {skipped.length > 0 ? (
        <Notice tone="info">
          {t('preview.skipped', {
            rows: skipped
              .map(({ row, text }) =>
                text === '' ? t('preview.skippedBare', { row }) : t('preview.skippedRow', { row, text }),
              )
              .join(t('separator')),
          })}
        </Notice>
      ) : null}
      <Table
        caption={t('preview.understood')}
        rows={lines}
        rowKey={({ heading }) => heading}
        columns={[
          { key: 'heading', head: t('preview.heading'), cell: ({ heading }) => heading },
          { key: 'meaning', head: t('preview.meaning'), cell: ({ meaning }) => meaning },
        ]}
      />
    </section>
  )
}

export function KnownRows({ known }: { known: readonly Known[] }) {
  const t = useTranslations('ledger-import.preview')
  if (known.length === 0) return null
  return (
    <section className="stack" aria-labelledby="known">
      <h2 className="subheading" id="known">
        {t('known')}
      </h2>
      <Table
        caption={t('known')}
        rows={known}
        rowKey={({ row }) => String(row)}
        columns={[
          { key: 'row', head: t('row'), cell: ({ row }) => row, number: true },
          { key: 'task', head: t('task'), cell: ({ title }) => title },
          { key: 'number', head: t('knownAs'), cell: ({ number }) => number },
        ]}
      />
    </section>
  )
}
