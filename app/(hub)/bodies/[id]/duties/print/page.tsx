import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { PrintButton } from '@/components/duties/print-button'
import { DutyTable } from '@/components/duties/duty-table'
import { LinkButton } from '@/components/ui/link-button'
import { readMatrixPage } from '@/app/(hub)/bodies/[id]/duties/read-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('duties'))('title') }
}

export default async function PrintDutiesPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ matrix, today }, t, format] = await Promise.all([
    readMatrixPage((await params).id, '/print'),
    getTranslations('duties'),
    getFormatter(),
  ])
  return (
    <div className="page page-wide duty-print">
      <div className="row row-wrap print-acts">
        <LinkButton href={`/bodies/${matrix.body.id}/duties`} tone="quiet" icon="left">
          {t('back')}
        </LinkButton>
        <PrintButton>{t('print')}</PrintButton>
      </div>
      <h1 className="title">{t('printTitle', { body: matrix.body.name })}</h1>
      <p className="meta">
        {t('printedOn', {
          day: format.dateTime(new Date(`${today}T12:00:00Z`), 'day', { timeZone: 'UTC' }),
          count: matrix.duties.length,
        })}
      </p>
      <DutyTable units={matrix.units} duties={matrix.duties} />
    </div>
  )
}
