import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { LinkButton } from '@/components/ui/link-button'
import { Select, type Option } from '@/components/ui/select'
import { ActionItemState, LedgerGroup, LedgerView, Priority, type LedgerQuery } from '@/server/action-items/contract'
import { UnitKind, type UnitView } from '@/server/rooms/contract'
import { addressOf } from './ledger-address'
import './ledger.css'

const dues = ['late', '3', '10', '30', 'none'] as const
const warnings = ['late', 'yellow', 'blue'] as const

export function LedgerViews({ query, counts }: { query: LedgerQuery; counts: Record<LedgerView, number> }) {
  const t = useTranslations('action-items.views')
  const current = query.view ?? 'open'
  return (
    <nav className="seg ledger-views" aria-label={t('label')}>
      {LedgerView.options.map((view) => (
        <Link
          key={view}
          href={addressOf({ view: view === 'open' ? undefined : view })}
          aria-current={view === current ? 'true' : undefined}
        >
          {t(view, { count: counts[view] })}
        </Link>
      ))}
    </nav>
  )
}

export type FilterChoices = {
  units: readonly UnitView[]
  bodies: readonly { id: string; name: string }[]
  sittings: readonly { id: string; title: string; issueNumber: number }[]
  duties: readonly { id: string; title: string }[]
}

/** Choices that only come from an address, a picture's figure for one: they go along, and are named where they can be dropped. */
const carried = ['view', 'since', 'closed', 'age', 'sort', 'dir'] as const

/** A plain GET form: works before and without scripts. */
export function LedgerFilters({ query, choices }: { query: LedgerQuery; choices: FilterChoices }) {
  const t = useTranslations('action-items.filters')
  const states = useTranslations('action-items.states')
  const kinds = useTranslations('units.kinds')
  const priorities = useTranslations('follow-up.labels.priorities')
  const any = (label: string): Option => ({ value: '', label })
  const more = [
    query.kind,
    query.body,
    query.meeting,
    query.duty,
    query.warning,
    query.tag,
    query.priority,
    query.owner,
  ]
  const { view: _view, sort: _sort, dir: _dir, at: _at, group: _group, ...narrowing } = query
  const isFiltered = Object.values(narrowing).some(Boolean)
  const due = query.due ?? ''
  return (
    <form action="/action-items" method="get" role="search" aria-label={t('label')} className="ledger-filters">
      {carried.map((name) => (query[name] ? <input key={name} type="hidden" name={name} value={query[name]} /> : null))}
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
          options={[any(t('anyState')), ...ActionItemState.options.map((value) => ({ value, label: states(value) }))]}
        />
      </Field>
      <Field label={t('unit')}>
        <Select
          name="unit"
          defaultValue={query.unit ?? ''}
          options={[any(t('anyUnit')), ...choices.units.map((unit) => ({ value: unit.id, label: unit.name }))]}
        />
      </Field>
      <Field label={t('due')}>
        <Select
          name="due"
          defaultValue={due}
          options={[
            any(t('anyDue')),
            ...dues.map((value) => ({ value, label: t(`dues.${value}`) })),
            ...(due !== '' && !(dues as readonly string[]).includes(due)
              ? [{ value: due, label: due === 'kept' ? t('dues.kept') : due }]
              : []),
          ]}
        />
      </Field>
      <Field label={t('group')}>
        <Select
          name="group"
          defaultValue={query.group ?? ''}
          options={[any(t('noGroup')), ...LedgerGroup.options.map((value) => ({ value, label: t(`groups.${value}`) }))]}
        />
      </Field>
      <details className="ledger-more-filters" open={more.some(Boolean)}>
        <summary>{t('more')}</summary>
        <div className="ledger-filters">
          <Field label={t('kind')}>
            <Select
              name="kind"
              defaultValue={query.kind ?? ''}
              options={[any(t('any')), ...UnitKind.options.map((value) => ({ value, label: kinds(`${value}.name`) }))]}
            />
          </Field>
          {choices.bodies.length > 1 ? (
            <Field label={t('body')}>
              <Select
                name="body"
                defaultValue={query.body ?? ''}
                options={[any(t('any')), ...choices.bodies.map(({ id, name }) => ({ value: id, label: name }))]}
              />
            </Field>
          ) : null}
          <Field label={t('meeting')}>
            <Select
              name="meeting"
              defaultValue={query.meeting ?? ''}
              options={[
                any(t('any')),
                ...choices.sittings.map(({ id, title, issueNumber }) => ({
                  value: id,
                  label: t('sitting', { issue: issueNumber, title }),
                })),
              ]}
            />
          </Field>
          {choices.duties.length > 0 ? (
            <Field label={t('duty')}>
              <Select
                name="duty"
                defaultValue={query.duty ?? ''}
                options={[any(t('any')), ...choices.duties.map(({ id, title }) => ({ value: id, label: title }))]}
              />
            </Field>
          ) : null}
          <Field label={t('warning')}>
            <Select
              name="warning"
              defaultValue={query.warning ?? ''}
              options={[any(t('any')), ...warnings.map((value) => ({ value, label: t(`warnings.${value}`) }))]}
            />
          </Field>
          <Field label={t('priority')}>
            <Select
              name="priority"
              defaultValue={query.priority ?? ''}
              options={[any(t('any')), ...Priority.options.map((value) => ({ value, label: priorities(value) }))]}
            />
          </Field>
          <Field label={t('tag')}>
            <Input name="tag" defaultValue={query.tag ?? ''} maxLength={20} />
          </Field>
          <Field label={t('owner')}>
            <Input name="owner" defaultValue={query.owner ?? ''} maxLength={100} />
          </Field>
        </div>
      </details>
      <Button type="submit" icon="filter">
        {t('apply')}
      </Button>
      {isFiltered ? (
        <LinkButton href={addressOf({ view: query.view, sort: query.sort, dir: query.dir })} tone="quiet" icon="x">
          {t('clear')}
        </LinkButton>
      ) : null}
    </form>
  )
}
