import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { MeetingNav } from '@/components/meetings/meeting-nav'
import { readPage } from './read-page'

type Props = { params: Promise<{ id: string }>; children: ReactNode }

/** Every page of one sitting, in the order in which a sitting goes. */
export default async function MeetingLayout({ params, children }: Props) {
  const [{ meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('meetings.nav')])
  const base = `/meetings/${meeting.id}`
  const links = [
    { href: base, label: t('overview') },
    { href: `${base}/agenda`, label: t('agenda') },
    { href: `${base}/notice`, label: t('notice') },
    ...(meeting.mayManage ? [{ href: `${base}/proxies`, label: t('proxies') }] : []),
    { href: `${base}/votes`, label: t('votes') },
    { href: `${base}/attendance`, label: t('attendance') },
    { href: `${base}/minutes`, label: t('minutes') },
    { href: `${base}/history`, label: t('history') },
  ]
  return (
    <>
      <MeetingNav label={t('label')} links={links} />
      {children}
    </>
  )
}
