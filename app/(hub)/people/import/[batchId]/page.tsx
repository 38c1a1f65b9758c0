import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { BatchCounts } from '@/components/people-import/batch-counts'
import { ConfirmForm } from '@/components/people-import/confirm-form'
import { ProblemTable } from '@/components/people-import/problem-table'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { ImportBatchId } from '@/server/ids'
import { readBatch } from '@/server/people-import/read'
import { requirePerson } from '@/server/people/current-actor'

type Props = {
  params: Promise<{ batchId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people-import'))('preview.title') }
}

export default async function BatchPage({ params, searchParams }: Props) {
  const id = ImportBatchId.safeParse((await params).batchId)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/people/import/${id.data}`)
  const batch = await readBatch(db(), person, id.data, clock.now()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const [t, format, search] = await Promise.all([getTranslations('people-import'), getFormatter(), searchParams])
  const when = (at: Date) => format.dateTime(at, 'dayTime', { timeZone: county.timeZone })
  const { state, counts, problems, problemCount, ignored } = batch
  const isNothing = counts.newPeople + counts.newUnits + counts.newMemberships === 0
  return (
    <div className="page">
      <LinkButton href="/people/import" tone="quiet" icon="left" className="item-back">
        {t('preview.back')}
      </LinkButton>
      <h1 className="heading">{t('preview.title')}</h1>
      <p className="meta">{t('preview.of', { file: batch.fileName, count: counts.rows, at: when(batch.createdAt) })}</p>
      <div className="stack section">
        {state === 'refused' ? (
          <>
            <Notice tone="warn" title={t('preview.refused', { count: problemCount })}>
              {t('preview.refusedText')}
            </Notice>
            <ProblemTable problems={problems} />
            {problemCount > problems.length ? (
              <p className="meta">{t('preview.more', { shown: problems.length, count: problemCount })}</p>
            ) : null}
            <LinkButton href="/people/import" tone="primary" icon="upload">
              {t('preview.again')}
            </LinkButton>
          </>
        ) : null}
        {state === 'expired' ? (
          <>
            <Notice tone="warn" title={t('preview.expired')}>
              {t('preview.expiredText')}
            </Notice>
            <LinkButton href="/people/import" icon="upload">
              {t('preview.again')}
            </LinkButton>
          </>
        ) : null}
        {state === 'stored' ? (
          <Notice tone="good" title={t('preview.stored', { at: when(batch.storedAt!) })} live>
            {t('preview.storedText')}
          </Notice>
        ) : null}
        {ignored.length > 0 ? (
          <Notice tone="info">{t('preview.ignored', { columns: ignored.join(t('template.separator')) })}</Notice>
        ) : null}
        {state === 'ready' || state === 'stored' ? <BatchCounts counts={counts} isStored={state === 'stored'} /> : null}
        {state === 'ready' ? (
          <>
            <p className="meta">{t('preview.kept', { at: when(batch.expiresAt) })}</p>
            {isNothing ? <Notice tone="info">{t('preview.nothing')}</Notice> : null}
            <ConfirmForm
              id={batch.id}
              count={counts.newPeople + counts.newMemberships}
              before={typeof search.code === 'string' ? { code: search.code } : null}
            />
          </>
        ) : null}
        {state === 'stored' ? (
          <LinkButton href="/people" tone="primary" icon="people">
            {t('preview.toPeople')}
          </LinkButton>
        ) : null}
      </div>
    </div>
  )
}
