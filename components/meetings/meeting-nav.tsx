'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import './meetings.css'

/** The pages of one sitting; scrolls sideways where a phone is too narrow for all of them. */
export function MeetingNav({ label, links }: { label: string; links: readonly { href: string; label: string }[] }) {
  const path = usePathname()
  return (
    <nav className="meeting-nav" aria-label={label}>
      {links.map(({ href, label: words }) => (
        <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          {words}
        </Link>
      ))}
    </nav>
  )
}
