import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { makeFeedAction, revokeFeedAction, setChoicesAction } from '@/app/(hub)/settings/notifications/actions'
import { ChoicesForm, FeedForm } from '@/components/notices/feed-form'
import { Card } from '@/components/ui/card'
import { readFeed } from '@/server/calendar/feed'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { readChoices } from '@/server/notifications/choose'
import { notificationGroups } from '@/server/notifications/contract'
import { requirePerson } from '@/server/people/current-actor'
import { readAccount } from '@/server/people/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('choices.title') }
}

export default async function NotificationSettingsPage() {
  const { person } = await requirePerson('/settings/notifications')
  const [t, format, choices, feed, account] = await Promise.all([
    getTranslations('notices'),
    getFormatter(),
    readChoices(db(), person),
    readFeed(db(), person),
    readAccount(db(), person),
  ])
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('choices.title')}</h1>
      <Card>
        {runtime().mail ? null : <p className="meta">{t('choices.noServer')}</p>}
        {account.email ? null : <p className="meta">{t('choices.noMail')}</p>}
        <ChoicesForm
          action={setChoicesAction}
          groups={notificationGroups.map((id) => ({ id, name: t(`choices.groups.${id}`), isOn: choices[id] }))}
        />
      </Card>
      <Card>
        <h2 className="subheading">{t('calendar.title')}</h2>
        <p className="meta">{t('calendar.text')}</p>
        <FeedForm
          since={feed && format.dateTime(feed.createdAt, 'day')}
          make={makeFeedAction}
          revoke={revokeFeedAction}
        />
      </Card>
    </div>
  )
}
