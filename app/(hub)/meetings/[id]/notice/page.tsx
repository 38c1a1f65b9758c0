import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import {
  cancelSittingAction,
  changeSittingAction,
  inviteUnitsAction,
  recordIcsAction,
  recordReplyAction,
  replyAction,
  sendNoticeAction,
} from '@/app/(hub)/meetings/[id]/notice/actions'
import { readPage } from '@/app/(hub)/meetings/[id]/read-page'
import { LetterTable } from '@/components/notices/letter-table'
import { CancelSittingForm, ChangeSittingForm, IcsForm, InviteForm, SendForm } from '@/components/notices/notice-forms'
import { OddMails } from '@/components/notices/odd-mails'
import { ReplyForm, type ReplyPlace } from '@/components/notices/reply-form'
import { ReplyPicture } from '@/components/notices/reply-picture'
import { CopyText } from '@/components/notices/copy-text'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { db } from '@/server/db'
import { noticeWords } from '@/server/notices/letter'
import type { NoticePlace } from '@/server/notices/places'
import { readNotice } from '@/server/notices/read'
import { readAgenda } from '@/server/meetings/read'
import { wallTime } from '@/server/meetings/zoned-time'
import { dayIn } from '@/server/people/read-person'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('title') }
}

export default async function NoticePage({ params }: Props) {
  const { person, meeting } = await readPage((await params).id)
  const [t, format, { sitting, versions, mine, run }] = await Promise.all([
    getTranslations('notices'),
    getFormatter(),
    orNotFound(readNotice(db(), person, meeting.id)),
  ])
  const [latest] = versions
  const isOpen = sitting.state === 'planned' && sitting.cancelledAt === null
  const isOld = (place: NoticePlace) => place.reply !== null && place.reply.forVersion < (latest?.version ?? 0)
  const placeOf = (place: NoticePlace): ReplyPlace => ({
    membershipId: place.membershipId,
    name: place.name,
    unit: place.unit.name,
    answer: place.reply?.answer ?? null,
    proxyName: place.reply?.proxyName ?? null,
    isOld: isOld(place),
  })
  const draft = latest ?? {
    greeting: '',
    reason: '',
    agenda: (await readAgenda(db(), sitting.countyId, sitting.id)).map((item) => ({
      position: item.position,
      title: item.title,
      minutes: item.minutesPlanned,
      presenter: item.presenter?.name ?? null,
    })),
  }
  const words = noticeWords(sitting, draft, { kind: latest?.kind ?? 'notice' }, { name: null, link: null })
  const others = run?.places.filter((place) => !mine.some((own) => own.membershipId === place.membershipId)) ?? []
  const { timeZone } = sitting.county
  const now = {
    day: dayIn(timeZone, sitting.startsAt),
    from: wallTime(sitting.startsAt, timeZone),
    until: wallTime(sitting.endsAt, timeZone),
    place: sitting.place,
  }
  const liaison = run?.liaison
    ? t('change.liaison', { title: run.liaison.title, when: format.dateTime(run.liaison.startsAt, 'dayMonthTime') })
    : null
  const left = run?.units.filter(({ isInvited }) => !isInvited) ?? []
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{sitting.title}</p>
      </div>
      {sitting.cancelledAt ? (
        <Notice tone="warn" title={t('cancelled')}>
          {latest?.reason}
        </Notice>
      ) : null}
      {latest || run ? (
        <Card>
          <h2 className="subheading">{latest ? t('versions.title') : t('compose.preview')}</h2>
          <div className="notice-text pre-line">{words.text}</div>
          {latest ? (
            <ul className="fine">
              {versions.map((each) => (
                <li key={each.version}>
                  {t('versions.one', {
                    version: each.version,
                    kind: each.kind,
                    at: format.dateTime(each.sentAt, 'dayMonthTime'),
                  })}
                </li>
              ))}
            </ul>
          ) : null}
          {run ? <CopyText text={words.text} /> : null}
          {run && latest ? (
            <LinkButton href={`/meetings/${sitting.id}/notice/print`} icon="print">
              {t('print')}
            </LinkButton>
          ) : null}
        </Card>
      ) : (
        <Empty title={t('none')} text={t('noneText')} />
      )}
      {run && isOpen && !latest ? (
        <Card>
          <h2 className="subheading">{t('compose.title')}</h2>
          <p className="meta">{t('compose.lead')}</p>
          <SendForm action={sendNoticeAction} meetingId={sitting.id} units={run.units} />
        </Card>
      ) : null}
      {latest && mine.length > 0 ? (
        <Card>
          <h2 className="subheading">{t('answer.own')}</h2>
          {isOpen ? (
            mine.map((place) => (
              <ReplyForm key={place.membershipId} action={replyAction} meetingId={sitting.id} place={placeOf(place)} />
            ))
          ) : (
            <p className="meta">{t('answer.closed')}</p>
          )}
        </Card>
      ) : null}
      {run && latest ? (
        <>
          <Card>
            <h2 className="subheading">{t('replies.title')}</h2>
            <ReplyPicture
              rows={run.places.map((place) => ({
                ...place,
                reply: place.reply && { ...place.reply, isOld: isOld(place) },
              }))}
            />
            <OddMails mails={run.odd} />
          </Card>
          {isOpen ? (
            <Card>
              <details>
                <summary>{t('answer.record')}</summary>
                <p className="meta">{t('answer.recordHint')}</p>
                {others.map((place) => (
                  <ReplyForm
                    key={place.membershipId}
                    action={recordReplyAction}
                    meetingId={sitting.id}
                    place={placeOf(place)}
                  />
                ))}
              </details>
              <details>
                <summary>{t('ics.title')}</summary>
                <IcsForm action={recordIcsAction} meetingId={sitting.id} />
              </details>
              {left.length > 0 ? (
                <details>
                  <summary>{t('invite.title')}</summary>
                  <InviteForm action={inviteUnitsAction} meetingId={sitting.id} units={left} />
                </details>
              ) : null}
              <details>
                <summary>{t('change.title')}</summary>
                <ChangeSittingForm action={changeSittingAction} meetingId={sitting.id} now={now} liaison={liaison} />
              </details>
            </Card>
          ) : null}
          <Card>
            <h2 className="subheading">{t('letters.title')}</h2>
            {run.hasMail ? null : <p className="meta">{t('letters.noServer')}</p>}
            <LetterTable letters={run.letters} />
          </Card>
        </>
      ) : null}
      {run && isOpen ? (
        <Card>
          {latest ? null : (
            <details>
              <summary>{t('change.title')}</summary>
              <p className="meta">{t('change.quiet')}</p>
              <ChangeSittingForm action={changeSittingAction} meetingId={sitting.id} now={now} liaison={liaison} />
            </details>
          )}
          <details>
            <summary>{t('cancel.title')}</summary>
            <CancelSittingForm action={cancelSittingAction} meetingId={sitting.id} />
          </details>
        </Card>
      ) : null}
    </div>
  )
}
