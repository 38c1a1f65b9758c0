import { Fragment } from 'react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import {
  beginBindingAction,
  beginFactorAction,
  changePasswordAction,
  confirmFactorAction,
  endOthersAction,
  endSessionAction,
  removeFactorAction,
  renewCodesAction,
  unbindAction,
} from '@/app/(hub)/settings/actions'
import { readLook } from '@/app/read-look'
import { FactorCard } from '@/components/people/factor-card'
import { IdentityCard } from '@/components/people/identity-card'
import { PasswordForm } from '@/components/people/password-form'
import { SessionRows, SessionTimes } from '@/components/people/session-rows'
import { Switches } from '@/components/shell/switches'
import { Card } from '@/components/ui/card'
import { LinkButton } from '@/components/ui/link-button'
import { can } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { errorTable, type ErrorCode } from '@/server/errors'
import { listIdentities } from '@/server/identities/unbind'
import { requirePerson } from '@/server/people/current-actor'
import { listSessions, readAccount } from '@/server/people/read'
import { readSecondFactor } from '@/server/people/second-factor'
import { isStaff } from '@/server/security/model'
import { readCountySecurity } from '@/server/security/read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') }
}

type Props = { searchParams: Promise<{ identity?: string | string[] }> }

/** What the way to the provider and back came to. */
function cameWith(word: string | string[] | undefined): 'bound' | ErrorCode | null {
  if (word === 'bound') return word
  return typeof word === 'string' && word in errorTable ? (word as ErrorCode) : null
}

export default async function SettingsPage({ searchParams }: Props) {
  const { person, county } = await requirePerson('/settings')
  const { oidc } = runtime()
  const [
    t,
    identity,
    privacy,
    notices,
    holidays,
    webhooks,
    tokens,
    format,
    look,
    account,
    sessions,
    factor,
    security,
    identities,
  ] = await Promise.all([
    getTranslations('settings'),
    getTranslations('identities'),
    getTranslations('privacy'),
    getTranslations('notices'),
    getTranslations('holidays'),
    getTranslations('webhooks'),
    getTranslations('api-tokens'),
    getFormatter(),
    readLook(),
    readAccount(db(), person),
    listSessions(db(), person, clock.now()),
    readSecondFactor(db(), person),
    readCountySecurity(db(), person.countyId),
    listIdentities(db(), person),
  ])
  const facts = [
    [t('name'), account.name],
    [t('userName'), account.userName],
    [t('email'), account.email],
    [t('phone'), account.phone],
    [t('county'), county.name],
  ] as const
  const here = { kind: 'county', countyId: person.countyId } as const
  const managed = (
    [
      { verb: 'county.settings', href: '/settings/county', icon: 'settings', label: t('countySettings') },
      { verb: 'holiday.manage', href: '/settings/holidays', icon: 'calendar', label: holidays('open') },
      { verb: 'webhook.manage', href: '/settings/webhooks', icon: 'external', label: webhooks('open') },
    ] as const
  ).filter(({ verb }) => can(person, verb, here))
  return (
    <div className="page page-narrow stack">
      <h1 className="title">{t('title')}</h1>
      <Card className="stack">
        <h2 className="subheading">{t('account')}</h2>
        <dl className="facts">
          {facts.map(([label, value]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{value ?? t('none')}</dd>
            </Fragment>
          ))}
        </dl>
        <p className="fine">{t('accountHint')}</p>
        {managed.length > 0 ? (
          <div className="row row-wrap">
            {managed.map(({ href, icon, label }) => (
              <LinkButton key={href} href={href} icon={icon}>
                {label}
              </LinkButton>
            ))}
          </div>
        ) : null}
      </Card>
      <Card className="stack">
        <h2 className="subheading">{t('privacy')}</h2>
        <p className="meta">{t('privacyText')}</p>
        <LinkButton href="/settings/privacy" icon="shield">
          {privacy('open')}
        </LinkButton>
      </Card>
      <Card className="stack">
        <h2 className="subheading">{notices('choices.title')}</h2>
        <p className="meta">{notices('choices.lead')}</p>
        <LinkButton href="/settings/notifications" icon="bell">
          {notices('choices.open')}
        </LinkButton>
      </Card>
      <Card className="stack">
        <h2 className="subheading">{tokens('title')}</h2>
        <p className="meta">{tokens('lead')}</p>
        <LinkButton href="/settings/tokens" icon="link">
          {tokens('open')}
        </LinkButton>
      </Card>
      <Card className="stack">
        <h2 className="subheading">{t('look')}</h2>
        <p className="fine">{t('lookHint')}</p>
        <Switches {...look} offered={county.locales} />
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
      {oidc || identities.length > 0 ? (
        <Card id="identity">
          <h2 className="subheading">{identity('title')}</h2>
          <IdentityCard
            provider={oidc && { name: oidc.name, issuer: oidc.issuer }}
            identities={identities}
            hasPassword={account.hasPassword}
            came={cameWith((await searchParams).identity)}
            begin={beginBindingAction}
            unbind={unbindAction}
          />
        </Card>
      ) : null}
      <Card>
        <h2 className="subheading">{t('sessions')}</h2>
        <p className="meta">{t('sessionsHint')}</p>
        <SessionTimes security={security} />
        <SessionRows sessions={sessions} action={endSessionAction} endOthers={endOthersAction} />
      </Card>
      {can(person, 'county.settings', here) ? (
        <p>
          <Link href="/settings/security">{t('security.link')}</Link>
        </p>
      ) : null}
    </div>
  )
}
