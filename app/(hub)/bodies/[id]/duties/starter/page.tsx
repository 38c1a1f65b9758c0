import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StarterForm } from '@/components/duties/starter-form'
import { LinkButton } from '@/components/ui/link-button'
import { offerLead } from '@/server/duties/model'
import { starterWords } from '@/server/duties/load-starter'
import { loadStarterAction } from '@/app/(hub)/bodies/[id]/duties/actions'
import { readMatrixPage } from '@/app/(hub)/bodies/[id]/duties/read-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('duties'))('starter.title') }
}

export default async function StarterPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ matrix, mayManage, county }, t] = await Promise.all([
    readMatrixPage((await params).id, '/starter'),
    getTranslations('duties'),
  ])
  const { body, units } = matrix
  if (!mayManage) notFound()
  if (matrix.duties.length + matrix.ended.length > 0) redirect(`/bodies/${body.id}/duties`)
  return (
    <div className="page page-narrow">
      <LinkButton href={`/bodies/${body.id}/duties`} tone="quiet" icon="left" className="item-back">
        {t('back')}
      </LinkButton>
      <h1 className="heading">{t('starter.title')}</h1>
      <p className="meta">{t('starter.text')}</p>
      <StarterForm
        action={loadStarterAction}
        bodyId={body.id}
        units={units}
        duties={starterWords(county.locale).map(({ leadHint, ...duty }) => ({
          key: duty.key,
          title: duty.title,
          content: duty.content,
          law: duty.law,
          article: duty.article,
          assisting: duty.assisting,
          offered: offerLead({ ...duty, ...(leadHint && { leadHint }) }, units)?.id ?? '',
        }))}
      />
    </div>
  )
}
