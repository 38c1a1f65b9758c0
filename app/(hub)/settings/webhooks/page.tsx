import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { makeWebhookAction } from '@/app/(hub)/settings/webhooks/actions'
import { Card } from '@/components/ui/card'
import { WebhookForm } from '@/components/webhooks/webhook-form'
import { WebhookRows } from '@/components/webhooks/webhook-rows'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { listWebhooks } from '@/server/webhooks/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') }
}

export default async function WebhooksPage() {
  const { person } = await requirePerson('/settings/webhooks')
  if (!can(person, 'webhook.manage', { kind: 'county', countyId: person.countyId })) notFound()
  const [t, webhooks] = await Promise.all([getTranslations('webhooks'), listWebhooks(db(), person)])
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
      </div>
      <Card>
        <WebhookRows rows={webhooks} />
      </Card>
      <Card>
        <h2 className="subheading">{t('new')}</h2>
        <WebhookForm action={makeWebhookAction} />
      </Card>
    </div>
  )
}
