'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Icon, type IconName } from '@/components/ui/icon'

export type NavLink = { href: string; label: string; icon?: IconName }

/** The link of the section one is in says so; home only on its own page. */
export function NavLinks({ links }: { links: readonly NavLink[] }) {
  const path = usePathname()
  return links.map(({ href, label, icon }) => {
    const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
    return (
      <Link key={href} href={href} aria-current={isHere ? (path === href ? 'page' : 'true') : undefined}>
        {icon ? <Icon name={icon} /> : null}
        {label}
      </Link>
    )
  })
}
