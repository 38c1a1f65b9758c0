import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { markReadAction, openNotificationAction } from '@/app/(hub)/notifications/actions'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { NotificationList } from '@/components/notifications/notification-list'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { db } from '@/server/db'
import { listNotifications } from '@/server/notifications/read'
import { requirePerson } from '@/server/people/current-actor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifications'))('title') }
}

export default async function NotificationsPage() {
  const { person } = await requirePerson('/notifications')
  const [t, told] = await Promise.all([getTranslations('notifications'), listNotifications(db(), person)])
  const unread = told.filter(({ isRead }) => !isRead).length
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('unread', { count: unread })}</p>
        {unread > 0 ? (
          <span className="push">
            <OneButtonForm action={markReadAction} fields={{ id: 'all' }} icon="check">
              {t('markAll')}
            </OneButtonForm>
          </span>
        ) : null}
      </div>
      {told.length === 0 ? (
        <Empty title={t('empty')} text={t('emptyText')}>
          <LinkButton href="/meetings">{t('toMeetings')}</LinkButton>
        </Empty>
      ) : (
        <NotificationList told={told} open={openNotificationAction} />
      )}
    </div>
  )
}
