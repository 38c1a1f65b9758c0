import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { takeBackImportAction } from '@/app/(hub)/ledger-import/actions'
import { ConfirmForm } from '@/components/ledger-import/confirm-form'
import { KnownRows, Understood } from '@/components/ledger-import/findings'
import { ItemTable } from '@/components/ledger-import/item-table'
import { ProblemTable } from '@/components/ledger-import/problem-table'
import { TakeBackForm } from '@/components/ledger-import/take-back-form'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { LedgerImportId } from '@/server/ids'
import { readImport } from '@/server/ledger-import/read'
import { requirePerson } from '@/server/people/current-actor'

type Props = {
  params: Promise<{ importId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ledger-import'))('preview.title') }
}

export default async function ImportPreviewPage({ params, searchParams }: Props) {
  const id = LedgerImportId.safeParse((await params).importId)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/ledger-import/${id.data}`)
  const shown = await readImport(db(), person, id.data, clock.now()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const [t, format, search] = await Promise.all([getTranslations('ledger-import'), getFormatter(), searchParams])
  const when = (at: Date) => format.dateTime(at, 'dayTime', { timeZone: county.timeZone })
  const { state, counts, problemCount, items } = shown
  const { understood, problems, known } = shown.findings
  const again = (
    <LinkButton href="/ledger-import" tone={state === 'refused' ? 'primary' : undefined} icon="upload">
      {t('preview.again')}
    </LinkButton>
  )
  return (
    <div className="page">
      <LinkButton href="/ledger-import" tone="quiet" icon="left" className="item-back">
        {t('preview.back')}
      </LinkButton>
      <h1 className="heading">{t('preview.title')}</h1>
      <p className="meta">
        {t('preview.of', {
          file: shown.fileName,
          count: counts.rows,
          by: shown.by,
          at: when(shown.createdAt),
          body: shown.bodyName,
        })}
      </p>
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
            <p>{again}</p>
          </>
        ) : null}
        {state === 'expired' ? (
          <>
            <Notice tone="warn" title={t('preview.expired')}>
              {t('preview.expiredText')}
            </Notice>
            <p>{again}</p>
          </>
        ) : null}
        {state === 'takenBack' ? (
          <>
            <Notice tone="info" title={t('preview.takenBack', { at: when(shown.takenBackAt!) })} live>
              {t('preview.takenBackText', { count: counts.newItems })}
            </Notice>
            <p>{again}</p>
          </>
        ) : null}
        {state === 'stored' ? (
          <>
            <Notice tone="good" title={t('preview.stored', { at: when(shown.storedAt!), count: counts.newItems })} live>
              {t('preview.storedText', { first: shown.first ?? '' })}
            </Notice>
            <p>
              <LinkButton href={`/action-items?view=all&meeting=${shown.home}`} tone="primary" icon="list">
                {t('preview.toLedger')}
              </LinkButton>
            </p>
            {shown.mayTakeBack ? (
              <TakeBackForm action={takeBackImportAction} id={shown.id} />
            ) : (
              <p className="meta">{t('takeBack.late')}</p>
            )}
          </>
        ) : null}
        {state === 'ready' ? (
          <>
            <p>
              <b>{t('preview.counts', { fresh: counts.newItems, closed: counts.closed, known: counts.knownItems })}</b>
            </p>
            <p className="meta">{t('preview.kept', { at: when(shown.expiresAt) })}</p>
            {counts.newItems === 0 ? (
              <Notice tone="info">{t('preview.nothing')}</Notice>
            ) : (
              <ConfirmForm
                id={shown.id}
                count={counts.newItems}
                before={typeof search.code === 'string' ? { code: search.code } : null}
              />
            )}
          </>
        ) : null}
        {items.length > 0 ? (
          <section className="stack" aria-labelledby="items">
            <h2 className="subheading" id="items">
              {t('preview.items')}
            </h2>
            {counts.newItems > items.length ? (
              <p className="meta">{t('preview.itemsMore', { shown: items.length, count: counts.newItems })}</p>
            ) : null}
            <ItemTable items={items} />
          </section>
        ) : null}
        <KnownRows known={known} />
        <Understood understood={understood} />
      </div>
    </div>
  )
}
