import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import * as acts from '@/app/(hub)/meetings/[id]/minutes/actions'
import { KeptText } from '@/components/signing/kept-text'
import { SigningSide } from '@/components/signing/side'
import { Way } from '@/components/signing/way'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { addDays } from '@/server/action-items/model'
import { listUnits } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { shareOrigin } from '@/server/origin'
import { readMinutesView } from '@/server/signing/read'
import { listItemsOfMinutes } from '@/server/signing/list-items'
import { signingOffice } from '@/server/signing/sign'

type Params = Promise<{ id: string }>

/** Days a unit has for its answer, unless the secretary says otherwise. */
const usualDays = 5

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('signing')])
  return { title: `${t('title')} · ${meeting.title}` }
}

export default async function MinutesPage({ params }: { params: Params }) {
  const [{ person, meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('signing')])
  const view = await readMinutesView(db(), person, meeting.id, clock.now()).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  })
  const [units, items] = await Promise.all([
    listUnits(db(), person, meeting.bodyId),
    view.may.amend ? listItemsOfMinutes(db(), person, meeting.id) : [],
  ])
  return (
    <div className="page page-wide">
      <header className="page-head">
        <div className="grow">
          <p className="meta">{meeting.bodyName}</p>
          <h1 className="title">{t('of', { title: meeting.title })}</h1>
          <p className="meta">
            {t('number', { number: meeting.issueNumber })}
            {view.round > 0 ? ` · ${t('round', { number: view.round })}` : ''}
          </p>
        </div>
        {view.state === 'draft' ? (
          <LinkButton href={`/meetings/${meeting.id}/minutes/edit`} icon={view.may.write ? 'edit' : 'comment'}>
            {t(view.may.write ? 'write' : 'readDraft')}
          </LinkButton>
        ) : null}
      </header>
      <Way state={view.state} />
      {meeting.state !== 'ended' ? <Notice tone="info">{t('notOver')}</Notice> : null}
      <div className="signing">
        <KeptText view={view} meetingId={meeting.id} units={units} acts={acts} />
        <SigningSide
          view={view}
          meetingId={meeting.id}
          publicLink={meeting.joinCode === null ? null : `${shareOrigin()}/join/${meeting.joinCode}`}
          isOver={meeting.state === 'ended'}
          units={units}
          items={items}
          dueOn={addDays(view.today, usualDays)}
          isDeputy={signingOffice(person, meeting.bodyId) === 'deputy-convenor'}
          acts={acts}
        />
      </div>
    </div>
  )
}
