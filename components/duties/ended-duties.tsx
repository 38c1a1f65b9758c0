'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'

type Ended = { id: string; title: string; href: string; reason: string; on: string }

export function EndedDuties({ duties }: { duties: readonly Ended[] }) {
  const t = useTranslations('duties.end')
  const day = useDay()
  if (duties.length === 0) return null
  return (
    <details className="section">
      <summary className="subheading">{t('list', { count: duties.length })}</summary>
      <ul className="list">
        {duties.map((duty) => (
          <li key={duty.id} className="duty-item">
            <Link href={duty.href}>{duty.title}</Link>
            <span className="meta block">{t('line', { day: day(duty.on, 'day'), reason: duty.reason })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
