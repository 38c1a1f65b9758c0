import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { createBodyAction } from '@/app/(hub)/bodies/actions'
import { BodyForm } from '@/components/bodies/body-forms'
import { Badge } from '@/components/ui/badge'
import { Empty } from '@/components/ui/empty'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { listBodies } from '@/server/bodies/read'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { UnitKind } from '@/server/rooms/contract'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bodies'))('title') }
}

export default async function BodiesPage() {
  const { person } = await requirePerson('/bodies')
  const [t, register, kinds, format, bodies] = await Promise.all([
    getTranslations('bodies'),
    getTranslations('register'),
    getTranslations('units.kinds'),
    getFormatter(),
    listBodies(db(), person),
  ])
  const mayCreate = can(person, 'body.create', { kind: 'county', countyId: person.countyId })
  return (
    <div className="page">
      <div className="page-head">
        <div className="grow">
          <h1 className="title">{t('title')}</h1>
          <p className="meta">{t('lead')}</p>
        </div>
        <LinkButton href="/bodies/register" icon="list">
          {register('title')}
        </LinkButton>
      </div>
      {bodies.length === 0 ? (
        <Empty title={t(mayCreate ? 'empty' : 'notMember')} text={t(mayCreate ? 'emptyText' : 'notMemberText')} />
      ) : null}
      {bodies.map((body) => (
        <Link key={body.id} href={`/bodies/${body.id}`} className="card body-card">
          <h2 className="subheading">{body.name}</h2>
          <p className="meta">
            <Badge tone="line">{t(`level.${body.level}`)}</Badge>{' '}
            {body.establishedOn
              ? t('established', {
                  day: format.dateTime(new Date(`${body.establishedOn}T12:00:00Z`), 'day', { timeZone: 'UTC' }),
                })
              : t('undated')}
            {' · '}
            {t('unitsCount', { count: Object.values(body.units).reduce((sum, each) => sum + each, 0) })}
          </p>
          <span className="unit-squares">
            {UnitKind.options.map((kind) => (
              <span
                key={kind}
                className="unit-squares"
                role="img"
                aria-label={`${kinds(`${kind}.name`)} ${body.units[kind]}`}
                data-unit={kind}
              >
                {Array.from({ length: body.units[kind] }, (_, at) => (
                  <i key={at} />
                ))}
              </span>
            ))}
          </span>
        </Link>
      ))}
      {mayCreate ? (
        <div className="section add-forms">
          <BodyForm action={createBodyAction} />
        </div>
      ) : null}
    </div>
  )
}
