'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'

export type FoundPerson = { id: string; name: string; units: readonly string[] }

/** The people a search found, to choose one of; namesakes are told apart by their units. */
export function PersonChoices({
  people,
  chosen,
  error,
}: {
  people: readonly FoundPerson[]
  chosen: string | undefined
  error?: string
}) {
  const t = useTranslations('people.finder')
  const only = people.length === 1 ? people[0]!.id : undefined
  return (
    <Choices legend={t('choose')} error={error}>
      {people.map((person) => (
        <Choice
          key={person.id}
          type="radio"
          name="personId"
          value={person.id}
          defaultChecked={person.id === (chosen ?? only)}
          hint={person.units.join(' · ') || t('noUnit')}
        >
          {person.name}
        </Choice>
      ))}
    </Choices>
  )
}
