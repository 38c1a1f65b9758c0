import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '@/components/ui/link-button'
import { readItemView } from '@/app/(hub)/action-items/item-view'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { number, title } = await readItemView((await params).id)
  return { title: `${number} ${title}` }
}

export default async function ItemPage({ params }: { params: Params }) {
  const [view, t] = await Promise.all([readItemView((await params).id), getTranslations('action-items')])
  return (
    <div className="page page-narrow item-page">
      <LinkButton href="/action-items" tone="quiet" icon="left" className="item-back">
        {t('detail.back')}
      </LinkButton>
      <div>
        <p className="meta">{t('detail.over', { number: view.number })}</p>
        <h1 className="heading">{view.title}</h1>
      </div>
      {view.body}
    </div>
  )
}
