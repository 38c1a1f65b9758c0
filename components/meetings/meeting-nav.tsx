'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import './meetings.css'

/** The pages of one sitting; scrolls sideways where a phone is too narrow for all of them. */
export function MeetingNav({ label, links }: { label: string; links: readonly { href: string; label: string }[] }) {
  const path = usePathname()
  const within = links.findLast(({ href }) => path === href || path.startsWith(`${href}/`))
  return (
    <nav className="meeting-nav" aria-label={label}>
      {links.map(({ href, label: words }) => (
        <Link key={href} href={href} aria-current={path === href ? 'page' : within?.href === href || undefined}>
          {words}
        </Link>
      ))}
    </nav>
  )
}
