'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { UnitName } from '@/components/action-items/unit-name'
import type { UnitView } from '@/server/rooms/contract'
import { LegalBasis } from './legal-basis'
import { MoveButtons } from './move-buttons'
import { useMatrix, type DutyAction } from './use-matrix'
import { unitOf, type DutyLine } from './view'
import './duties.css'

/** The matrix on a phone: duty by duty, with who leads and who assists. Parts are changed on the duty's own page. */
export function DutyList({
  units,
  duties: now,
  move,
}: {
  units: readonly UnitView[]
  duties: readonly DutyLine[]
  move: DutyAction | null
}) {
  const t = useTranslations('duties')
  const { shown: duties, moveTo } = useMatrix(now, null, move)
  return (
    <ol className="matrix-narrow">
      {duties.map((duty, at) => {
        const lead = unitOf(units, duty.leadUnitId)
        return (
          <li key={duty.id} className="card card-paper duty-card" data-unit={lead?.kind}>
            <div className="row">
              <h2 className="grow duty-card-title">
                <Link href={duty.href}>
                  {duty.position}. {duty.title}
                </Link>
              </h2>
              {move ? <MoveButtons duties={duties} at={at} onMove={moveTo} /> : null}
            </div>
            <p className="fine">
              <LegalBasis duty={duty} />
            </p>
            <dl className="duty-parts">
              <dt>{t('parts.lead')}</dt>
              <dd>{lead ? <UnitName unit={lead} /> : null}</dd>
              <dt>{t('parts.assisting')}</dt>
              <dd className="row row-wrap">
                {duty.assistingUnitIds.length === 0 ? t('noAssisting') : null}
                {duty.assistingUnitIds.map((id) => {
                  const unit = unitOf(units, id)
                  return unit ? <UnitName key={id} unit={unit} small /> : null
                })}
              </dd>
            </dl>
            {duty.openItems > 0 ? (
              <Link href={`${duty.href}#duty-items`} className="meta">
                {t('items.open', { count: duty.openItems })}
              </Link>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}
