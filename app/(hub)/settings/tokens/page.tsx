import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { makeTokenAction, revokeTokenAction } from '@/app/(hub)/settings/tokens/actions'
import { TokenForm } from '@/components/api-tokens/token-form'
import { TokenRows } from '@/components/api-tokens/token-rows'
import { Card } from '@/components/ui/card'
import { listTokens } from '@/server/api-tokens/own'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('api-tokens'))('title') }
}

export default async function TokensPage() {
  const { person } = await requirePerson('/settings/tokens')
  const [t, tokens] = await Promise.all([getTranslations('api-tokens'), listTokens(db(), person, clock.now())])
  return (
    <div className="page page-narrow stack">
      <div className="page-head">
        <h1 className="title">{t('title')}</h1>
        <p className="meta">{t('lead')}</p>
      </div>
      <Card>
        <TokenRows rows={tokens} revoke={revokeTokenAction} />
      </Card>
      <Card>
        <TokenForm action={makeTokenAction} />
        <p className="section">
          <a href="/api/v1/openapi.json">{t('document')}</a>
        </p>
      </Card>
    </div>
  )
}
