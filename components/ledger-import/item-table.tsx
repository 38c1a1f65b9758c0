'use client'

import { useTranslations } from 'next-intl'
import { ItemStatus } from '@/components/action-items/item-status'
import { Table } from '@/components/ui/table'
import type { FileItem } from '@/server/ledger-import/contract'

/** What would be stored, as it was read. */
export function ItemTable({ items }: { items: readonly FileItem[] }) {
  const t = useTranslations('ledger-import.preview')
  return (
    <Table
      caption={t('items')}
      rows={items}
      rowKey={({ row }) => String(row)}
      columns={[
        { key: 'row', head: t('row'), cell: ({ row }) => row, number: true },
        { key: 'task', head: t('task'), cell: ({ title }) => title },
        { key: 'lead', head: t('lead'), cell: ({ lead }) => lead },
        { key: 'due', head: t('due'), cell: ({ dueOn }) => <span className="nowrap">{dueOn ?? t('noDue')}</span> },
        { key: 'state', head: t('state'), cell: ({ state }) => <ItemStatus state={state} /> },
      ]}
    />
  )
}
