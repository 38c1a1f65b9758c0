import { useTranslations } from 'next-intl'
import type { LedgerTallies } from '@/server/action-items/contract'
import { Ageing } from './picture-ageing'
import { ByKind } from './picture-by-kind'
import { Course } from './picture-course'
import { DueDays } from './picture-due-days'
import { Flow } from './picture-flow'
import './ledger-pictures.css'

/** What the ledger says at a glance: every figure leads to the rows behind it. Nobody is ranked: the order is that of the offices. */
export function LedgerPictures({ tallies, today }: { tallies: LedgerTallies; today: string }) {
  const t = useTranslations('action-items.pictures')
  return (
    <>
      <div className="ledger-pictures">
        <ByKind tallies={tallies.units} />
        <Ageing tallies={tallies.units} />
      </div>
      <details className="ledger-more">
        <summary>{t('more')}</summary>
        <div className="ledger-pictures">
          <Flow months={tallies.months} />
          <DueDays days={tallies.days} today={today} />
          <Course tallies={tallies.units} />
        </div>
      </details>
    </>
  )
}
