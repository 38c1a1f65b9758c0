import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import { ActionItemState, LedgerSort, LedgerView, type LedgerQuery } from '@/server/action-items/contract'
import type { UnitView } from '@/server/rooms/contract'
import './ledger.css'

const dues = ['late', '3', '10', '30', 'none'] as const

/** The same ledger seen another way: every choice is in the address, so that it can be sent to a colleague. */
export function addressOf(query: LedgerQuery, change: Partial<Record<keyof LedgerQuery, string | number | undefined>>) {
  const merged = { ...query, page: undefined, ...change }
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(merged))
    if (value !== undefined && value !== '') search.set(key, String(value))
  const text = search.toString()
  return text ? `/action-items?${text}` : '/action-items'
}

export function LedgerViews({ query, counts }: { query: LedgerQuery; counts: Record<LedgerView, number> }) {
  const t = useTranslations('action-items.views')
  const current = query.view ?? 'open'
  return (
    <nav className="seg ledger-views" aria-label={t('label')}>
      {LedgerView.options.map((view) => (
        <Link
          key={view}
          href={addressOf({} as LedgerQuery, { view: view === 'open' ? undefined : view })}
          aria-current={view === current ? 'true' : undefined}
        >
          {t(view, { count: counts[view] })}
        </Link>
      ))}
    </nav>
  )
}

/** A plain GET form: works before and without scripts. */
export function LedgerFilters({ query, units }: { query: LedgerQuery; units: readonly UnitView[] }) {
  const t = useTranslations('action-items.filters')
  const states = useTranslations('action-items.states')
  const kinds = useTranslations('units.kinds')
  const isFiltered = [query.q, query.state, query.unit, query.due, query.kind, query.meeting].some(Boolean)
  return (
    <form action="/action-items" method="get" role="search" aria-label={t('label')} className="ledger-filters">
      {query.view ? <input type="hidden" name="view" value={query.view} /> : null}
      {query.kind ? <input type="hidden" name="kind" value={query.kind} /> : null}
      {query.meeting ? <input type="hidden" name="meeting" value={query.meeting} /> : null}
      <Field label={t('q')} className="field-wide">
        <Input
          type="search"
          name="q"
          icon="search"
          defaultValue={query.q ?? ''}
          placeholder={t('qHint')}
          maxLength={100}
        />
      </Field>
      <Field label={t('state')}>
        <Select
          name="state"
          defaultValue={query.state ?? ''}
          options={[
            { value: '', label: t('anyState') },
            ...ActionItemState.options.map((value) => ({ value, label: states(value) })),
          ]}
        />
      </Field>
      <Field label={t('unit')}>
        <Select
          name="unit"
          defaultValue={query.unit ?? ''}
          options={[{ value: '', label: t('anyUnit') }, ...units.map((unit) => ({ value: unit.id, label: unit.name }))]}
        />
      </Field>
      <Field label={t('due')}>
        <Select
          name="due"
          defaultValue={query.due ?? ''}
          options={[{ value: '', label: t('anyDue') }, ...dues.map((value) => ({ value, label: t(`dues.${value}`) }))]}
        />
      </Field>
      <Field label={t('sort')}>
        <Select
          name="sort"
          defaultValue={query.sort ?? 'due'}
          options={LedgerSort.options.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        />
      </Field>
      <Button type="submit" icon="filter">
        {t('apply')}
      </Button>
      {isFiltered ? (
        <LinkButton href={addressOf({ view: query.view, sort: query.sort } as LedgerQuery, {})} tone="quiet" icon="x">
          {query.kind ? t('kindIs', { kind: kinds(`${query.kind}.name`) }) : t('clear')}
        </LinkButton>
      ) : null}
    </form>
  )
}
