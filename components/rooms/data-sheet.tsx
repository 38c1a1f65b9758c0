'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/sheet'
import { DataMode } from './data-mode'
import { useData } from './use-data-mode'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** How much comes down the line, and how much did. */
export function DataSheet({ open, onOpenChange }: Props) {
  const t = useTranslations('rooms.data')
  const { mode, choose, megabytes } = useData()
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <Choices legend={t('title')}>
        {DataMode.options.map((each) => (
          <Choice
            key={each}
            type="radio"
            name="data-mode"
            checked={mode === each}
            hint={t(`${each}.text`)}
            onChange={() => choose(each)}
          >
            {t(`${each}.name`)}
          </Choice>
        ))}
      </Choices>
      <p className="meta">{t('kept')}</p>
      {megabytes === null ? null : <p className="meta">{t('used', { megabytes })}</p>}
    </Sheet>
  )
}
