import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import {
  beginFactorAction,
  changePasswordAction,
  confirmFactorAction,
  endOthersAction,
  endSessionAction,
  removeFactorAction,
  renewCodesAction,
} from '@/app/(hub)/settings/actions'
import { readLook } from '@/app/read-look'
import { FactorCard } from '@/components/people/factor-card'
import { PasswordForm } from '@/components/people/password-form'
import { SessionRows, SessionTimes } from '@/components/people/session-rows'
import { Switches } from '@/components/shell/switches'
import { Card } from '@/components/ui/card'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { requirePerson } from '@/server/people/current-actor'
import { listSessions, readAccount } from '@/server/people/read'
import { readSecondFactor } from '@/server/people/second-factor'
import { isStaff } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') }
}

export default async function SettingsPage() {
  const { person, county } = await requirePerson('/settings')
  const [t, privacy, notices, format, look, account, sessions, factor, security] = await Promise.all([
    getTranslations('settings'),
    getTranslations('privacy'),
    getTranslations('notices'),
    getFormatter(),
    readLook(),
    readAccount(db(), person),
    listSessions(db(), person, clock.now()),
    readSecondFactor(db(), person),
    readCountySecurity(db(), person.countyId),
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
        {can(person, 'county.settings', { kind: 'county', countyId: person.countyId }) ? (
          <LinkButton href="/settings/county" icon="settings">
            {t('countySettings')}
          </LinkButton>
        ) : null}
      </Card>
      <Card>
        <h2 className="subheading">{t('privacy')}</h2>
        <p className="meta">{t('privacyText')}</p>
        <LinkButton href="/settings/privacy" icon="shield">
          {privacy('open')}
        </LinkButton>
      </Card>
      <Card>
        <h2 className="subheading">{notices('choices.title')}</h2>
        <p className="meta">{notices('choices.lead')}</p>
        <LinkButton href="/settings/notifications" icon="bell">
          {notices('choices.open')}
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
          <PasswordForm action={changePasswordAction} userName={account.userName} profile={security.passwordProfile} />
        ) : (
          <p className="meta">{t('noPassword')}</p>
        )}
      </Card>
      <Card>
        <h2 className="subheading">{t('factor.title')}</h2>
        <FactorCard
          factor={factor && { since: format.dateTime(factor.since, 'day'), codesLeft: factor.codesLeft }}
          isRequired={security.requiresSecondFactor && isStaff(person)}
          hasPassword={account.hasPassword}
          begin={beginFactorAction}
          confirm={confirmFactorAction}
          renew={renewCodesAction}
          remove={removeFactorAction}
        />
      </Card>
      <Card>
        <h2 className="subheading">{t('sessions')}</h2>
        <p className="meta">{t('sessionsHint')}</p>
        <SessionTimes security={security} />
        <SessionRows sessions={sessions} action={endSessionAction} endOthers={endOthersAction} />
      </Card>
      {can(person, 'county.settings', { kind: 'county', countyId: person.countyId }) ? (
        <p>
          <Link href="/settings/security">{t('security.link')}</Link>
        </p>
      ) : null}
    </div>
  )
}
