import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { UnitView } from '@/server/rooms/contract'
import { partIn } from './after-change'
import { LegalBasis } from './legal-basis'
import { PartMark } from './part-mark'
import type { DutyLine } from './view'

export function DutyHead({ duty, children }: { duty: DutyLine; children: ReactNode }) {
  const t = useTranslations('duties')
  return (
    <div className="matrix-head">
      <span className="grow">
        <Link href={duty.href}>
          {duty.position}. {duty.title}
        </Link>
        <span className="fine block">
          <LegalBasis duty={duty} />
        </span>
        {duty.openItems > 0 ? (
          <Link href={`${duty.href}#duty-items`} className="fine">
            {t('items.open', { count: duty.openItems })}
          </Link>
        ) : null}
      </span>
      {children}
    </div>
  )
}

export function Legend({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations('duties')
  return (
    <ul className="legend matrix-legend" data-unit="government">
      {(['lead', 'assisting'] as const).map((part) => (
        <li key={part}>
          <PartMark part={part} /> {t(`parts.${part}`)}
        </li>
      ))}
      {mayChange ? <li>{t('howTo')}</li> : null}
    </ul>
  )
}

/** How much each unit carries: duties led, duties assisted. */
export function Sums({ units, duties }: { units: readonly UnitView[]; duties: readonly DutyLine[] }) {
  const t = useTranslations('duties')
  return (
    <tfoot>
      <tr>
        <th scope="row" className="matrix-duty">
          {t('sums')}
        </th>
        {units.map((unit) => {
          const leads = duties.filter((duty) => partIn(duty, unit.id) === 'lead').length
          const assists = duties.filter((duty) => partIn(duty, unit.id) === 'assisting').length
          return (
            <td key={unit.id} data-unit={unit.kind} className="matrix-sum">
              <b>{leads}</b>
              <span aria-hidden="true">/{assists}</span>
              <span className="sr">{t('sumOf', { unit: unit.name, leads, assists })}</span>
            </td>
          )
        })}
      </tr>
    </tfoot>
  )
}
