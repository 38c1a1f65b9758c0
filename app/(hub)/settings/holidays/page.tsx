import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { setHolidaysAction } from '@/app/(hub)/settings/holidays/actions'
import { HolidaysForm } from '@/components/holidays/holidays-form'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { HolidayYear } from '@/server/holidays/contract'
import { writeLines } from '@/server/holidays/model'
import { readYear, versionOf } from '@/server/holidays/read'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

type Props = { searchParams: Promise<{ year?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('holidays'))('title') }
}

export default async function HolidaysPage({ searchParams }: Props) {
  const { person, county } = await requirePerson('/settings/holidays')
  const { countyId } = person
  if (!can(person, 'holiday.manage', { kind: 'county', countyId })) notFound()
  const thisYear = Number(dayIn(county.timeZone, clock.now()).slice(0, 4))
  const year = HolidayYear.catch(String(thisYear)).parse((await searchParams).year)
  const [t, days] = await Promise.all([getTranslations('holidays'), readYear(db(), countyId, year)])
  const count = {
    year,
    off: days.filter(({ kind }) => kind === 'off').length,
    working: days.filter(({ kind }) => kind === 'working').length,
  }
  return (
    <div className="page page-narrow stack">
      <LinkButton href="/settings" tone="quiet" icon="left">
        {t('back')}
      </LinkButton>
      <div>
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
      </div>
      <nav aria-label={t('years')} className="seg">
        {[thisYear - 1, thisYear, thisYear + 1].map(String).map((each) => (
          <Link key={each} href={`/settings/holidays?year=${each}`} aria-current={each === year ? 'page' : undefined}>
            {t('year', { year: each })}
          </Link>
        ))}
      </nav>
      <p className="meta">{days.length === 0 ? t('emptyText') : t('count', count)}</p>
      <HolidaysForm
        key={year}
        action={setHolidaysAction}
        year={year}
        version={versionOf(days)}
        off={writeLines(days, 'off')}
        working={writeLines(days, 'working')}
      />
    </div>
  )
}
