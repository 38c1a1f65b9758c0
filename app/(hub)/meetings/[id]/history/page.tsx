import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { restoreVersionAction } from '@/app/(hub)/meetings/actions'
import { ComparedText } from '@/components/meetings/compared-text'
import { RestoreButton } from '@/components/meetings/restore-button'
import { VersionList } from '@/components/meetings/version-list'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { can } from '@/server/access'
import { listUnits } from '@/server/bodies/read'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { MeetingId } from '@/server/ids'
import { readMeeting } from '@/server/meetings/read'
import { HistoryQuery } from '@/server/minutes/contract'
import { compareVersions, readVersions } from '@/server/minutes/history'
import { readDocument } from '@/server/minutes/read'
import { requirePerson } from '@/server/people/current-actor'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('meetings.history'))('title') }
}

/** Everything the page shows, in one go: what may not be seen is not there. */
async function read(id: string, search: Awaited<Props['searchParams']>) {
  const meetingId = MeetingId.safeParse(id)
  if (!meetingId.success) notFound()
  const { person } = await requirePerson(`/meetings/${meetingId.data}/history`)
  const query = HistoryQuery.parse(search)
  try {
    const meeting = await readMeeting(db(), person, meetingId.data)
    const { documentId } = meeting
    const [history, document, units] = await Promise.all([
      readVersions(db(), person, documentId, query),
      readDocument(db(), documentId),
      listUnits(db(), person, meeting.bodyId),
    ])
    if (!document) notFound()
    const { versions } = history
    const chosen = versions.find((version) => version.seq === query.seq) ?? versions[0] ?? null
    const isLatest = chosen?.seq === document.head
    const mode = isLatest ? 'step' : query.mode
    const [before, after] = !chosen ? [0, 0] : mode === 'now' ? [chosen.seq, document.head] : [chosen.since, chosen.seq]
    const compared = await compareVersions(db(), person, documentId, { before, after })
    const { isFrozen } = document.thing
    const mayRestore = !isFrozen && !isLatest && can(person, 'minutes.write', document.thing)
    return {
      meeting,
      history,
      units,
      chosen,
      isLatest,
      isFrozen,
      mayRestore,
      items: compared.items,
      query: { ...query, mode },
    }
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_allowed')) notFound()
    throw error
  }
}

export default async function HistoryPage({ params, searchParams }: Props) {
  const [page, t, format] = await Promise.all([
    read((await params).id, await searchParams),
    getTranslations('meetings.history'),
    getFormatter(),
  ])
  const { meeting, query, chosen } = page
  return (
    <div className="page page-wide">
      <header className="page-head">
        <div className="grow">
          <p className="meta">{meeting.title}</p>
          <h1 className="title">{t('title')}</h1>
          <p className="meta">{t('lead')}</p>
        </div>
        <LinkButton href={`/meetings/${meeting.id}`} icon="left">
          {t('back')}
        </LinkButton>
      </header>
      {query.restored === null ? null : (
        <Notice tone="good" live>
          {t(query.restored ? 'restored' : 'restoredNone')}
        </Notice>
      )}
      {page.isFrozen ? <Notice tone="info">{t('frozen')}</Notice> : null}
      <div className="history">
        <VersionList {...page.history} query={query} chosen={chosen?.seq ?? null} />
        {chosen ? (
          <ComparedText
            items={page.items}
            units={page.units}
            query={{ ...query, seq: chosen.seq }}
            isLatest={page.isLatest}
          >
            {page.mayRestore ? (
              <RestoreButton
                action={restoreVersionAction}
                fields={{ meetingId: meeting.id, seq: String(chosen.seq) }}
                day={format.dateTime(chosen.until, 'dayWeek')}
                time={format.dateTime(chosen.until, 'time')}
              />
            ) : null}
          </ComparedText>
        ) : (
          <Empty title={t('none')} text={t(query.by ? 'noneBy' : 'noneText')} />
        )}
      </div>
    </div>
  )
}
