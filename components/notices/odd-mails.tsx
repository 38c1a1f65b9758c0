import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { OddAnswer } from '@/server/notices/model'

/** Mail that came back and was no answer: whose letter it was to, and what there is to do. */
export function OddMails({ mails }: { mails: readonly { name: string; outcome: OddAnswer; readAt: Date }[] }) {
  const t = useTranslations('notices.odd')
  const format = useFormatter()
  if (mails.length === 0) return null
  return (
    <>
      <h3 className="label">{t('title')}</h3>
      <p className="meta">{t('lead')}</p>
      <ul className="reply-list">
        {mails.map(({ name, outcome, readAt }, n) => (
          <li key={n}>
            <span className="reply-who">
              <b>{name}</b> <span className="fine">{format.dateTime(readAt, 'dayMonthTime')}</span>
            </span>
            <span className="reply-what">
              <Badge tone="warn">{t(`kinds.${outcome}`)}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
