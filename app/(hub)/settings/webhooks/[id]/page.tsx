import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import {
  editWebhookAction,
  pauseWebhookAction,
  removeWebhookAction,
  renewWebhookAction,
  resendDeliveryAction,
  testWebhookAction,
} from '@/app/(hub)/settings/webhooks/actions'
import { Card } from '@/components/ui/card'
import { DeliveryLog } from '@/components/webhooks/delivery-log'
import { WebhookActs } from '@/components/webhooks/webhook-acts'
import { WebhookForm } from '@/components/webhooks/webhook-form'
import { WebhookState } from '@/components/webhooks/webhook-rows'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { toAppError } from '@/server/errors'
import { WebhookId } from '@/server/ids'
import { requirePerson } from '@/server/people/current-actor'
import { readWebhook } from '@/server/webhooks/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('log') }
}

export default async function WebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { person } = await requirePerson(`/settings/webhooks/${id}`)
  const parsed = WebhookId.safeParse(id)
  if (!parsed.success || !can(person, 'webhook.manage', { kind: 'county', countyId: person.countyId })) notFound()
  const [t, { webhook, log }] = await Promise.all([
    getTranslations('webhooks'),
    readWebhook(db(), person, parsed.data).catch((error: unknown) => {
      if (toAppError(error).code === 'not_found') notFound()
      throw error
    }),
  ])
  return (
    <div className="page stack">
      <div className="page-head">
        <h1 className="title">{webhook.name}</h1>
        <p className="meta">
          <Link href="/settings/webhooks">{t('back')}</Link>
        </p>
      </div>
      <p className="row row-wrap">
        <WebhookState row={webhook} />
        <span className="meta webhook-url">{webhook.url}</span>
        <span className="meta">{t('waiting', { count: webhook.waiting })}</span>
      </p>
      <Card>
        <h2 className="subheading">{t('log')}</h2>
        <p className="meta">{t('logText')}</p>
        <DeliveryLog id={webhook.id} rows={log} resend={resendDeliveryAction} />
      </Card>
      <Card>
        <h2 className="subheading">{t('change')}</h2>
        <WebhookForm action={editWebhookAction} now={webhook} />
      </Card>
      <Card>
        <h2 className="subheading">{t('manage')}</h2>
        <WebhookActs
          id={webhook.id}
          isPaused={webhook.pausedAt !== null}
          test={testWebhookAction}
          pause={pauseWebhookAction}
          remove={removeWebhookAction}
          renew={renewWebhookAction}
        />
      </Card>
    </div>
  )
}
