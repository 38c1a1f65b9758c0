import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setSecurityAction } from '@/app/(hub)/settings/actions'
import { SecurityForm } from '@/components/people/security-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { readCountySecurity } from '@/server/security/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('security.title') }
}

export default async function SecurityPage() {
  const { person } = await requirePerson('/settings/security')
  const t = await getTranslations('settings.security')
  const mayChange = can(person, 'county.settings', { kind: 'county', countyId: person.countyId })
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('title')}</h1>
      <p className="meta">{t('lead')}</p>
      {mayChange ? (
        <Card>
          <SecurityForm action={setSecurityAction} security={await readCountySecurity(db(), person.countyId)} />
        </Card>
      ) : (
        <Notice>{t('notAllowed')}</Notice>
      )}
    </div>
  )
}
