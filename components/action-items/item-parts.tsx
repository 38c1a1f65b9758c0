import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ActionItemState } from '@/server/action-items/contract'
import { itemNumber } from '@/server/action-items/model'
import type { UnitView } from '@/server/rooms/contract'
import { Due } from './due'
import { ItemStatus } from './item-status'
import { UnitName } from './unit-name'

type Part = {
  id: string
  number: number
  title: string
  state: ActionItemState
  dueOn: string | null
  lead: UnitView | null
  percent: number
}
type Props = {
  parent: { id: string; number: number; issueNumber: number; title: string } | null
  parts: readonly Part[]
  issueNumber: number
  today: string
}

/** What it is a part of, and what it has been split into. */
export function ItemParts({ parent, parts, issueNumber, today }: Props) {
  const t = useTranslations('follow-up.parts')
  if (!parent && parts.length === 0) return null
  return (
    <section aria-labelledby="item-parts">
      <h3 id="item-parts">{t('title')}</h3>
      {parent ? (
        <p>
          {t('partOf')}{' '}
          <Link href={`/action-items/${parent.id}`}>
            {itemNumber(parent.issueNumber, parent.number)} {parent.title}
          </Link>
        </p>
      ) : null}
      <ul className="plain-list">
        {parts.map((part) => (
          <li key={part.id}>
            <Link href={`/action-items/${part.id}`}>
              {itemNumber(issueNumber, part.number)} {part.title}
            </Link>
            <span className="row row-wrap">
              {part.lead ? <UnitName unit={part.lead} small /> : null}
              <ItemStatus state={part.state} />
              <span className="meta">{t('percent', { percent: part.percent })}</span>
              <Due dueOn={part.dueOn} state={part.state} today={today} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
