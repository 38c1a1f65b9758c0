import { useTranslations } from 'next-intl'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import { Legend, Tally, type FillState } from '@/components/ui/fill'
import type { UnitKind, UnitView } from '@/server/rooms/contract'
import type { Answer } from '@/server/notices/contract'
import './notices.css'

export type ReplyRow = {
  membershipId: string
  name: string
  unit: UnitView
  reply: {
    answer: Answer
    proxyName: string | null
    note: string
    via: 'app' | 'link' | 'phone' | 'ics' | 'mail'
    isOld: boolean
  } | null
}

const kinds: readonly UnitKind[] = ['government', 'department', 'school', 'family', 'society']
const fills: Record<Answer | 'open', FillState> = { attend: 'done', proxy: 'doing', decline: 'stopped', open: 'todo' }
const order = ['attend', 'proxy', 'decline', 'open'] as const

/** Who comes: by kind of unit as a picture, then person by person. */
export function ReplyPicture({ rows }: { rows: readonly ReplyRow[] }) {
  const t = useTranslations('notices.replies')
  const names = useTranslations('units.kinds')
  const count = (of: readonly ReplyRow[], answer: Answer | 'open') =>
    of.filter(({ reply }) => (reply?.answer ?? 'open') === answer).length
  if (rows.length === 0) return <p className="meta">{t('empty')}</p>
  return (
    <>
      <p>
        {t('summary', {
          replied: rows.length - count(rows, 'open'),
          total: rows.length,
          attend: count(rows, 'attend'),
        })}
      </p>
      <ul className="reply-kinds">
        {kinds
          .map((kind) => ({ kind, here: rows.filter(({ unit }) => unit.kind === kind) }))
          .filter(({ here }) => here.length > 0)
          .map(({ kind, here }) => {
            const [attend, decline, proxy, open] = (['attend', 'decline', 'proxy', 'open'] as const).map((answer) =>
              count(here, answer),
            )
            return (
              <li key={kind}>
                <span>{names(`${kind}.short`)}</span>
                <Tally
                  hue={kind}
                  label={t('ofKind', {
                    kind: names(`${kind}.short`),
                    attend: attend!,
                    decline: decline!,
                    proxy: proxy!,
                    open: open!,
                  })}
                  parts={order.map((answer) => ({ state: fills[answer], value: count(here, answer), key: answer }))}
                />
              </li>
            )
          })}
      </ul>
      <Legend items={order.map((answer) => ({ state: fills[answer], label: t(answer) }))} />
      <h3 className="label">{t('list')}</h3>
      <ul className="reply-list">
        {rows.map((row) => (
          <li key={row.membershipId}>
            <span className="reply-who">
              <b>{row.name}</b>
              <UnitName unit={row.unit} small />
            </span>
            <span className="reply-what">
              <Badge tone={row.reply?.answer === 'attend' ? 'good' : row.reply ? 'plain' : 'line'}>
                {t(row.reply?.answer ?? 'open')}
              </Badge>
              {row.reply?.proxyName ? <span>{t('proxyBy', { name: row.reply.proxyName })}</span> : null}
              {row.reply ? <span className="fine">{t(`via.${row.reply.via}`)}</span> : null}
              {row.reply?.isOld ? <span className="fine">{t('before')}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
