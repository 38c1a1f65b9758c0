import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { addMembershipAction } from '@/app/(hub)/bodies/actions'
import { readManagedBody } from '@/app/(hub)/bodies/read-managed'
import { AddMembershipForm } from '@/components/bodies/membership-forms'
import { PersonSearch } from '@/components/people/person-finder'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { db } from '@/server/db'
import { UnitId } from '@/server/ids'
import { findPeople, mostFound, PeopleQuery } from '@/server/people/find-people'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ q?: string; unit?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bodies.add'))('member') }
}

export default async function NewMembershipPage({ params, searchParams }: Props) {
  const { id } = await params
  const search = await searchParams
  const { person, body, today } = await readManagedBody(id, '/members/new')
  const query = PeopleQuery.parse(search.q)
  const unit = UnitId.safeParse(search.unit)
  const [t, finder, found] = await Promise.all([
    getTranslations('bodies.add'),
    getTranslations('people.finder'),
    findPeople(db(), person, query),
  ])
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('member')}</h1>
        <p className="meta">{body.name}</p>
      </div>
      {body.units.length === 0 ? (
        <Empty title={t('unitsFirst')} text={t('unitsFirstText')}>
          <LinkButton href={`/bodies/${body.id}`}>{t('back')}</LinkButton>
        </Empty>
      ) : (
        <>
          <PersonSearch action={`/bodies/${body.id}/members/new`} query={query}>
            {unit.success ? <input type="hidden" name="unit" value={unit.data} /> : null}
          </PersonSearch>
          {query !== '' && found.length === 0 ? (
            <Empty title={finder('nobody', { name: query })} text={finder('nobodyText')} />
          ) : null}
          {found.length > mostFound ? <p className="meta">{finder('more', { count: mostFound })}</p> : null}
          {found.length > 0 ? (
            <AddMembershipForm
              action={addMembershipAction}
              bodyId={body.id}
              people={found.slice(0, mostFound)}
              units={body.units.map(({ id: value, name: label }) => ({ value, label }))}
              unitId={unit.success ? unit.data : null}
              today={today}
            />
          ) : null}
        </>
      )}
    </div>
  )
}
