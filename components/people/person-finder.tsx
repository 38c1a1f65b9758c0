import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import './people.css'

/** Finds people by part of their name; a link with ?q=, so that it works before scripts do and can be gone back to. */
export function PersonSearch({
  action,
  query,
  children,
}: {
  action: string
  query: string
  children?: React.ReactNode
}) {
  const t = useTranslations('people.finder')
  return (
    <form action={action} role="search" aria-label={t('label')} className="person-search">
      <Field label={t('name')} hint={t('hint')}>
        <Input name="q" type="search" defaultValue={query} maxLength={80} autoComplete="off" icon="search" />
      </Field>
      {children}
      <Button type="submit">{t('find')}</Button>
    </form>
  )
}
