'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Menu, MenuItem, MenuLink, MenuRule } from '@/components/ui/menu'
import type { FramePerson } from './frame'

/** Who I am here, what is mine, and the way out. */
export function PersonMenu({ person, county }: { person: FramePerson; county: string }) {
  const t = useTranslations('shell')
  const [leaving, setLeaving] = useState(false)

  async function leave() {
    setLeaving(true)
    // Every page has this menu, and hardly anybody leaves by it: not among the first scripts. Where it cannot be fetched, since
    // the page is older than the house now is, the page is asked for anew.
    const client = await import('next-auth/react').catch(() => null)
    if (client) await client.signOut({ callbackUrl: '/sign-in' }).catch(() => setLeaving(false))
    else location.reload()
  }

  return (
    <Menu
      label={t('who.signedInAs', { name: person.name, county })}
      trigger={
        <button type="button" className="topbar-who" aria-label={t('who.menu', { name: person.name })}>
          <Avatar name={person.name} hue={person.hue} small />
          <span className="clip">{person.name}</span>
        </button>
      }
    >
      <MenuLink icon="settings" href="/settings">
        {t('nav.settings')}
      </MenuLink>
      <MenuLink icon="bodies" href="/bodies">
        {t('nav.bodies')}
      </MenuLink>
      <MenuLink icon="people" href="/people">
        {t('nav.people')}
      </MenuLink>
      {person.mayAudit ? (
        <MenuLink icon="shield" href="/audit">
          {t('nav.audit')}
        </MenuLink>
      ) : null}
      <MenuRule />
      <MenuItem icon="leave" disabled={leaving} onSelect={() => void leave()}>
        {leaving ? t('who.signingOut') : t('who.signOut')}
      </MenuItem>
    </Menu>
  )
}
