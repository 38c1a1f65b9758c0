import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { Group, Retention } from '@/server/privacy/contract'
import './privacy.css'

type Facts = { group: Group; isExported: boolean; isErased: boolean }

/** What is kept about whom, why, for how long, who sees it: one line for each group of the inventory. */
export function Inventory({ facts, days }: { facts: readonly Facts[]; days: Retention }) {
  const t = useTranslations('privacy')
  const values = { ...days, chatDays: days.chatDays ?? 0 }
  return (
    <ul className="inventory">
      {facts.map(({ group, isExported, isErased }) => (
        <li key={group}>
          <h3>{t(`groups.${group}.title`)}</h3>
          <dl className="facts">
            <dt>{t('columns.what')}</dt>
            <dd>{t(`groups.${group}.what`)}</dd>
            <dt>{t('columns.why')}</dt>
            <dd>{t(`groups.${group}.why`)}</dd>
            <dt>{t('columns.howLong')}</dt>
            <dd>{t(`groups.${group}.howLong`, values)}</dd>
            <dt>{t('columns.who')}</dt>
            <dd>{t(`groups.${group}.who`)}</dd>
          </dl>
          <p className="row row-wrap">
            {isExported ? <Badge icon="download">{t('marks.exported')}</Badge> : null}
            {isErased ? <Badge icon="trash">{t('marks.erased')}</Badge> : <Badge>{t('marks.kept')}</Badge>}
          </p>
        </li>
      ))}
    </ul>
  )
}
