import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { FilesFold } from '@/components/files/files-fold'
import { FilesPanel } from '@/components/files/files-panel'
import { AgendaRuler } from '@/components/meetings/agenda-ruler'
import { GuestLinks } from '@/components/meetings/guest-links'
import { InviteCard } from '@/components/meetings/invite-card'
import { MinutesRead } from '@/components/meetings/minutes-read'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { DownloadMenu } from '@/components/paper/download-menu'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { endMeetingAction, guestLinkAction, openMeetingAction } from '@/app/(hub)/meetings/actions'
import { listUnits } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { listGuests } from '@/server/meetings/list-guests'
import { readMinutesForPage } from '@/server/meetings/read-minutes'
import { shareOrigin } from '@/server/origin'
import { drawQr } from '@/server/qr'
import { readPreparation } from '@/server/series/read'
import { readIssuedRow } from '@/server/signing/read-issued'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ meeting }, t] = await Promise.all([readPage((await params).id), getTranslations('meetings')])
  return { title: `${meeting.title} ${t('issue', { number: meeting.issueNumber })}` }
}

export default async function MeetingPage({ params }: { params: Params }) {
  const [{ person, meeting }, t, format] = await Promise.all([
    readPage((await params).id),
    getTranslations('meetings'),
    getFormatter(),
  ])
  const [series, preparation, sections, issued, units, guests] = await Promise.all([
    getTranslations('series'),
    readPreparation(db(), person.countyId, meeting.id),
    readMinutesForPage(db(), person, meeting),
    readIssuedRow(db(), meeting.id),
    meeting.mayManage ? listUnits(db(), person, meeting.bodyId) : [],
    meeting.mayManage ? listGuests(db(), person, meeting.id, clock.now()) : [],
  ])
  const [files, materials, ofItems] = await Promise.all([
    getTranslations('files'),
    listFiles(db(), person, 'meeting', [meeting.id]),
    listFiles(
      db(),
      person,
      'agendaItem',
      meeting.agenda.map((item) => item.id),
    ),
  ])
  const here = materials.get(meeting.id)
  const planned = meeting.agenda.reduce((sum, point) => sum + point.minutesPlanned, 0)
  const spare = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000) - planned
  const isComing = meeting.state !== 'ended' && !meeting.cancelledAt
  const joinUrl = meeting.joinCode && isComing ? `${shareOrigin()}/join/${meeting.joinCode}` : null
  const showInvite = meeting.mayManage && (isComing || guests.length > 0)
  const fields = { meetingId: meeting.id }
  return (
    <div className="page page-wide">
      <header className="meeting-head">
        <div className="grow">
          <p className="meta">
            {meeting.seriesName} · {meeting.bodyName}
          </p>
          <h1 className="title">
            {meeting.title} {t('issue', { number: meeting.issueNumber })}
          </h1>
          <p className="meta">
            {t('when', {
              day: format.dateTime(meeting.startsAt, 'dayWeek'),
              from: format.dateTime(meeting.startsAt, 'time'),
              until: format.dateTime(meeting.endsAt, 'time'),
            })}
            {meeting.place ? ` · ${meeting.place}` : ''}{' '}
            {meeting.cancelledAt ? (
              <Badge tone="warn" icon="stop">
                {t('states.cancelled')}
              </Badge>
            ) : (
              <Badge tone={meeting.state === 'live' ? 'good' : 'plain'}>{t(`states.${meeting.state}`)}</Badge>
            )}
          </p>
          {[
            { key: 'link.prepares' as const, other: preparation.prepares },
            { key: 'link.preparedBy' as const, other: preparation.preparedBy },
          ].map(({ key, other }) =>
            other ? (
              <p key={key} className="meta">
                <Link href={`/meetings/${other.id}`}>
                  {series(key, {
                    title: other.title,
                    issue: t('issue', { number: other.issueNumber }),
                    day: format.dateTime(other.startsAt, 'dayMonth'),
                  })}
                </Link>
              </p>
            ) : null,
          )}
        </div>
        <div className="meeting-acts">
          {meeting.state === 'ended' || meeting.cancelledAt ? null : (
            <LinkButton
              href={`/rooms/${meeting.id}`}
              icon="enter"
              external
              tone={meeting.state === 'live' ? 'primary' : 'plain'}
            >
              {t('enter')}
            </LinkButton>
          )}
          {meeting.mayManage && meeting.state === 'planned' && !meeting.cancelledAt ? (
            <OneButtonForm action={openMeetingAction} fields={fields} tone="primary" icon="play">
              {t('open')}
            </OneButtonForm>
          ) : null}
          {meeting.mayManage && meeting.state === 'live' ? (
            <OneButtonForm action={endMeetingAction} fields={fields} tone="danger" icon="leave">
              {t('end')}
            </OneButtonForm>
          ) : null}
        </div>
      </header>
      <div className={showInvite ? 'meeting-cols' : undefined}>
        <div>
          <section aria-labelledby="agenda">
            <div className="page-head">
              <h2 className="subheading" id="agenda">
                {t('agenda')}
              </h2>
              <span className="meta">
                {t('planned', { minutes: planned })}
                {spare < 0 ? ` · ${t('over', { minutes: -spare })}` : ''}
                {spare > 0 ? ` · ${t('spare', { minutes: spare })}` : ''}
              </span>
            </div>
            <AgendaRuler
              startsAt={meeting.startsAt}
              points={meeting.agenda.map(({ topicId, ...point }) => ({ ...point, isTopic: topicId !== null }))}
            />
          </section>
          {here ? (
            <section className="section" aria-labelledby="materials">
              <h2 className="subheading" id="materials">
                {files('materials')}
              </h2>
              <FilesPanel
                place={{ kind: 'meeting', id: meeting.id }}
                files={here.files}
                mayAdd={here.mayAdd}
                actions={fileActions}
                empty={files('empty')}
              />
              {meeting.agenda.map((item) => (
                <FilesFold
                  key={item.id}
                  title={files('ofItem', { position: item.position, title: item.title })}
                  place={{ kind: 'agendaItem', id: item.id }}
                  here={ofItems.get(item.id)}
                  actions={fileActions}
                />
              ))}
            </section>
          ) : null}
          <section className="section" aria-labelledby="minutes">
            <div className="page-head">
              <h2 className="subheading" id="minutes">
                {t('document')}
              </h2>
              <span className="meta">{t(issued ? 'minutesIssued' : 'minutesDraft')}</span>
              <DownloadMenu meetingId={meeting.id} isIssued={issued !== null} />
            </div>
            {sections.some((section) => section.blocks.length > 0) ? (
              <MinutesRead sections={sections} />
            ) : (
              <p className="meta">{t('minutesEmpty')}</p>
            )}
          </section>
        </div>
        {showInvite ? (
          <aside>
            <InviteCard url={joinUrl} qr={joinUrl ? drawQr(joinUrl) : null}>
              <GuestLinks
                action={guestLinkAction}
                meetingId={meeting.id}
                closed={meeting.state === 'ended'}
                units={units}
                guests={guests.map((guest) => ({
                  seatId: guest.seatId,
                  name: guest.name,
                  unitName: guest.unit?.name ?? null,
                  hasLink: guest.hasLink,
                }))}
              />
            </InviteCard>
          </aside>
        ) : null}
      </div>
    </div>
  )
}
