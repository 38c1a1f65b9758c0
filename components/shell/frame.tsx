import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Bell } from '@/components/notifications/bell'
import { Icon } from '@/components/ui/icon'
import { Brand } from '@/components/ui/mark'
import type { Hue } from '@/components/ui/unit-tag'
import type { Locale, Preferences } from '@/server/preferences/model'
import { NavLinks } from './nav-links'
import { OfflineLine } from './offline-line'
import { PersonMenu } from './person-menu'
import { SearchField } from './search-field'
import { SkipLink } from './skip-link'
import { Switches } from './switches'

export type FramePerson = {
  name: string
  /** The kind of unit the person sits for, if any: colours the avatar's edge. */
  hue?: Hue
  mayAudit?: boolean
  /** How much one was told and has not read. */
  unread: number
}

type Props = {
  person: FramePerson
  county: { name: string; isDemo: boolean; locales: readonly Locale[] }
  look: Pick<Preferences, 'theme' | 'text'>
  children: ReactNode
}

/** Every page with an account: bar, place for the page (give it one `.page`), switches; on a phone a bar at the thumb. */
export function Frame({ person, county, look, children }: Props) {
  const t = useTranslations('shell')
  const links = [
    { href: '/', label: t('nav.home') },
    { href: '/topics', label: t('nav.topics') },
    { href: '/meetings', label: t('nav.meetings') },
    { href: '/action-items', label: t('nav.actionItems') },
    { href: '/bodies', label: t('nav.bodies') },
  ]
  const phoneLinks = [
    { href: '/', label: t('nav.home'), icon: 'home' },
    { href: '/topics', label: t('nav.topics'), icon: 'topic' },
    { href: '/meetings', label: t('nav.meetings'), icon: 'calendar' },
    { href: '/action-items', label: t('nav.actionItemsShort'), icon: 'ledger' },
    { href: '/settings', label: t('nav.mine'), icon: 'user' },
  ] as const
  return (
    <div className="frame">
      <SkipLink />
      {county.isDemo ? (
        <aside className="banner" aria-label={t('demo.label')}>
          <Icon name="info" size="small" />
          {t('demo.text')}
        </aside>
      ) : null}
      <header className="topbar">
        <Link className="brand-link" href="/" aria-label={t('nav.homeOf', { brand: t('title') })}>
          <Brand name={t('title')} />
        </Link>
        <nav className="nav" aria-label={t('nav.label')}>
          <NavLinks links={links} />
        </nav>
        <span className="push topbar-county clip">{county.name}</span>
        <Bell unread={person.unread} />
        <SearchField />
        <PersonMenu person={person} county={county.name} />
      </header>
      <OfflineLine />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer" aria-label={t('switches.label')}>
        <Switches {...look} offered={county.locales} />
      </footer>
      <nav className="tabbar only-phone" aria-label={t('nav.label')}>
        <NavLinks links={phoneLinks} />
      </nav>
    </div>
  )
}
