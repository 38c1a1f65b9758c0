import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Brand } from '@/components/ui/mark'
import type { Preferences } from '@/server/preferences/model'
import { OfflineLine } from './offline-line'
import { SkipLink } from './skip-link'
import { Switches } from './switches'

/** Pages without an account: sign-in, set-up, what was not found. Mark above, switches below, nothing to choose wrongly. */
export function PlainFrame({ look, children }: { look: Pick<Preferences, 'theme' | 'text'>; children: ReactNode }) {
  const t = useTranslations('shell')
  return (
    <div className="frame">
      <SkipLink />
      <header className="topbar">
        <Link className="brand-link" href="/" aria-label={t('nav.homeOf', { brand: t('title') })}>
          <Brand name={t('title')} />
        </Link>
      </header>
      <OfflineLine />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer" aria-label={t('switches.label')}>
        <Switches {...look} />
      </footer>
    </div>
  )
}
