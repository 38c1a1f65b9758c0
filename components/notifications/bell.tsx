import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import './bell.css'

/** The way to what one was told; the number is of those not read. */
export function Bell({ unread }: { unread: number }) {
  const t = useTranslations('notifications')
  return (
    <Link className="bell" href="/notifications" aria-label={t('bell', { count: unread })}>
      <Icon name="bell" />
      {unread > 0 ? (
        <span className="count" aria-hidden>
          {unread > 99 ? '99+' : unread}
        </span>
      ) : null}
    </Link>
  )
}
