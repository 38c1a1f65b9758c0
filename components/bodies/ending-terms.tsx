import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { UnitName } from '@/components/action-items/unit-name'
import { Badge } from '@/components/ui/badge'
import { daysBetween } from '@/server/action-items/model'
import type { Office } from '@/server/people/contract'
import type { UnitView } from '@/server/rooms/contract'
import './bodies.css'

type Ending = { membershipId: string; bodyId: string; name: string; unit: UnitView; office: Office; untilOn: string }

/** Terms that end within 30 days, each with the way to its change. */
export function EndingTerms({ terms, today, label }: { terms: readonly Ending[]; today: string; label: string }) {
  const t = useTranslations('bodies')
  const day = useDay()
  return (
    <ul className="list" aria-label={label}>
      {terms.map((term) => (
        <li key={term.membershipId}>
          <Link className="item ending-term" href={`/bodies/${term.bodyId}/members/${term.membershipId}`}>
            <span className="grow">
              <b className="item-title">
                {term.name} <span className="meta">{t(`offices.${term.office}`)}</span>
              </b>
              <UnitName unit={term.unit} small />
            </span>
            <Badge tone="warn" icon="clock">
              {t('endsSoon', { day: day(term.untilOn, 'day'), days: daysBetween(today, term.untilOn) })}
            </Badge>
          </Link>
        </li>
      ))}
    </ul>
  )
}
