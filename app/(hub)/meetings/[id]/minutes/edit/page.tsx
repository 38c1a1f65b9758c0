import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { fillRecordAction } from '@/app/(hub)/meetings/[id]/minutes/actions'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { MinutesDesk } from '@/components/minutes/minutes-desk'
import { LinkButton } from '@/components/ui/link-button'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { readDesk } from '@/server/minutes/read-desk'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('minutes.desk')])
  return { title: `${t('title')} · ${meeting.title}` }
}

/** The minutes as they are written together, before, during and after the sitting, until they are frozen. */
export default async function MinutesDeskPage({ params }: { params: Params }) {
  const [{ person, meeting }, t, locale] = await Promise.all([
    readPage((await params).id),
    getTranslations('minutes.desk'),
    getLocale(),
  ])
  const desk = await readDesk(db(), person, meeting).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  })
  const minutes = `/meetings/${meeting.id}/minutes`
  if (desk.isFrozen) redirect(minutes)
  return (
    <div className="page page-wide">
      <header className="page-head">
        <div className="grow">
          <p className="meta">{meeting.title}</p>
          <h1 className="title">{t('title')}</h1>
          <p className="meta">{t(desk.mayWrite ? 'write' : 'read')}</p>
        </div>
        <LinkButton href={minutes} icon="check" tone={desk.mayWrite ? 'primary' : 'plain'}>
          {t('done')}
        </LinkButton>
      </header>
      <MinutesDesk
        documentId={meeting.documentId}
        meetingId={meeting.id}
        agenda={meeting.agenda}
        restricted={desk.restricted}
        units={desk.units}
        people={desk.people}
        votes={desk.votes}
        me={desk.me}
        canWriteHint={desk.mayWrite}
        locale={locale}
        fillRecord={desk.mayFill ? fillRecordAction : null}
      />
      <noscript>
        <p className="notice">{t('noScript')}</p>
      </noscript>
    </div>
  )
}
