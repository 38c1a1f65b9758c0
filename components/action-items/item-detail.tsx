import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Timeline } from '@/components/ui/timeline'
import type { ActionItemState } from '@/server/action-items/contract'
import type { UnitView } from '@/server/rooms/contract'
import { Due, useDay } from './due'
import { ItemStatus, ItemWarning } from './item-status'
import { UnitName } from './unit-name'
import './ledger.css'

export type ItemFacts = {
  title: string
  state: ActionItemState
  lead: UnitView | null
  assisting: readonly UnitView[]
  owner: string
  deliverable: string
  dueOn: string | null
  meetingTitle: string
  agendaPosition: number | null
  /** The paragraph in the minutes. */
  sourceHref: string
  changes: readonly {
    id: string
    from: ActionItemState
    to: ActionItemState
    remark: string
    byName: string
    on: string
  }[]
}

const track = ['todo', 'doing', 'toVerify', 'done'] as const
const icons = {
  todo: 'st-todo',
  doing: 'st-doing',
  toVerify: 'st-verify',
  done: 'st-done',
  stopped: 'st-stopped',
} as const

/** One item in full. `children` is what may be done with it. */
export function ItemDetail({ item, today, children }: { item: ItemFacts; today: string; children?: ReactNode }) {
  const t = useTranslations('action-items')
  const day = useDay()
  const reached = track.indexOf(item.state as (typeof track)[number])
  return (
    <div className="item-detail" data-unit={item.lead?.kind}>
      <p className="meta">
        <Link href={item.sourceHref}>
          {item.agendaPosition === null
            ? t('detail.sourceMeeting', { meeting: item.meetingTitle })
            : t('detail.source', { meeting: item.meetingTitle, position: item.agendaPosition })}
        </Link>
      </p>
      {reached >= 0 ? (
        <ol className="item-track" aria-label={t('detail.steps')}>
          {track.map((state, index) => (
            <li
              key={state}
              className={index <= reached ? 'on' : undefined}
              aria-current={index === reached ? 'step' : undefined}
            >
              {t(`states.${state}`)}
            </li>
          ))}
        </ol>
      ) : null}
      <dl className="facts">
        <dt>{t('detail.state')}</dt>
        <dd className="row row-wrap">
          <ItemStatus state={item.state} />
          <ItemWarning state={item.state} dueOn={item.dueOn} today={today} />
        </dd>
        <dt>{t('detail.lead')}</dt>
        <dd>{item.lead ? <UnitName unit={item.lead} /> : t('noLead')}</dd>
        <dt>{t('detail.assisting')}</dt>
        <dd className="row row-wrap">
          {item.assisting.length > 0
            ? item.assisting.map((unit) => <UnitName key={unit.id} unit={unit} small />)
            : t('detail.none')}
        </dd>
        <dt>{t('detail.owner')}</dt>
        <dd>{item.owner || t('detail.none')}</dd>
        <dt>{t('detail.deliverable')}</dt>
        <dd>{item.deliverable || t('detail.none')}</dd>
        <dt>{t('detail.due')}</dt>
        <dd>
          <Due dueOn={item.dueOn} state={item.state} today={today} long />
        </dd>
      </dl>
      {children}
      <h3>{t('detail.history')}</h3>
      {item.changes.length === 0 ? (
        <p className="meta">{t('detail.noHistory')}</p>
      ) : (
        <Timeline
          moments={item.changes.map((change) => ({
            key: change.id,
            icon: icons[change.to],
            when: day(change.on, 'day'),
            what: change.remark || t(`states.${change.to}`),
            note: `${change.byName} · ${t('detail.changed', {
              from: t(`states.${change.from}`),
              to: t(`states.${change.to}`),
            })}`,
          }))}
        />
      )}
    </div>
  )
}
