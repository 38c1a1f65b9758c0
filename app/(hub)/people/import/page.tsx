import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { UploadForm } from '@/components/people-import/upload-form'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listBatches } from '@/server/people-import/read'
import { requirePerson } from '@/server/people/current-actor'
import '@/components/spreadsheets/spreadsheets.css'

type Search = Promise<Record<string, string | string[] | undefined>>

const tones = { ready: 'info', refused: 'warn', stored: 'good', expired: 'plain' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people-import'))('title') }
}

export default async function ImportPage({ searchParams }: { searchParams: Search }) {
  const { person, county } = await requirePerson('/people/import')
  if (!can(person, 'people.import', { kind: 'county', countyId: person.countyId })) notFound()
  const [t, format, batches, search] = await Promise.all([
    getTranslations('people-import'),
    getFormatter(),
    listBatches(db(), person, clock.now()),
    searchParams,
  ])
  const said = (name: string) => (typeof search[name] === 'string' ? { [name]: search[name] } : {})
  const before =
    typeof search.code === 'string' ? { code: search.code, fields: { ...said('file'), ...said('columns') } } : null
  return (
    <div className="page page-narrow">
      <LinkButton href="/people" tone="quiet" icon="left" className="item-back">
        {t('back')}
      </LinkButton>
      <h1 className="heading">{t('title')}</h1>
      <p className="meta">{t('lead')}</p>
      <ol className="import-steps section">
        <li>
          {t('steps.template')}
          <span className="row row-wrap">
            <LinkButton href="/api/people-import/template?format=xlsx" icon="download" external>
              {t('template.download', { format: 'XLSX' })}
            </LinkButton>
            <LinkButton href="/api/people-import/template?format=csv" icon="download" external>
              {t('template.download', { format: 'CSV' })}
            </LinkButton>
          </span>
        </li>
        <li>{t('steps.fill')}</li>
        <li>{t('steps.check')}</li>
      </ol>
      <UploadForm before={before} />
      <section className="section" aria-labelledby="batches">
        <h2 className="subheading" id="batches">
          {t('batches.title')}
        </h2>
        {batches.length === 0 ? <p className="meta">{t('batches.none')}</p> : null}
        <ul className="list">
          {batches.map((batch) => (
            <li key={batch.id} className="import-batch">
              <Link href={`/people/import/${batch.id}`}>{batch.fileName}</Link>
              <Badge tone={tones[batch.state]}>{t(`states.${batch.state}`)}</Badge>
              <span className="fine">
                {format.dateTime(batch.createdAt, 'dayMonthTime', { timeZone: county.timeZone })}
                {t('batches.rows', { count: batch.counts.rows })}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
