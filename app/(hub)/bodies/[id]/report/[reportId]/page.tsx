import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { orNotFound } from '@/app/(hub)/bodies/read-managed'
import { ReportForm } from '@/components/reports/report-form'
import { ReportReading } from '@/components/reports/report-reading'
import { ReportVersions } from '@/components/reports/report-versions'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { ReportId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { reportFormats } from '@/server/reports/contract'
import { readReport } from '@/server/reports/read'
import { editReportAction } from '@/app/(hub)/bodies/[id]/report/actions'

const Version = z.coerce.number().int().min(1).optional().catch(undefined)

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('page.title') }
}

type Props = {
  params: Promise<{ id: string; reportId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ReportPage({ params, searchParams }: Props) {
  const [{ id, reportId }, search] = await Promise.all([params, searchParams])
  const parsed = ReportId.safeParse(reportId)
  if (!parsed.success) notFound()
  const { person } = await requirePerson(`/bodies/${id}/report/${parsed.data}`)
  const [t, format, report] = await Promise.all([
    getTranslations('reports'),
    getFormatter(),
    orNotFound(readReport(db(), person, parsed.data, Version.parse(search.version))),
  ])
  if (report.bodyId !== id) notFound()
  const here = `/bodies/${report.bodyId}/report/${report.id}`
  const isNewest = report.version === report.versions[0]?.version
  const day = format.dateTime(new Date(`${report.asOf}T00:00:00Z`), { dateStyle: 'long', timeZone: 'UTC' })
  return (
    <div className="page">
      <LinkButton href={`/bodies/${report.bodyId}/report`} tone="quiet" icon="left">
        {t('backToList')}
      </LinkButton>
      <div>
        <p className="meta">{report.bodyName}</p>
        <h1 className="heading">{t('page.title')}</h1>
        <p className="meta">{t('page.asOf', { day })}</p>
      </div>
      <div className="report-take" role="group" aria-label={t('page.take')}>
        {reportFormats.map((each) => (
          <LinkButton external key={each} href={`/api/export/reports/${report.id}?format=${each}`}>
            {t(`page.${each}`)}
          </LinkButton>
        ))}
        <span className="meta">{t('page.takeHint')}</span>
      </div>
      {isNewest ? (
        <ReportForm
          action={editReportAction}
          reportId={report.id}
          version={report.version}
          words={report.words}
          figures={report.figures}
          mayKeepChildName={can(person, 'child-name.keep', { kind: 'county', countyId: person.countyId })}
        />
      ) : (
        <>
          <Notice tone="info">
            <p>{t('page.old', { version: report.version })}</p>
            <LinkButton href={here}>{t('page.toNewest')}</LinkButton>
          </Notice>
          <ReportReading words={report.words} figures={report.figures} />
        </>
      )}
      <ReportVersions href={here} versions={report.versions} shown={report.version} />
    </div>
  )
}
