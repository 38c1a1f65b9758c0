'use client'

import { useTranslations } from 'next-intl'
import { createContext, useContext } from 'react'
import { Choice, Tick } from '@/components/ui/choice'

/** Which rows stay chosen after an answer, and how many answers there were: a fresh box for each. Null: nothing to choose for. */
export const ChosenContext = createContext<{ turn: number; ids: ReadonlySet<string> } | null>(null)

type Props = { id: string; seq: number; number: string; title: string }

/** Chooses one row of the ledger. Nothing where this person can do nothing with several. */
export function RowBox({ id, seq, number, title }: Props) {
  const t = useTranslations('ledger.several')
  const chosen = useContext(ChosenContext)
  if (chosen === null) return null
  return (
    <label className="row-box">
      <Tick
        key={chosen.turn}
        name="item"
        value={`${id}:${seq}`}
        defaultChecked={chosen.ids.has(id)}
        aria-label={t('choose', { number, title })}
      />
    </label>
  )
}

/** All rows of the page at once; works where scripts do, and is not there before. */
export function AllBox({ onAll, checked }: { onAll: (on: boolean) => void; checked: boolean }) {
  const t = useTranslations('ledger.several')
  return (
    <Choice checked={checked} onChange={(event) => onAll(event.target.checked)}>
      {t('all')}
    </Choice>
  )
}
