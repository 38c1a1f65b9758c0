import { useTranslations } from 'next-intl'
import type { Counts } from '@/server/people-import/contract'
import '@/components/spreadsheets/spreadsheets.css'

const parts = [
  { key: 'people', made: 'newPeople', known: 'knownPeople' },
  { key: 'memberships', made: 'newMemberships', known: 'knownMemberships' },
] as const

/** How much is new and how much is there already: bars first, then the figures. */
export function BatchCounts({ counts, isStored }: { counts: Counts; isStored: boolean }) {
  const t = useTranslations('people-import.counts')
  const most = Math.max(1, ...parts.map((part) => counts[part.made] + counts[part.known]), counts.newUnits)
  const bar = (made: number, known: number) => (
    <svg className="import-bar" viewBox={`0 0 ${most} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="import-made" width={made} height="10" />
      <rect className="import-known" x={made} width={known} height="10" />
    </svg>
  )
  return (
    <dl className="import-counts">
      <div className="import-pair">
        <dt>{t('units')}</dt>
        <dd>
          {bar(counts.newUnits, 0)}
          <span>{t(isStored ? 'stored' : 'new', { count: counts.newUnits })}</span>
        </dd>
      </div>
      {parts.map((part) => (
        <div key={part.key} className="import-pair">
          <dt>{t(part.key)}</dt>
          <dd>
            {bar(counts[part.made], counts[part.known])}
            <span>
              {t(isStored ? 'stored' : 'new', { count: counts[part.made] })}
              {counts[part.known] > 0 ? t('known', { count: counts[part.known] }) : null}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
