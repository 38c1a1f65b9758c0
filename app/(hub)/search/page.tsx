import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SearchForm } from '@/components/search/search-form'
import { SearchResults } from '@/components/search/search-results'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { SearchQuery } from '@/server/search/contract'
import { search } from '@/server/search/search'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, query] = await Promise.all([getTranslations('search'), searchParams])
  const { q } = SearchQuery.parse(query)
  return { title: q === '' ? t('title') : t('titleOf', { q }) }
}

export default async function SearchPage({ searchParams }: Props) {
  const query = SearchQuery.parse(await searchParams)
  const back = query.q === '' ? '/search' : `/search?${new URLSearchParams({ q: query.q })}`
  const { person } = await requirePerson(back)
  const [t, page] = await Promise.all([getTranslations('search'), search(db(), person, query)])
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('title')}</h1>
      <SearchForm q={query.q} kind={query.kind ?? null} />
      <SearchResults query={query} page={page} />
    </div>
  )
}
