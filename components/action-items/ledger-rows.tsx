import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ActionItemState, LedgerQuery, LedgerSort } from '@/server/action-items/contract'
import { itemNumber, type Warn } from '@/server/action-items/model'
import type { UnitView } from '@/server/rooms/contract'
import { Due, useDay } from './due'
import { ItemStatus, ItemWarning } from './item-status'
import { addressOf } from './ledger-address'
import { RowBox } from './row-box'
import { UnitMark, UnitName } from './unit-name'
import './ledger.css'

export type LedgerItem = {
  id: string
  number: number
  issueNumber: number
  agendaPosition: number | null
  title: string
  state: ActionItemState
  dueOn: string | null
  lead: UnitView | null
  assisting: readonly UnitView[]
  /** The newest remark and its day, in the county's zone. */
  latest: { remark: string; on: string } | null
  /** The body's own days of warning. */
  warn: Warn
  /** Of the newest change that is shown. */
  lastSeq: number
}

type Props = {
  items: readonly LedgerItem[]
  today: string
  caption: string
  query: LedgerQuery
  /** There is a form around the rows (several-form.tsx). */
  mayChoose: boolean
}

/** A table where there is room for one, cards at the thumb. */
export function LedgerRows(props: Props) {
  const { items, today } = props
  return (
    <>
      <LedgerTable {...props} />
      <ul className="ledger-cards">
        {items.map((item) => (
          <LedgerCard key={item.id} item={item} today={today} />
        ))}
      </ul>
    </>
  )
}

/** A heading that sorts: a link, so that it works before scripts and can be sent to a colleague. */
function SortHead({
  sort,
  query,
  label,
  className,
}: {
  sort: LedgerSort
  query: LedgerQuery
  label: string
  className?: string
}) {
  const t = useTranslations('action-items.sorted')
  const isNow = (query.sort ?? 'due') === sort
  const usual = sort === 'due' ? 'asc' : 'desc'
  const dir = isNow ? (query.dir ?? usual) : null
  const next = dir === null ? usual : dir === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      className={className}
      aria-sort={dir === null ? undefined : dir === 'asc' ? 'ascending' : 'descending'}
    >
      <Link href={addressOf(query, { sort, dir: next })} title={t(next)} className="sort-head">
        {label}
        {dir === null ? null : <span aria-hidden="true">{dir === 'asc' ? ' ↑' : ' ↓'}</span>}
      </Link>
    </th>
  )
}

function LedgerTable({ items, today, caption, query, mayChoose }: Props) {
  const t = useTranslations('action-items')
  const several = useTranslations('ledger.several')
  const day = useDay()
  return (
    <div className="table-scroll ledger-wide" role="region" aria-label={caption} tabIndex={0}>
      <table className="table ledger-table">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {mayChoose ? (
              <th scope="col" className="c-box">
                <span className="sr">{several('column')}</span>
              </th>
            ) : null}
            <SortHead sort="number" query={query} label={t('columns.number')} />
            <th scope="col">{t('columns.task')}</th>
            <th scope="col">{t('columns.lead')}</th>
            <th scope="col" className="c-assisting">
              {t('columns.assisting')}
            </th>
            <SortHead sort="due" query={query} label={t('columns.due')} />
            <SortHead sort="changed" query={query} label={t('columns.latest')} className="c-latest" />
            <th scope="col">{t('columns.state')}</th>
            <th scope="col">{t('columns.warning')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id} data-row>
              {mayChoose ? (
                <td className="c-box">
                  <BoxOf item={item} />
                </td>
              ) : null}
              <td className="edge nowrap" data-unit={item.lead?.kind}>
                <b>{itemNumber(item.issueNumber, item.number)}</b>
              </td>
              <td>
                <Link className="item-link" {...toItem(item)}>
                  {item.title}
                </Link>
                <span className="fine">
                  {item.agendaPosition === null
                    ? t('fromIssue', { issue: item.issueNumber })
                    : t('from', { issue: item.issueNumber, position: item.agendaPosition })}
                </span>
              </td>
              <td>{item.lead ? <UnitName unit={item.lead} small /> : <span className="fine">{t('noLead')}</span>}</td>
              <td className="c-assisting">
                <span className="dots">
                  {item.assisting.map((unit) => (
                    <UnitMark key={unit.id} unit={unit} />
                  ))}
                </span>
              </td>
              <td className="nowrap">
                <Due dueOn={item.dueOn} state={item.state} today={today} />
              </td>
              <td className="c-latest">
                {item.latest ? (
                  <>
                    {item.latest.remark}
                    <span className="fine">{day(item.latest.on)}</span>
                  </>
                ) : (
                  <span className="fine">{t('noLatest')}</span>
                )}
              </td>
              <td>
                <ItemStatus state={item.state} />
              </td>
              <td>
                <ItemWarning state={item.state} dueOn={item.dueOn} today={today} warn={item.warn} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const BoxOf = ({ item: { id, lastSeq, issueNumber, number, title } }: { item: LedgerItem }) => (
  <RowBox id={id} seq={lastSeq} number={itemNumber(issueNumber, number)} title={title} />
)

/** Asked for ahead, fifty rows would be hundreds of questions to the house while somebody scrolls past them. */
const toItem = ({ id }: LedgerItem) => ({ href: `/action-items/${id}`, scroll: false, prefetch: false })

function LedgerCard({ item, today }: { item: LedgerItem; today: string }) {
  const t = useTranslations('action-items')
  return (
    <li className="ledger-card" data-row data-unit={item.lead?.kind}>
      <BoxOf item={item} />
      <Link className="item-link" {...toItem(item)}>
        <span className="nowrap">{itemNumber(item.issueNumber, item.number)}</span>
        <span>{item.title}</span>
      </Link>
      <div className="row row-wrap">
        {item.lead ? <UnitName unit={item.lead} small /> : <span className="fine">{t('noLead')}</span>}
        <span className="due">
          <Due dueOn={item.dueOn} state={item.state} today={today} />
        </span>
      </div>
      <div className="row row-wrap">
        <ItemStatus state={item.state} />
        <ItemWarning state={item.state} dueOn={item.dueOn} today={today} warn={item.warn} />
      </div>
    </li>
  )
}
