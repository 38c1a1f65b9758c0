import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { SearchKinds, type SearchQuery } from '@/server/search/contract'
import type { Piece } from '@/server/search/model'
import './search.css'

export type FoundItem = {
  kind: SearchKinds
  id: string
  href: string
  title: Piece[]
  snippet: Piece[]
  isRestricted: boolean
  bodyName: string
  meeting: { title: string; issueNumber: number } | null
  at: Date
}
type Props = { query: SearchQuery; page: { found: FoundItem[]; next: string | null } }

/** Marked by the element, which is read aloud and printed as well as coloured. */
function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, at) => (piece.isHit ? <mark key={at}>{piece.text}</mark> : piece.text))
}

export function SearchResults({ query, page }: Props) {
  const t = useTranslations('search')
  const format = useFormatter()
  const { q, kind } = query
  if (q === '') return null
  const to = (more: Record<string, string>) => `/search?${new URLSearchParams({ q, ...more })}`
  return (
    <>
      <nav aria-label={t('kinds')} className="row row-wrap search-kinds">
        <Link href={to({})} aria-current={kind ? undefined : 'true'}>
          {t('all')}
        </Link>
        {SearchKinds.options.map((each) => (
          <Link key={each} href={to({ kind: each })} aria-current={kind === each ? 'true' : undefined}>
            {t(`kind.${each}`)}
          </Link>
        ))}
      </nav>
      {page.found.length === 0 ? (
        <Empty title={t('none', { q })} text={t('noneText')} />
      ) : (
        <ol className="search-found" aria-label={t('found', { q })}>
          {page.found.map((item) => (
            <li key={`${item.kind}${item.id}${item.href}`}>
              <Link href={item.href} className="search-title">
                <Marked pieces={item.title} />
              </Link>
              {item.snippet.length > 0 ? (
                <p>
                  <Marked pieces={item.snippet} />
                </p>
              ) : null}
              <p className="meta row row-wrap">
                <Badge>{t(`kind.${item.kind}`)}</Badge>
                {item.isRestricted ? (
                  <Badge tone="warn" icon="lock">
                    {t('restricted')}
                  </Badge>
                ) : null}
                <span>{item.bodyName}</span>
                {item.meeting ? <span>{t('sitting', item.meeting)}</span> : null}
                <time dateTime={item.at.toISOString()}>{format.dateTime(item.at, 'day')}</time>
              </p>
            </li>
          ))}
        </ol>
      )}
      {page.next ? (
        <p>
          <LinkButton href={to({ ...(kind && { kind }), after: page.next })}>{t('more')}</LinkButton>
        </p>
      ) : null}
    </>
  )
}
