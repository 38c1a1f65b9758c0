import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { changePlaceAction } from '@/app/(hub)/bodies/register/actions'
import { PlaceForm } from '@/components/register/place-form'
import { db } from '@/server/db'
import { PlaceId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { listBodiesForRegister, readPlace, readRegister } from '@/server/register/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('register'))('editTitle') }
}

export default async function PlacePage({ params }: { params: Promise<{ placeId: string }> }) {
  const placeId = PlaceId.safeParse((await params).placeId)
  if (!placeId.success) notFound()
  const { person } = await requirePerson(`/bodies/register/${placeId.data}`)
  const place = await orNotFound(readPlace(db(), person, placeId.data))
  const [t, all, bodies] = await Promise.all([
    getTranslations('register'),
    readRegister(db(), person),
    listBodiesForRegister(db(), person),
  ])
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{place.name}</h1>
        <p className="meta">
          <Link href={`/bodies/register?kind=${place.kind}`}>{t('title')}</Link>
        </p>
      </div>
      {place.body ? (
        <p className="meta">
          {t('datedThere')} <Link href={`/bodies/${place.body.id}`}>{place.body.name}</Link>
        </p>
      ) : null}
      <PlaceForm
        action={changePlaceAction}
        kind={place.kind}
        now={{ ...place, identifier: place.code, body: place.body?.id ?? (place.isNoted ? 'noted' : 'none') }}
        parents={all
          .filter(({ id, kind }) => kind !== 'school' && id !== place.id)
          .map(({ id: value, name: label }) => ({ value, label }))}
        bodies={bodies.map(({ id: value, name: label }) => ({ value, label }))}
      />
    </div>
  )
}
