import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { ReportList } from '@/components/reports/report-list'
import { WriteReport } from '@/components/reports/write-report'
import { LinkButton } from '@/components/ui/link-button'
import { readBody } from '@/server/bodies/read'
import { db } from '@/server/db'
import { BodyId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { listReports } from '@/server/reports/read'
import { makeReportAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('title') }
}

export default async function ReportsPage({ params }: { params: Promise<{ id: string }> }) {
  const id = BodyId.safeParse((await params).id)
  if (!id.success) notFound()
  const { person } = await requirePerson(`/bodies/${id.data}/report`)
  const [t, reports, body] = await Promise.all([
    getTranslations('reports'),
    orNotFound(listReports(db(), person, id.data)),
    orNotFound(readBody(db(), person, id.data)),
  ])
  return (
    <div className="page page-narrow">
      <LinkButton href={`/bodies/${body.id}`} tone="quiet" icon="left">
        {t('back')}
      </LinkButton>
      <div>
        <p className="meta">{body.name}</p>
        <h1 className="heading">{t('title')}</h1>
        <p className="meta">{t('makeHint')}</p>
      </div>
      <div className="report-take">
        <WriteReport
          action={makeReportAction}
          place={{ bodyId: body.id, name: body.name, onceKey: crypto.randomUUID() }}
          tone="primary"
        />
      </div>
      <ReportList bodyId={body.id} reports={reports} />
    </div>
  )
}
