import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { changePasswordAction, endSessionAction } from '@/app/(hub)/settings/actions'
import { readLook } from '@/app/read-look'
import { PasswordForm } from '@/components/people/password-form'
import { SessionRows } from '@/components/people/session-rows'
import { Switches } from '@/components/shell/switches'
import { Card } from '@/components/ui/card'
import { LinkButton } from '@/components/ui/link-button'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { listSessions, readAccount } from '@/server/people/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') }
}

export default async function SettingsPage() {
  const { person, county } = await requirePerson('/settings')
  const [t, privacy, look, account, sessions] = await Promise.all([
    getTranslations('settings'),
    getTranslations('privacy'),
    readLook(),
    readAccount(db(), person),
    listSessions(db(), person, clock.now()),
  ])
  const facts = [
    [t('name'), account.name],
    [t('userName'), account.userName],
    [t('email'), account.email],
    [t('phone'), account.phone],
    [t('county'), county.name],
  ] as const
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('title')}</h1>
      <Card>
        <h2 className="subheading">{t('account')}</h2>
        <dl className="facts">
          {facts.map(([label, value]) => (
            <div key={label} className="row">
              <dt>{label}</dt>
              <dd>{value ?? t('none')}</dd>
            </div>
          ))}
        </dl>
        <p className="fine">{t('accountHint')}</p>
      </Card>
      <Card>
        <h2 className="subheading">{t('privacy')}</h2>
        <p className="meta">{t('privacyText')}</p>
        <LinkButton href="/settings/privacy" icon="shield">
          {privacy('open')}
        </LinkButton>
      </Card>
      <Card>
        <h2 className="subheading">{t('look')}</h2>
        <p className="fine">{t('lookHint')}</p>
        <Switches {...look} />
      </Card>
      <Card>
        <h2 className="subheading">{t('password')}</h2>
        {account.hasPassword ? (
          <PasswordForm action={changePasswordAction} userName={account.userName} />
        ) : (
          <p className="meta">{t('noPassword')}</p>
        )}
      </Card>
      <Card>
        <h2 className="subheading">{t('sessions')}</h2>
        <p className="meta">{t('sessionsHint')}</p>
        <SessionRows sessions={sessions} action={endSessionAction} />
      </Card>
    </div>
  )
}
