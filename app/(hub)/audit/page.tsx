import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { AuditTable } from '@/components/people/audit-table'
import { ErrorView } from '@/components/shell/error-view'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { AuditFilter, AuditQuery } from '@/server/events/filter'
import { readAudit } from '@/server/events/read'
import { requirePerson } from '@/server/people/current-actor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  const { person, county } = await requirePerson('/audit')
  if (!can(person, 'audit.read', { kind: 'county', countyId: person.countyId })) return <ErrorView code="not_allowed" />
  const query = AuditQuery.parse(await searchParams)
  const [t, format, audit] = await Promise.all([
    getTranslations('audit'),
    getFormatter(),
    readAudit(db(), person, query, county.timeZone),
  ])
  const wordsFor = (verb: string) => {
    const key = `verbs.${verb}` as Parameters<typeof t>[0]
    return t.has(key) ? `${t(key)} ${verb}` : verb
  }
  const older = new URLSearchParams(
    Object.entries({ ...query, before: audit.older }).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, String(value)]],
    ),
  )
  const chosen = Object.entries(AuditFilter.parse(query)).filter((entry): entry is [string, string] => !!entry[1])
  const download = (format: string) => `/api/export/audit?${new URLSearchParams([['format', format], ...chosen])}`
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
      </div>
      <form action="/audit" method="get" className="audit-filters" role="search" aria-label={t('filter.label')}>
        <Field label={t('filter.verb')}>
          <Select
            name="verb"
            defaultValue={query.verb ?? ''}
            options={[
              { value: '', label: t('filter.anyVerb') },
              ...audit.verbs.map((verb) => ({ value: verb, label: wordsFor(verb) })),
            ]}
          />
        </Field>
        <Field label={t('filter.result')}>
          <Select
            name="result"
            defaultValue={query.result ?? ''}
            options={[
              { value: '', label: t('filter.anyResult') },
              ...(['done', 'refused'] as const).map((value) => ({ value, label: t(`results.${value}`) })),
            ]}
          />
        </Field>
        <Field label={t('filter.from')}>
          <Input type="date" name="from" defaultValue={query.from ?? ''} />
        </Field>
        <Field label={t('filter.until')}>
          <Input type="date" name="until" defaultValue={query.until ?? ''} />
        </Field>
        <Button type="submit" icon="filter">
          {t('filter.apply')}
        </Button>
      </form>
      {audit.rows.length === 0 ? (
        <Empty title={t('empty')} />
      ) : (
        <AuditTable
          rows={audit.rows.map((row) => ({
            ...row,
            when: format.dateTime(row.at, 'dayTime'),
            who: row.actorName ?? t(`actors.${row.actorKind}`),
          }))}
        />
      )}
      <p className="row row-wrap section">
        {audit.older === null ? null : <LinkButton href={`/audit?${older}`}>{t('older')}</LinkButton>}
        {query.before === undefined ? null : <LinkButton href="/audit">{t('newest')}</LinkButton>}
      </p>
      <section className="section" aria-label={t('export.label')}>
        <p className="row row-wrap">
          {(['csv', 'jsonl'] as const).map((format) => (
            <LinkButton key={format} href={download(format)} icon="download" external>
              {t(`export.${format}`)}
            </LinkButton>
          ))}
        </p>
        <p className="meta">{t('export.hint')}</p>
      </section>
    </div>
  )
}
