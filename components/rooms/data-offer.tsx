'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { LineState } from './line-state'
import { useData, useDataOffer } from './use-data-mode'

/** On a poor line, or where the phone says that it saves data: one question, one press. A no is not asked again. */
export function DataOffer({ line }: { line: LineState }) {
  const t = useTranslations('rooms.data')
  const data = useData()
  const { offered, decline } = useDataOffer(line, data)
  if (offered === null) return null
  return (
    <div className="room-notice">
      <Notice tone="info" live title={t(line.kind === 'weak' ? 'offer.weak' : 'offer.save')}>
        <p>{t(`${offered}.text`)}</p>
        <div className="row row-wrap room-notice-actions">
          <Button size="small" tone="primary" onClick={() => data.choose(offered)}>
            {t('offer.take', { mode: t(`${offered}.name`) })}
          </Button>
          <Button size="small" tone="quiet" onClick={decline}>
            {t('offer.decline')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}

/** While less comes than could: which mode, and what was used; a press leads to the choice. */
export function DataChip({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations('rooms.data')
  const { mode, megabytes } = useData()
  if (mode === 'standard') return null
  return (
    <Button size="small" tone="quiet" className="data-chip" onClick={onOpen}>
      {t(`${mode}.name`)}
      {megabytes === null ? '' : ` · ${t('short', { megabytes })}`}
    </Button>
  )
}
