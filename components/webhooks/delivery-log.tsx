import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Empty } from '@/components/ui/empty'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import type { FormState } from '@/server/forms/contract'
import { webhookKinds, type DeliveryState } from '@/server/webhooks/contract'
import type { Problem } from '@/server/webhooks/model'

type Row = {
  id: string
  kind: string
  state: DeliveryState
  createdAt: Date
  nextTryAt: Date | null
  tries: number
  tookMs: number | null
  status: number | null
  problem: Problem | null
}
type Props = {
  id: string
  rows: readonly Row[]
  resend: (before: FormState, data: FormData) => Promise<FormState>
}

const shapes = { delivered: 'done', waiting: 'doing', 'given-up': 'late' } as const

export function DeliveryLog({ id, rows, resend }: Props) {
  const t = useTranslations('webhooks')
  const format = useFormatter()
  if (rows.length === 0) return <Empty title={t('logNone')} text={t('logNoneText')} />
  const when = (at: Date) => format.dateTime(at, 'dayMonthTime')
  const what = (kind: string) => {
    const known = webhookKinds.find((each) => each === kind)
    return t(`kind.${known ?? 'webhook.test'}`)
  }
  return (
    <Table
      caption={t('log')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'when', head: t('when'), cell: (row) => when(row.createdAt) },
        { key: 'what', head: t('what'), cell: (row) => what(row.kind) },
        {
          key: 'result',
          head: t('result'),
          cell: (row) => (
            <>
              <Status shape={shapes[row.state]}>{t(`delivery.${row.state}`)}</Status>
              {row.problem ? <span className="meta block">{t(`problem.${row.problem}`)}</span> : null}
              {row.status ? <span className="meta block">{t('answered', { status: String(row.status) })}</span> : null}
              {row.state === 'waiting' && row.nextTryAt && row.tries > 0 ? (
                <span className="meta block">{t('next', { at: when(row.nextTryAt) })}</span>
              ) : null}
            </>
          ),
        },
        { key: 'tries', head: t('tries'), number: true, cell: (row) => row.tries },
        {
          key: 'took',
          head: t('took'),
          number: true,
          cell: (row) => (row.tookMs === null ? '' : t('ms', { ms: row.tookMs })),
        },
        {
          key: 'again',
          head: t('again'),
          cell: (row) => (
            <OneButtonForm
              action={resend}
              fields={{ id, deliveryId: row.id }}
              icon="redo"
              small
              label={t('againOf', { when: when(row.createdAt) })}
            >
              {t('again')}
            </OneButtonForm>
          ),
        },
      ]}
    />
  )
}
