import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { setCountyAction } from '@/app/(hub)/settings/county/actions'
import { CountyForm } from '@/components/counties/county-form'
import { DivisionSearch } from '@/components/counties/division-search'
import { Empty } from '@/components/ui/empty'
import { can } from '@/server/access'
import { CountyLevel } from '@/server/counties/contract'
import { mostDivisions, searchDivisions } from '@/server/counties/divisions'
import { readCounty } from '@/server/counties/read'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { PeopleQuery } from '@/server/people/find-people'
import { localeNames, locales } from '@/server/preferences/model'
import { offeredTimeZones } from '@/server/setup/contract'

type Props = { searchParams: Promise<{ q?: string; level?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('county'))('title') }
}

export default async function CountyPage({ searchParams }: Props) {
  const { person } = await requirePerson('/settings/county')
  if (!can(person, 'county.settings', { kind: 'county', countyId: person.countyId })) notFound()
  const search = await searchParams
  const [t, county] = await Promise.all([getTranslations('county'), readCounty(db(), person)])
  const query = PeopleQuery.parse(search.q)
  const level = CountyLevel.catch(county.level).parse(search.level)
  const found = searchDivisions(query, level)
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
      </div>
      <DivisionSearch query={query} level={level} />
      {query !== '' && found.length === 0 ? (
        <Empty title={t('notFound', { name: query })} text={t('notFoundText')} />
      ) : null}
      {found.length > mostDivisions ? <p className="meta">{t('more', { count: mostDivisions })}</p> : null}
      <CountyForm
        action={setCountyAction}
        now={{ ...county, level }}
        current={level === county.level ? county.division : null}
        found={found.slice(0, mostDivisions)}
        timeZones={[...new Set([county.timeZone, ...offeredTimeZones])]}
        locales={locales.map((value) => ({ value, label: localeNames[value] }))}
      />
    </div>
  )
}
