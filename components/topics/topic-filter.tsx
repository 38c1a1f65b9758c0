import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { TopicState, TopicTag, type TopicQuery } from '@/server/topics/contract'

type Props = {
  query: TopicQuery
  counts: Partial<Record<TopicState, number>>
  units: readonly { value: string; label: string }[]
}

/** How many stand where, as wide as they are many, each leading to its rows; and what else to look by. Works without script. */
export function TopicFilter({ query, counts, units }: Props) {
  const t = useTranslations('topics')
  const states = TopicState.options.filter((state) => counts[state])
  const all = { value: '', label: t('filter.all') }
  return (
    <>
      <nav className="topic-picture" aria-label={t('filter.picture')}>
        {states.map((state) => (
          <Link
            key={state}
            href={`/topics?state=${state}`}
            data-state={state}
            aria-current={query.state === state ? 'true' : undefined}
            style={{ flexGrow: counts[state] }}
            aria-label={t('filter.open', { state: t(`states.${state}`), count: counts[state]! })}
          >
            <b>{counts[state]}</b>
            <span>{t(`states.${state}`)}</span>
          </Link>
        ))}
      </nav>
      <form className="topic-filter" method="get" action="/topics" role="search" aria-label={t('filter.label')}>
        <Field label={t('filter.state')}>
          <Select
            name="state"
            defaultValue={query.state ?? ''}
            options={[all, ...TopicState.options.map((state) => ({ value: state, label: t(`states.${state}`) }))]}
          />
        </Field>
        <Field label={t('filter.tag')}>
          <Select
            name="tag"
            defaultValue={query.tag ?? ''}
            options={[all, ...TopicTag.options.map((tag) => ({ value: tag, label: t(`tags.${tag}`) }))]}
          />
        </Field>
        <Field label={t('filter.unit')}>
          <Select name="unit" defaultValue={query.unit ?? ''} options={[all, ...units]} />
        </Field>
        <Button type="submit" icon="filter">
          {t('filter.apply')}
        </Button>
        {query.state || query.tag || query.unit ? <Link href="/topics">{t('filter.clear')}</Link> : null}
      </form>
    </>
  )
}
