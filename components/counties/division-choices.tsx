'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'

export type FoundDivision = { code: string; name: string; within: readonly string[] }

/** What is set now, what a search found, and none at all. */
export function DivisionChoices({
  current,
  found,
  chosen,
  error,
}: {
  current: FoundDivision | null
  found: readonly FoundDivision[]
  chosen: string | undefined
  error?: string
}) {
  const t = useTranslations('county')
  const others = found.filter(({ code }) => code !== current?.code)
  const checked = chosen ?? current?.code ?? ''
  return (
    <Choices legend={t('division')} error={error}>
      {[...(current ? [current] : []), ...others].map((division) => (
        <Choice
          key={division.code}
          type="radio"
          name="division"
          value={division.code}
          defaultChecked={division.code === checked}
          hint={[...division.within, division.code].join(' · ')}
        >
          {division.name}
        </Choice>
      ))}
      <Choice type="radio" name="division" value="" defaultChecked={checked === ''} hint={t('noDivisionHint')}>
        {t('noDivision')}
      </Choice>
    </Choices>
  )
}
