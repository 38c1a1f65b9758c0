import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { fileActions } from '@/app/(hub)/files/file-actions'
import { createUnitAction } from '@/app/(hub)/bodies/actions'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { makeReportAction } from './report/actions'
import { BodyHead } from '@/components/bodies/body-head'
import { UnitForm } from '@/components/bodies/body-forms'
import { Charter } from '@/components/bodies/charter'
import { EndingTerms } from '@/components/bodies/ending-terms'
import { FilesPanel } from '@/components/files/files-panel'
import { RulesView } from '@/components/bodies/rules-view'
import { UnitsByKind } from '@/components/bodies/units-by-kind'
import { WriteReport } from '@/components/reports/write-report'
import { Count } from '@/components/ui/count'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { readBody } from '@/server/bodies/read'
import { readRules } from '@/server/bodies/read-rules'
import { endingIn } from '@/server/bodies/model'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { listFiles } from '@/server/files/read'
import { BodyId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

type Params = Promise<{ id: string }>

const read = cache(async (text: string) => {
  const id = BodyId.safeParse(text)
  if (!id.success) notFound()
  const { person, county } = await requirePerson(`/bodies/${id.data}`)
  const [body, rules] = await orNotFound(
    Promise.all([readBody(db(), person, id.data), readRules(db(), person, id.data)]),
  )
  return { person, county, body, rules }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await read((await params).id)).body.name }
}

export default async function BodyPage({ params }: { params: Params }) {
  const [{ person, county, body, rules }, t, words] = await Promise.all([
    read((await params).id),
    getTranslations('bodies'),
    getTranslations('duties'),
  ])
  const today = dayIn(county.timeZone, clock.now())
  const mayManage = can(person, 'body.manage', { kind: 'body', countyId: person.countyId, bodyId: body.id })
  const mayReadDuties = can(person, 'duties.read', { kind: 'body', countyId: person.countyId, bodyId: body.id })
  const mayReport = can(person, 'report.write', { kind: 'body', countyId: person.countyId, bodyId: body.id })
  const here = `/bodies/${body.id}`
  const ending = mayManage ? endingIn(body, today) : []
  const [files, follow, report] = await Promise.all([
    getTranslations('files'),
    getTranslations('follow-up.rules'),
    getTranslations('reports'),
  ])
  const papers = (await listFiles(db(), person, 'body', [body.id])).get(body.id)
  return (
    <div className="page page-wide">
      <BodyHead body={body} evidence={rules} editAt={mayManage ? `${here}/edit` : null} />
      {ending.length > 0 ? (
        <section className="section" aria-labelledby="ending">
          <div className="section-head">
            <h2 id="ending">{t('endingTitle')}</h2>
            <Count value={ending.length} />
          </div>
          <EndingTerms terms={ending} today={today} label={t('endingTitle')} />
        </section>
      ) : null}
      <section className="section" aria-labelledby="units">
        <div className="page-head">
          <h2 className="subheading" id="units">
            {t('units')}
          </h2>
          <span className="meta">{t('unitsByKind')}</span>
          {mayManage ? (
            <LinkButton href={`${here}/members/new`} icon="plus" className="push">
              {t('add.member')}
            </LinkButton>
          ) : null}
        </div>
        <UnitsByKind units={body.units} today={today} manageAt={mayManage ? here : null} />
      </section>
      {mayReadDuties ? (
        <section className="section" aria-labelledby="duties">
          <h2 className="subheading" id="duties">
            {words('title')}
          </h2>
          <p className="meta">{words('openText')}</p>
          <LinkButton href={`/bodies/${body.id}/duties`} icon="list">
            {words('open')}
          </LinkButton>
        </section>
      ) : null}
      {mayReport ? (
        <section className="section" aria-labelledby="reports">
          <h2 className="subheading" id="reports">
            {report('open')}
          </h2>
          <p className="meta">{report('openText')}</p>
          <div className="report-take">
            <WriteReport
              action={makeReportAction}
              place={{ bodyId: body.id, name: body.name, onceKey: crypto.randomUUID() }}
            />
            <LinkButton href={`${here}/report`} icon="list">
              {report('list.label')}
            </LinkButton>
          </div>
        </section>
      ) : null}
      {mayManage ? (
        <p className="section">
          <LinkButton href={`${here}/follow-up`} icon="bell">
            {follow('open')}
          </LinkButton>
        </p>
      ) : null}
      <RulesView bodyId={body.id} rules={rules} units={body.units} today={today} />
      <Charter versions={rules.charter} today={today} />
      {papers ? (
        <section className="section" aria-labelledby="files">
          <h2 className="subheading" id="files">
            {files('documents')}
          </h2>
          <FilesPanel
            place={{ kind: 'body', id: body.id }}
            files={papers.files}
            mayAdd={papers.mayAdd}
            actions={fileActions}
            empty={files('empty')}
          />
        </section>
      ) : null}
      {mayManage ? (
        <div className="section add-forms">
          <UnitForm action={createUnitAction} bodyId={body.id} />
        </div>
      ) : null}
    </div>
  )
}
