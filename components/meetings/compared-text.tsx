import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDay } from '@/components/action-items/due'
import type { ComparedField, ComparedPart, ComparedRow, ComparedSide, HistoryQuery } from '@/server/minutes/contract'
import { historyHref } from './history-href'
import './history.css'

type Props = {
  items: readonly { id: string; position: number; title: string; rows: readonly ComparedRow[] }[]
  units: readonly { id: string; name: string }[]
  query: HistoryQuery
  /** Nothing was written since: there is no "now" to compare with. */
  isLatest: boolean
  children?: ReactNode
}

/** Two versions side by side, a paragraph a row; on a phone one below the other. What did not change is only counted. */
export function ComparedText({ items, units, query, isLatest, children }: Props) {
  const { mode } = query
  const t = useTranslations('meetings.history')
  const changed = items.filter((item) => item.rows.some((row) => !row.isSame))
  const heads = mode === 'now' ? ([t('then'), t('now')] as const) : ([t('before'), t('after')] as const)
  return (
    <section className="history-text" aria-labelledby="changes">
      <div className="page-head">
        <h2 className="subheading" id="changes">
          {t('changes')}
        </h2>
        <nav aria-label={t('mode')} className="history-modes">
          {(['step', 'now'] as const).map((each) =>
            each === 'now' && isLatest ? null : (
              <Link
                key={each}
                href={historyHref({ ...query, mode: each })}
                aria-current={mode === each ? 'true' : undefined}
                scroll={false}
              >
                {t(each === 'now' ? 'toNow' : 'step')}
              </Link>
            ),
          )}
        </nav>
        {children}
      </div>
      {changed.length === 0 ? (
        <p className="doc history-none">
          {t('nothing')} <span className="meta">{t('nothingHint')}</span>
        </p>
      ) : null}
      {changed.map((item) => (
        <article key={item.id} className="doc history-item">
          <h3>
            {item.position}. {item.title}
          </h3>
          <table>
            <thead>
              <tr>
                <th scope="col">{heads[0]}</th>
                <th scope="col">{heads[1]}</th>
              </tr>
            </thead>
            <tbody>
              {foldSame(item.rows).map((row, at) =>
                'count' in row ? (
                  <tr key={at} className="history-same">
                    <td colSpan={2}>{t('same', { count: row.count })}</td>
                  </tr>
                ) : (
                  <tr key={at}>
                    <td data-head={heads[0]}>
                      <SideView side={row.before} tag="del" units={units} />
                    </td>
                    <td data-head={heads[1]}>
                      <SideView side={row.after} tag="ins" units={units} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </article>
      ))}
    </section>
  )
}

function foldSame(rows: readonly ComparedRow[]): (ComparedRow | { count: number })[] {
  const folded: (ComparedRow | { count: number })[] = []
  for (const row of rows) {
    const last = folded.at(-1)
    if (!row.isSame) folded.push(row)
    else if (last && 'count' in last) last.count++
    else folded.push({ count: 1 })
  }
  return folded
}

function SideView({ side, tag, units }: { side: ComparedSide | null; tag: 'ins' | 'del'; units: Props['units'] }) {
  const t = useTranslations('meetings.history')
  const r = useTranslations('meetings.record')
  const v = useTranslations('votes')
  if (side === null) return <span className="meta">{t('absent')}</span>
  if (side.fields.length === 0) return <span className="meta">{t('empty')}</span>
  if (side.kind === 'decision' || side.kind === 'actionItem' || side.kind === 'vote') {
    return (
      <div className="rec">
        <div className="rec-head">
          <span className="rec-no">
            {side.kind === 'vote' ? v('title') : r(side.kind === 'decision' ? 'decision' : 'itemBare')}
          </span>
        </div>
        <div className="rec-body">
          {side.fields.map((field) => (
            <FieldView key={field.name} field={field} tag={tag} units={units} />
          ))}
        </div>
      </div>
    )
  }
  const words = side.fields.map((field) => <Parts key={field.name} parts={field.parts} tag={tag} />)
  if (side.kind === 'heading') return <p className="history-heading">{words}</p>
  return side.kind === 'bullet' || side.kind === 'numbered' ? <p className="history-bullet">{words}</p> : <p>{words}</p>
}

const labels = { leadUnitId: 'lead', owner: 'owner', deliverable: 'deliverable', dueOn: 'due' } as const

function FieldView({ field, tag, units }: { field: ComparedField; tag: 'ins' | 'del'; units: Props['units'] }) {
  const r = useTranslations('meetings.record')
  const day = useDay()
  const say = (text: string): string => {
    if (field.name === 'decision') return r(`kinds.${text as 'decided'}`)
    if (field.name === 'leadUnitId') return units.find((unit) => unit.id === text)?.name ?? r('undecided')
    return field.name === 'dueOn' ? day(text, 'dayWeek') : text
  }
  const parts = field.parts.map((part) => ({ ...part, text: say(part.text) }))
  return (
    <p className={field.name === 'title' || field.name === 'text' ? 'say' : 'history-field'}>
      {field.name in labels ? <span className="meta">{r(labels[field.name as keyof typeof labels])} </span> : null}
      <Parts parts={parts} tag={tag} />
    </p>
  )
}

function Parts({ parts, tag: Tag }: { parts: readonly ComparedPart[]; tag: 'ins' | 'del' }) {
  return parts.map((part, at) => (part.isChanged ? <Tag key={at}>{part.text}</Tag> : <span key={at}>{part.text}</span>))
}
