import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import {
  askErasureAction,
  consentAction,
  decideErasureAction,
  setQuotaAction,
  setRetentionAction,
  withdrawErasureAction,
} from '@/app/(hub)/settings/privacy/actions'
import { ConsentRows } from '@/components/privacy/consent-rows'
import { ErasureCard } from '@/components/privacy/erasure-card'
import { ErasuresToDecide } from '@/components/privacy/erasures-to-decide'
import { Inventory } from '@/components/privacy/inventory'
import { RetentionForms } from '@/components/privacy/retention-forms'
import { Card } from '@/components/ui/card'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { readUsage } from '@/server/files/quota'
import { requirePerson } from '@/server/people/current-actor'
import { listConsents } from '@/server/privacy/consent'
import { listErasures, readOwnErasure } from '@/server/privacy/erase'
import { groupFacts } from '@/server/privacy/inventory'
import { readRetention } from '@/server/privacy/retention'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('privacy'))('title') }
}

export default async function PrivacyPage() {
  const { person, county } = await requirePerson('/settings/privacy')
  const thing = { kind: 'county', countyId: county.id } as const
  const mayDecide = can(person, 'erasure.decide', thing)
  const maySet = can(person, 'retention.set', thing)
  const [t, days, consents, erasure, toDecide, usage] = await Promise.all([
    getTranslations('privacy'),
    readRetention(db(), county.id),
    listConsents(db(), person),
    readOwnErasure(db(), person),
    mayDecide ? listErasures(db(), person) : [],
    maySet ? readUsage(db(), county.id) : null,
  ])
  return (
    <div className="page page-narrow stack">
      <div>
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead', { county: county.name })}</p>
      </div>
      {mayDecide ? (
        <Card>
          <h2 className="subheading">{t('decide.title')}</h2>
          <ErasuresToDecide requests={toDecide} coolingDays={days.coolingDays} action={decideErasureAction} />
        </Card>
      ) : null}
      <Card>
        <h2 className="subheading">{t('consents.title')}</h2>
        <p className="fine">{t('consents.lead')}</p>
        <ConsentRows consents={consents} action={consentAction} />
      </Card>
      <Card>
        <h2 className="subheading">{t('export.title')}</h2>
        <p>{t('export.text')}</p>
        <p>
          <a className="btn" href="/api/privacy/export" download>
            {t('export.take')}
          </a>
        </p>
      </Card>
      <Card>
        <h2 className="subheading">{t('erasure.title')}</h2>
        <ErasureCard
          erasure={erasure}
          coolingDays={days.coolingDays}
          ask={askErasureAction}
          withdraw={withdrawErasureAction}
        />
      </Card>
      {usage ? (
        <Card>
          <h2 className="subheading">{t('retention.title')}</h2>
          <RetentionForms days={days} usage={usage} setDays={setRetentionAction} setQuota={setQuotaAction} />
        </Card>
      ) : null}
      <section aria-labelledby="inventory">
        <h2 className="subheading" id="inventory">
          {t('inventory')}
        </h2>
        <p className="meta">{t('inventoryLead')}</p>
        <Inventory facts={groupFacts()} days={days} />
      </section>
    </div>
  )
}
