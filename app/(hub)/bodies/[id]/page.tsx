import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { addMembershipAction, createUnitAction } from '@/app/(hub)/bodies/actions'
import { MembershipForm, UnitForm } from '@/components/bodies/body-forms'
import { FilesPanel } from '@/components/files/files-panel'
import { UnitsByKind } from '@/components/bodies/units-by-kind'
import { Badge } from '@/components/ui/badge'
import { can } from '@/server/access'
import { readBody } from '@/server/bodies/read'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { AppError } from '@/server/errors'
import { BodyId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { listPeople } from '@/server/people/read'
import { dayIn } from '@/server/people/read-person'

type Params = Promise<{ id: string }>

const read = cache(async (text: string) => {
  const id = BodyId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/bodies/${id.data}`)
  const body = await readBody(db(), person, id.data).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  return { person, county, body }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await read((await params).id)).body.name }
}

export default async function BodyPage({ params }: { params: Params }) {
  const [{ person, county, body }, t, format] = await Promise.all([
    read((await params).id),
    getTranslations('bodies'),
    getFormatter(),
  ])
  const at = clock.now()
  const today = dayIn(county.timeZone, at)
  const mayManage = can(person, 'body.manage', { kind: 'body', countyId: person.countyId, bodyId: body.id })
  const files = await getTranslations('files')
  const here = (await listFiles(db(), person, 'body', [body.id])).get(body.id)
  const people = mayManage ? await listPeople(db(), person, at) : []
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1 className="title">{body.name}</h1>
        <p className="meta">
          <Badge tone="line">{t(`level.${body.level}`)}</Badge>{' '}
          {body.establishedOn
            ? t('established', {
                day: format.dateTime(new Date(`${body.establishedOn}T12:00:00Z`), 'day', { timeZone: 'UTC' }),
              })
            : t('undated')}
        </p>
      </div>
      <section aria-labelledby="units">
        <div className="page-head">
          <h2 className="subheading" id="units">
            {t('units')}
          </h2>
          <span className="meta">{t('unitsByKind')}</span>
        </div>
        <UnitsByKind units={body.units} today={today} />
      </section>
      <section className="section" aria-labelledby="series">
        <h2 className="subheading" id="series">
          {t('seriesTitle')}
        </h2>
        <p className="meta">{body.series.map((each) => each.name).join(' · ')}</p>
      </section>
      <section className="section" aria-labelledby="charter">
        <h2 className="subheading" id="charter">
          {t('charter')}
        </h2>
        <p className={body.charter ? undefined : 'meta'}>{body.charter || t('noCharter')}</p>
      </section>
      {here ? (
        <section className="section" aria-labelledby="files">
          <h2 className="subheading" id="files">
            {files('documents')}
          </h2>
          <FilesPanel
            place={{ kind: 'body', id: body.id }}
            files={here.files}
            mayAdd={here.mayAdd}
            actions={fileActions}
            empty={files('empty')}
          />
        </section>
      ) : null}
      {mayManage ? (
        <div className="section add-forms">
          <UnitForm action={createUnitAction} bodyId={body.id} />
          <MembershipForm
            action={addMembershipAction}
            bodyId={body.id}
            today={today}
            people={people.filter((each) => !each.isDisabled).map((each) => ({ value: each.id, label: each.name }))}
            units={body.units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
        </div>
      ) : null}
    </div>
  )
}
