import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { SearchKinds } from '@/server/search/contract'
import './search.css'

/** A plain form: what is looked for stands in the address, so that it can be sent and gone back to. */
export function SearchForm({ q, kind }: { q: string; kind: SearchKinds | null }) {
  const t = useTranslations('search')
  return (
    <form action="/search" role="search" className="search-form">
      <Field label={t('label')} hint={t('hint')}>
        <Input type="search" name="q" defaultValue={q} icon="search" maxLength={100} enterKeyHint="search" />
      </Field>
      {kind ? <input type="hidden" name="kind" value={kind} /> : null}
      <Button type="submit" tone="primary">
        {t('go')}
      </Button>
    </form>
  )
}
