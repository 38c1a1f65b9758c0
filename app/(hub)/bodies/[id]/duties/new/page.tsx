import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DutyForm } from '@/components/duties/duty-form'
import { LinkButton } from '@/components/ui/link-button'
import { addDutyAction } from '@/app/(hub)/bodies/[id]/duties/actions'
import { readMatrixPage } from '@/app/(hub)/bodies/[id]/duties/read-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('duties'))('add') }
}

export default async function NewDutyPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ matrix, mayManage, today }, t] = await Promise.all([
    readMatrixPage((await params).id, '/new'),
    getTranslations('duties'),
  ])
  if (!mayManage) notFound()
  return (
    <div className="page page-narrow">
      <LinkButton href={`/bodies/${matrix.body.id}/duties`} tone="quiet" icon="left" className="item-back">
        {t('back')}
      </LinkButton>
      <h1 className="heading">{t('add')}</h1>
      <DutyForm action={addDutyAction} bodyId={matrix.body.id} units={matrix.units} duty={null} today={today} />
    </div>
  )
}
