'use client'

import { useTranslations } from 'next-intl'
import { Table } from '@/components/ui/table'
import type { Problem } from '@/server/ledger-import/contract'

/** What is wrong with which cell, and what to do about it, in the order of the file. */
export function ProblemTable({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations('ledger-import')
  return (
    <Table
      caption={t('preview.problems')}
      rows={problems}
      rowKey={(problem) => `${problem.row} ${problem.column} ${problem.code}`}
      columns={[
        { key: 'row', head: t('preview.row'), cell: (problem) => problem.row, number: true },
        { key: 'column', head: t('preview.column'), cell: (problem) => t(`columns.${problem.column}`) },
        {
          key: 'what',
          head: t('preview.what'),
          cell: ({ code, found = '', other = 0 }) => t(`problems.${code}`, { found, other }),
        },
      ]}
    />
  )
}
