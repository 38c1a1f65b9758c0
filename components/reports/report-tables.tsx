'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { Table } from '@/components/ui/table'
import type { Figures, Sum } from '@/server/reports/contract'
import { percentsOf } from '@/server/reports/model'

type Line = { key: string; name: string; sum: Sum }

function SumTable({ caption, head, lines, whole }: { caption: string; head: string; lines: Line[]; whole: Sum }) {
  const t = useTranslations('reports.table')
  const share = (name: 'done' | 'open' | 'stopped') => (line: Line) =>
    line.sum[name] === 0 ? '0' : t('share', { count: line.sum[name], percent: percentsOf(line.sum)[name] })
  return (
    <Table
      caption={caption}
      rows={[...lines, { key: 'sum', name: t('sum'), sum: whole }]}
      rowKey={({ key }) => key}
      columns={[
        { key: 'name', head, cell: ({ name }) => name },
        { key: 'total', head: t('total'), cell: ({ sum }) => sum.total, number: true },
        { key: 'done', head: t('done'), cell: share('done'), number: true },
        { key: 'open', head: t('open'), cell: share('open'), number: true },
        { key: 'late', head: t('late'), cell: ({ sum }) => sum.late, number: true },
        { key: 'stopped', head: t('stopped'), cell: share('stopped'), number: true },
      ]}
    />
  )
}

export function UnitSums({ figures }: { figures: Figures }) {
  const t = useTranslations('reports')
  if (figures.units.length === 0) return null
  const lines = figures.units.map(({ unitId, name, sum }) => ({
    key: unitId ?? 'none',
    name: unitId === null ? t('text.noLead') : name,
    sum,
  }))
  return <SumTable caption={t('table.units')} head={t('table.unit')} lines={lines} whole={figures.whole} />
}

export function SittingSums({ figures }: { figures: Figures }) {
  const t = useTranslations('reports')
  const format = useFormatter()
  if (figures.sittings.length === 0) return null
  const lines = figures.sittings.map(({ meetingId, title, issueNumber, day, sum }) => ({
    key: meetingId,
    name: t('table.sittingOf', {
      issue: issueNumber,
      title,
      day: format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: 'long', timeZone: 'UTC' }),
    }),
    sum,
  }))
  return <SumTable caption={t('table.sittings')} head={t('table.sitting')} lines={lines} whole={figures.whole} />
}
