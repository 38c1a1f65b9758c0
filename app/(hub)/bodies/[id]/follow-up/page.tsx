import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { FollowRulesForm } from '@/components/action-items/follow-rules-form'
import { LinkButton } from '@/components/ui/link-button'
import { readManagedBody } from '@/app/(hub)/bodies/read-managed'
import { db } from '@/server/db'
import { readFollowRules } from '@/server/follow-up/set-rules'
import { followRulesAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('follow-up.rules'))('title') }
}

export default async function FollowRulesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const [{ person, body }, t] = await Promise.all([
    readManagedBody(id, '/follow-up'),
    getTranslations('follow-up.rules'),
  ])
  const rules = await readFollowRules(db(), person.countyId, body.id)
  return (
    <div className="page page-narrow">
      <LinkButton href={`/bodies/${body.id}`} tone="quiet" icon="left">
        {t('back')}
      </LinkButton>
      <div>
        <p className="meta">{body.name}</p>
        <h1 className="heading">{t('title')}</h1>
        <p className="meta">{t('text')}</p>
      </div>
      <FollowRulesForm action={followRulesAction} bodyId={body.id} rules={rules} />
    </div>
  )
}
