import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { renameUnitAction, setLeadUnitAction, takeOutUnitAction } from '@/app/(hub)/bodies/[id]/units/actions'
import { readManagedBody } from '@/app/(hub)/bodies/read-managed'
import { UnitActs } from '@/components/bodies/unit-acts'
import { UnitTag } from '@/components/bodies/unit-tag'
import { listBodiesOfUnit } from '@/server/bodies/read'
import { db } from '@/server/db'

type Params = Promise<{ id: string; unitId: string }>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bodies.unit'))('title') }
}

export default async function UnitPage({ params }: { params: Params }) {
  const { id, unitId } = await params
  const { person, body } = await readManagedBody(id, `/units/${unitId}`)
  const unit = body.units.find((each) => each.id === unitId)
  if (!unit) notFound()
  const [t, bodies] = await Promise.all([getTranslations('bodies.unit'), listBodiesOfUnit(db(), person, unit.id)])
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{unit.name}</h1>
        <p className="meta">
          <UnitTag kind={unit.kind} small /> <Link href={`/bodies/${body.id}`}>{body.name}</Link>
        </p>
      </div>
      {bodies.length > 1 ? (
        <p className="meta">{t('alsoIn', { bodies: bodies.map(({ name }) => name).join(t('comma')) })}</p>
      ) : null}
      <UnitActs
        ids={{ bodyId: body.id, unitId: unit.id }}
        name={unit.name}
        isLead={unit.isLead}
        rename={renameUnitAction}
        setLead={setLeadUnitAction}
        takeOut={takeOutUnitAction}
      />
    </div>
  )
}
