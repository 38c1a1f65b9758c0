'use client'

import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { UnitName } from '@/components/action-items/unit-name'
import { Notice } from '@/components/ui/notice'
import type { UnitView } from '@/server/rooms/contract'
import { LegalBasis } from './legal-basis'
import { unitOf, type DutyView } from './view'
import '@/components/action-items/ledger.css'
import './duties.css'

/** From when to when a duty holds, in words. */
export function Term({ duty }: { duty: Pick<DutyView, 'fromOn' | 'untilOn'> }) {
  const t = useTranslations('duties.term')
  const day = useDay()
  const from = day(duty.fromOn, 'day')
  return <>{duty.untilOn === null ? t('open', { from }) : t('range', { from, until: day(duty.untilOn, 'day') })}</>
}

type Props = {
  units: readonly UnitView[]
  duty: DutyView
  today: string
  ended: { on: string; reason: string } | null
}

export function DutyFacts({ units, duty, today, ended }: Props) {
  const t = useTranslations('duties')
  const day = useDay()
  const lead = unitOf(units, duty.leadUnitId)
  const assisting = duty.assistingUnitIds.map((id) => unitOf(units, id)).filter((unit) => unit !== undefined)
  return (
    <>
      {ended ? (
        <Notice tone="warn" title={t('end.endedOn', { day: day(ended.on, 'day') })}>
          {ended.reason}
        </Notice>
      ) : duty.untilOn !== null && duty.untilOn < today ? (
        <Notice tone="warn">{t('term.over', { day: day(duty.untilOn, 'day') })}</Notice>
      ) : null}
      <dl className="facts">
        <dt>{t('parts.lead')}</dt>
        <dd>{lead ? <UnitName unit={lead} /> : null}</dd>
        <dt>{t('parts.assisting')}</dt>
        <dd className="row row-wrap">
          {assisting.length > 0
            ? assisting.map((unit) => <UnitName key={unit.id} unit={unit} small />)
            : t('noAssisting')}
        </dd>
        <dt>{t('form.content')}</dt>
        <dd className="duty-content">{duty.content || t('notGiven')}</dd>
        <dt>{t('basisTitle')}</dt>
        <dd>{duty.law ? <LegalBasis duty={duty} /> : t('notGiven')}</dd>
        <dt>{t('term.title')}</dt>
        <dd>
          <Term duty={duty} />
        </dd>
      </dl>
    </>
  )
}
