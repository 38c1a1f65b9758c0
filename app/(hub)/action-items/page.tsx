import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeptViews } from '@/components/action-items/kept-views'
import { addressOf, searchOf } from '@/components/action-items/ledger-address'
import { makeReportAction } from '@/app/(hub)/bodies/[id]/report/actions'
import { TakeLedger } from '@/components/action-items/take-ledger'
import { LedgerFilters, LedgerViews } from '@/components/action-items/ledger-filters'
import { LedgerGroups } from '@/components/action-items/ledger-groups'
import { LedgerPictures } from '@/components/action-items/ledger-pictures'
import { LedgerKeys } from '@/components/action-items/ledger-keys'
import { LedgerRows } from '@/components/action-items/ledger-rows'
import { SeveralForm } from '@/components/action-items/several-form'
import { WriteReports } from '@/components/reports/write-report'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { LedgerQuery } from '@/server/action-items/contract'
import { mostOnPaper } from '@/server/action-items/export'
import { itemNumber } from '@/server/action-items/model'
import { readLedger } from '@/server/action-items/read'
import { readChoices } from '@/server/action-items/read-choices'
import { readSeveralChoices } from '@/server/action-items/several/read-choices'
import { summarise } from '@/server/action-items/summarise'
import { readSittingTallies, readTallies } from '@/server/action-items/tallies'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listImportable } from '@/server/ledger-import/read'
import { readViews } from '@/server/ledger-views/read-views'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { changeSeveralAction, takeBackSeveralAction } from './several-actions'
import { keepViewAction, removeViewAction, renameViewAction } from './view-actions'
import { listReportable } from '@/server/reports/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('action-items'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function LedgerPage({ searchParams }: { searchParams: Search }) {
  const { person, county } = await requirePerson('/action-items')
  const query = LedgerQuery.parse(await searchParams)
  const at = clock.now()
  const { timeZone } = county
  const today = dayIn(timeZone, at)
  const now = { today, timeZone }
  const counting = readTallies(db(), person, now, at)
  const [t, tallies, choices, ledger, sittings, several, views, reportable, importable, importing] = await Promise.all([
    getTranslations('action-items'),
    counting,
    readChoices(db(), person),
    query.group ? null : readLedger(db(), person, query, now, counting),
    query.group === 'meeting' ? readSittingTallies(db(), person, now, at) : [],
    query.group ? null : readSeveralChoices(db(), person, at),
    readViews(db(), person),
    listReportable(db(), person),
    listImportable(db(), person),
    getTranslations('ledger-import'),
  ])
  const importLink = importable.length > 0 ? <LinkButton href="/ledger-import">{importing('open')}</LinkButton> : null
  const sums = summarise(tallies.units, person)
  if (sums.summary.total === 0) {
    return (
      <div className="page page-wide">
        <div className="page-head">
          <h1 className="title">{t('title')}</h1>
          {importLink}
        </div>
        <Empty title={t('empty.title')} text={t('empty.text')}>
          <LinkButton href="/meetings">{t('empty.go')}</LinkButton>
        </Empty>
      </div>
    )
  }
  const { before, after } = ledger ?? { before: null, after: null }
  const caption =
    ledger === null || ledger.total === null
      ? t('filters.page')
      : t(ledger.isCutShort ? 'filters.resultsMore' : 'filters.results', { count: ledger.total })
  const rows = (
    <LedgerRows
      caption={caption}
      today={today}
      query={query}
      mayChoose={several !== null}
      items={(ledger?.rows ?? []).map(({ meeting, latest, ...row }) => ({
        ...row,
        issueNumber: meeting.issueNumber,
        latest: latest && latest.remark !== '' ? { remark: latest.remark, on: dayIn(timeZone, latest.at) } : null,
      }))}
    />
  )
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('summary', sums.summary)}</p>
        <div className="row row-wrap push">
          <TakeLedger query={query} most={mostOnPaper} />
          {importLink}
          <WriteReports
            action={makeReportAction}
            places={reportable.map(({ id, name }) => ({ bodyId: id, name, onceKey: crypto.randomUUID() }))}
          />
        </div>
      </div>
      <LedgerPictures today={today} tallies={tallies} />
      <LedgerViews query={query} counts={sums.views} />
      <KeptViews
        views={views}
        query={searchOf(query)}
        bodies={choices.bodies.filter(({ id: bodyId }) =>
          can(person, 'ledger-view.manage', { kind: 'body', countyId: county.id, bodyId }),
        )}
        keep={keepViewAction}
        rename={renameViewAction}
        remove={removeViewAction}
      />
      <LedgerFilters query={query} choices={choices} />
      {query.group ? (
        <LedgerGroups group={query.group} tallies={tallies.units} sittings={sittings} />
      ) : ledger === null || ledger.rows.length === 0 ? (
        <Empty title={t('nothing.title')} text={t('nothing.text')}>
          <LinkButton href="/action-items?view=all">{t('filters.clear')}</LinkButton>
        </Empty>
      ) : (
        <>
          <p className="fine" role="status">
            {caption}
          </p>
          {several === null ? (
            <LedgerKeys>{rows}</LedgerKeys>
          ) : (
            <SeveralForm
              change={changeSeveralAction}
              takeBack={takeBackSeveralAction}
              options={{ ...several, duties: choices.duties }}
              onceKey={crypto.randomUUID()}
              names={Object.fromEntries(
                ledger.rows.map(({ id, meeting, number, title }) => [
                  id,
                  `${itemNumber(meeting.issueNumber, number)} ${title}`,
                ]),
              )}
            >
              {rows}
            </SeveralForm>
          )}
        </>
      )}
      {before !== null || after !== null ? (
        <nav className="ledger-pages" aria-label={t('pages.label')}>
          {before !== null ? (
            <>
              <LinkButton href={addressOf(query)}>{t('pages.first')}</LinkButton>
              <LinkButton href={addressOf(query, { at: before })}>{t('pages.previous')}</LinkButton>
            </>
          ) : null}
          {after !== null ? <LinkButton href={addressOf(query, { at: after })}>{t('pages.next')}</LinkButton> : null}
        </nav>
      ) : null}
    </div>
  )
}
