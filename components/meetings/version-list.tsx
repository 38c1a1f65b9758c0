import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import type { HistoryQuery } from '@/server/minutes/contract'
import { historyHref } from './history-href'
import './history.css'

type Person = { id: string; name: string }
type Props = {
  versions: readonly { seq: number; from: Date; until: Date; people: readonly Person[] }[]
  writers: readonly Person[]
  older: number | null
  query: HistoryQuery
  chosen: number | null
}

/** Stretches of work, newest first; choosing one shows what changed in it. Works without scripts. */
export function VersionList({ versions, writers, older, query, chosen }: Props) {
  const t = useTranslations('meetings.history')
  const format = useFormatter()
  const names = (people: readonly Person[]) =>
    people.length === 0 ? t('system') : format.list(people.map((person) => person.name || t('unnamed')))
  return (
    <nav className="history-list" aria-label={t('list')}>
      <form method="get" className="history-by">
        {query.mode === 'now' ? <input type="hidden" name="mode" value="now" /> : null}
        <Field label={t('by')}>
          <Select
            name="by"
            defaultValue={query.by ?? ''}
            options={[
              { value: '', label: t('anybody') },
              ...writers.map((writer) => ({ value: writer.id, label: writer.name || t('unnamed') })),
            ]}
          />
        </Field>
        <Button type="submit">{t('show')}</Button>
      </form>
      <ol>
        {versions.map((version) => {
          const [day, from, until] = [
            format.dateTime(version.from, 'dayWeek'),
            format.dateTime(version.from, 'time'),
            format.dateTime(version.until, 'time'),
          ]
          return (
            <li key={version.seq}>
              <Link
                href={historyHref({ ...query, seq: version.seq })}
                aria-current={version.seq === chosen ? 'true' : undefined}
                scroll={false}
              >
                <b>{t(from === until ? 'moment' : 'range', { day, from, until })}</b>
                <span className="meta">{names(version.people)}</span>
              </Link>
            </li>
          )
        })}
      </ol>
      {older === null ? null : (
        <LinkButton href={historyHref({ ...query, seq: null, before: older })} icon="down">
          {t('older')}
        </LinkButton>
      )}
    </nav>
  )
}
