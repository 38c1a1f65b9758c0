import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Progress } from '@/components/ui/progress'
import type { ActionItemState, Priority } from '@/server/action-items/contract'
import type { Warn } from '@/server/action-items/model'
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
  percent: number
  priority: Priority
  tags: readonly string[]
  warn: Warn
  /** 銷號: who and when. */
  closed: { name: string; on: string } | null
}

const track = ['todo', 'doing', 'toVerify', 'done'] as const
/** One item in full. `children` is what may be done with it. */
export function ItemDetail({ item, today, children }: { item: ItemFacts; today: string; children?: ReactNode }) {
  const t = useTranslations('action-items')
  const f = useTranslations('follow-up')
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
          <ItemWarning state={item.state} dueOn={item.dueOn} today={today} warn={item.warn} />
          {item.closed ? <span>{f('closed', { name: item.closed.name, on: day(item.closed.on, 'day') })}</span> : null}
        </dd>
        <dt>{f('percent')}</dt>
        <dd className="row">
          <Progress label={f('percent')} value={item.percent} max={100} />
          <span>{f('percentOf', { percent: item.percent })}</span>
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
        {item.priority !== 'normal' || item.tags.length > 0 ? (
          <>
            <dt>{f('labels.short')}</dt>
            <dd className="row row-wrap">
              {item.priority !== 'normal' ? <b>{f(`labels.priorities.${item.priority}`)}</b> : null}
              {item.tags.map((tag) => (
                <span key={tag} className="item-tag">
                  {tag}
                </span>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
      {children}
    </div>
  )
}
