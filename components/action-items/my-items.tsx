import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { itemNumber } from '@/server/action-items/model'
import { Due } from './due'
import { ItemStatus } from './item-status'
import type { LedgerItem } from './ledger-rows'
import { UnitName } from './unit-name'
import '@/components/meetings/home.css'

/** A few items in a list, nearest date first. */
export function MyItems({ items, today, label }: { items: readonly LedgerItem[]; today: string; label: string }) {
  const t = useTranslations('action-items')
  return (
    <ul aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className="home-item">
          <span className="nowrap">
            <Due dueOn={item.dueOn} state={item.state} today={today} />
          </span>
          <span>
            <Link className="item-title" href={`/action-items/${item.id}`}>
              {itemNumber(item.issueNumber, item.number)} {item.title}
            </Link>
            {item.lead ? <UnitName unit={item.lead} small /> : <span className="fine">{t('noLead')}</span>}
          </span>
          <ItemStatus state={item.state} />
        </li>
      ))}
    </ul>
  )
}
