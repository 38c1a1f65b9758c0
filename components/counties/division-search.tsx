import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import './counties.css'

const levels = ['county', 'prefecture', 'province'] as const

/** By name or the beginning of a code, at one level; the list of divisions stays on the server. */
export function DivisionSearch({ query, level }: { query: string; level: (typeof levels)[number] }) {
  const t = useTranslations('county')
  return (
    <form action="/settings/county" role="search" aria-label={t('search')} className="card stack">
      <Field label={t('level')}>
        <Select
          name="level"
          defaultValue={level}
          options={levels.map((value) => ({ value, label: t(`levels.${value}`) }))}
        />
      </Field>
      <Field label={t('searchFor')} hint={t('searchHint')}>
        <Input name="q" type="search" defaultValue={query} maxLength={80} autoComplete="off" icon="search" />
      </Field>
      <Button type="submit">{t('find')}</Button>
    </form>
  )
}
