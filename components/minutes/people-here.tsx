'use client'

import { useTranslations } from 'next-intl'
import { Avatar, Avatars } from '@/components/ui/avatar'
import type { ProviderState } from './provider'

const shown = 4

/** Who has these minutes open; one person with two tabs is one person. */
export function PeopleHere({ people }: { people: ProviderState['people'] }) {
  const t = useTranslations('minutes.people')
  const each = [...new Map(people.map((person) => [`${person.name}\n${person.kind}`, person])).values()]
  if (each.length === 0) return null
  const rest = each.length - shown
  return (
    <Avatars label={t('here', { count: each.length })}>
      {each.slice(0, shown).map((person) => (
        <Avatar key={person.client} name={person.name} hue={person.kind ?? undefined} small spoken />
      ))}
      {rest > 0 ? (
        <span className="avatar avatar-s" role="img" aria-label={t('more', { count: rest })}>
          +{rest}
        </span>
      ) : null}
    </Avatars>
  )
}
