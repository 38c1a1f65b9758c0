import { useTranslations } from 'next-intl'
import type { Group, Retention } from '@/server/privacy/contract'
import './privacy.css'

type Props = { groups: readonly Group[]; days: Retention; countyName: string | null }

/** What a guest leaves behind and for how long, in the words of the inventory that members read. */
export function GuestNotice({ groups, days, countyName }: Props) {
  const [t, inventory] = [useTranslations('guest-privacy'), useTranslations('privacy')]
  const values = { ...days, chatDays: days.chatDays ?? 0 }
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('title')}</h1>
      <p>{countyName ? t('leadOf', { county: countyName }) : t('lead')}</p>
      <ul className="inventory">
        {groups.map((group) => (
          <li key={group}>
            <h2 className="subheading">{inventory(`groups.${group}.title`)}</h2>
            <dl className="facts">
              <dt>{inventory('columns.what')}</dt>
              <dd>{inventory(`groups.${group}.what`)}</dd>
              <dt>{inventory('columns.howLong')}</dt>
              <dd>{inventory(`groups.${group}.howLong`, values)}</dd>
              <dt>{inventory('columns.who')}</dt>
              <dd>{inventory(`groups.${group}.who`)}</dd>
            </dl>
          </li>
        ))}
      </ul>
      <p>{t('camera')}</p>
      <p>{t('ask')}</p>
    </div>
  )
}
