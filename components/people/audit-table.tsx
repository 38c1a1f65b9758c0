import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Table } from '@/components/ui/table'
import './people.css'

export type AuditItem = {
  seq: number
  when: string
  who: string
  verb: string
  thingId: string | null
  result: 'done' | 'refused'
  from: string | null
  detail: Readonly<Record<string, string | number | boolean | null>>
}

/** What was done, in words; a verb that has none (of a refusal, or of an older house) as it stands in the trail. */
function Deed({ verb }: { verb: string }) {
  const t = useTranslations('audit.verbs')
  const key = verb as Parameters<typeof t.has>[0]
  return t.has(key) ? (
    <span className="audit-deed">
      {t(key as Parameters<typeof t>[0])} <code className="code fine">{verb}</code>
    </span>
  ) : (
    <code className="code">{verb}</code>
  )
}

export function AuditTable({ rows }: { rows: readonly AuditItem[] }) {
  const t = useTranslations('audit')
  return (
    <Table
      caption={t('title')}
      rows={rows}
      rowKey={(row) => String(row.seq)}
      columns={[
        { key: 'seq', head: t('seq'), number: true, cell: (row) => row.seq },
        { key: 'when', head: t('when'), cell: (row) => <span className="nowrap">{row.when}</span> },
        { key: 'who', head: t('who'), cell: (row) => <span className="nowrap">{row.who}</span> },
        { key: 'what', head: t('what'), cell: (row) => <Deed verb={row.verb} /> },
        {
          key: 'result',
          head: t('result'),
          cell: (row) => (
            <Badge tone={row.result === 'done' ? 'plain' : 'danger'} icon={row.result === 'done' ? undefined : 'stop'}>
              {t(`results.${row.result}`)}
            </Badge>
          ),
        },
        { key: 'from', head: t('from'), cell: (row) => <span className="code">{row.from ?? ''}</span> },
        {
          key: 'thing',
          head: t('thing'),
          cell: (row) => <span className="code fine">{row.thingId?.slice(0, 8)}</span>,
        },
        {
          key: 'detail',
          head: t('detail'),
          cell: (row) => (
            <span className="code fine">
              {Object.entries(row.detail)
                .map(([name, value]) => `${name}=${value}`)
                .join(' ')}
            </span>
          ),
        },
      ]}
    />
  )
}
