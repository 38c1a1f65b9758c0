import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { UploadForm } from '@/components/ledger-import/upload-form'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listImportable, listImports } from '@/server/ledger-import/read'
import { requirePerson } from '@/server/people/current-actor'
import '@/components/spreadsheets/spreadsheets.css'

type Search = Promise<Record<string, string | string[] | undefined>>

const tones = { ready: 'info', refused: 'warn', stored: 'good', expired: 'plain', takenBack: 'plain' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ledger-import'))('title') }
}

export default async function LedgerImportPage({ searchParams }: { searchParams: Search }) {
  const { person, county } = await requirePerson('/ledger-import')
  const [t, format, bodies, imports, search] = await Promise.all([
    getTranslations('ledger-import'),
    getFormatter(),
    listImportable(db(), person),
    listImports(db(), person, clock.now()),
    searchParams,
  ])
  if (bodies.length === 0) notFound()
  const said = (name: string) => (typeof search[name] === 'string' ? { [name]: search[name] } : {})
  const before =
    typeof search.code === 'string' ? { code: search.code, fields: { ...said('file'), ...said('columns') } } : null
  return (
    <div className="page page-narrow">
      <LinkButton href="/action-items" tone="quiet" icon="left" className="item-back">
        {t('back')}
      </LinkButton>
      <h1 className="heading">{t('title')}</h1>
      <p className="meta">{t('lead')}</p>
      <ol className="import-steps section">
        <li>
          {t('steps.file')}
          <span className="row row-wrap">
            <LinkButton href="/api/ledger-import/template?format=xlsx" icon="download" external>
              {t('template.download', { format: 'XLSX' })}
            </LinkButton>
            <LinkButton href="/api/ledger-import/template?format=csv" icon="download" external>
              {t('template.download', { format: 'CSV' })}
            </LinkButton>
          </span>
        </li>
        <li>{t('steps.row')}</li>
        <li>{t('steps.check')}</li>
      </ol>
      <UploadForm bodies={bodies} before={before} />
      <section className="section" aria-labelledby="imports">
        <h2 className="subheading" id="imports">
          {t('imports.title')}
        </h2>
        {imports.length === 0 ? <p className="meta">{t('imports.none')}</p> : null}
        <ul className="list">
          {imports.map((each) => (
            <li key={each.id} className="import-batch">
              <Link href={`/ledger-import/${each.id}`}>{each.fileName}</Link>
              <Badge tone={tones[each.state]}>{t(`states.${each.state}`)}</Badge>
              <span className="fine">
                {format.dateTime(each.createdAt, 'dayMonthTime', { timeZone: county.timeZone })}
                {t('imports.rows', { count: each.counts.rows })}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
