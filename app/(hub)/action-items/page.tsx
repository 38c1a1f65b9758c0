import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LedgerFilters, LedgerViews, addressOf } from '@/components/action-items/ledger-filters'
import { LedgerPictures } from '@/components/action-items/ledger-pictures'
import { LedgerRows } from '@/components/action-items/ledger-rows'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { LedgerQuery } from '@/server/action-items/contract'
import { daysBetween } from '@/server/action-items/model'
import { listLedgerUnits, readLedger, readLedgerNumbers } from '@/server/action-items/read'
import { summarise } from '@/server/action-items/summarise'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('action-items'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function LedgerPage({ searchParams }: { searchParams: Search }) {
  const { person, county } = await requirePerson('/action-items')
  const query = LedgerQuery.parse(await searchParams)
  const today = dayIn(county.timeZone, clock.now())
  const [t, numbers, ledger, units] = await Promise.all([
    getTranslations('action-items'),
    readLedgerNumbers(db(), person),
    readLedger(db(), person, query, today),
    listLedgerUnits(db(), person),
  ])
  const sums = summarise(numbers, person, today)
  if (numbers.length === 0) {
    return (
      <div className="page page-wide">
        <div className="page-head">
          <h1 className="title">{t('title')}</h1>
        </div>
        <Empty title={t('empty.title')} text={t('empty.text')}>
          <LinkButton href="/meetings">{t('empty.go')}</LinkButton>
        </Empty>
      </div>
    )
  }
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('summary', sums.summary)}</p>
      </div>
      <LedgerPictures
        today={today}
        items={numbers.map(({ id, title, kind, state, dueOn, createdAt }) => ({
          id,
          title,
          kind,
          state,
          dueOn,
          ageDays: daysBetween(dayIn(county.timeZone, createdAt), today),
        }))}
      />
      <LedgerViews query={query} counts={sums.views} />
      <LedgerFilters query={query} units={units} />
      {ledger.rows.length === 0 ? (
        <Empty title={t('nothing.title')} text={t('nothing.text')}>
          <LinkButton href="/action-items?view=all">{t('filters.clear')}</LinkButton>
        </Empty>
      ) : (
        <LedgerRows
          caption={t('filters.results', { count: ledger.total })}
          today={today}
          items={ledger.rows.map(({ meeting, latest, ...row }) => ({
            ...row,
            issueNumber: meeting.issueNumber,
            latest:
              latest && latest.remark !== '' ? { remark: latest.remark, on: dayIn(county.timeZone, latest.at) } : null,
          }))}
        />
      )}
      {ledger.pages > 1 ? (
        <nav className="ledger-pages" aria-label={t('pages.label')}>
          {ledger.page > 1 ? (
            <LinkButton href={addressOf(query, { page: ledger.page - 1 })}>{t('pages.previous')}</LinkButton>
          ) : null}
          <span>{t('pages.of', { page: ledger.page, pages: ledger.pages })}</span>
          {ledger.page < ledger.pages ? (
            <LinkButton href={addressOf(query, { page: ledger.page + 1 })}>{t('pages.next')}</LinkButton>
          ) : null}
        </nav>
      ) : null}
    </div>
  )
}
